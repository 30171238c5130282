use checkpointed::{Json, checkpointed_stream_handler, kinesis};

struct NotFound;

#[checkpointed_stream_handler(concurrency = 4)]
async fn handle(record: kinesis::Record<'_, Json<u8>>) -> Result<(), NotFound> {
    let _ = record;
    Err(NotFound)
}

fn main() {}
