use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler(concurrency = 4)]
async fn handle(record: kinesis::Record<'_, Json<u8>>) -> bool {
    let _ = record;
    true
}

fn main() {}
