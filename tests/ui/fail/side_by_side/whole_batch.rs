use checkpointed::{Checkpoint, DecodeError, Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler(batch, concurrency = 4)]
async fn handle(records: &[Result<kinesis::Record<'_, Json<u8>>, DecodeError>]) -> Checkpoint {
    Checkpoint::at(records.len())
}

fn main() {}
