use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, Json<u8>>) -> ((), u8) {
    let _ = record;
    ((), 1)
}

fn main() {}
