use checkpointed::Outcome;
use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, Json<u8>>) -> Outcome {
    let _ = record;
    Outcome::Done
}

fn main() {}
