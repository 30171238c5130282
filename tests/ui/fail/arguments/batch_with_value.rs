use checkpointed::{Checkpoint, DecodeError, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler(batch = true)]
async fn handle(records: &[Result<kinesis::Record<'_, &str>, DecodeError>]) -> Checkpoint {
    Checkpoint::at(records.len())
}

fn main() {}
