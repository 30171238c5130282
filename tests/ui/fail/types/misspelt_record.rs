use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Recrod<'_, Json<u8>>) {
    let _ = record;
}

fn main() {}
