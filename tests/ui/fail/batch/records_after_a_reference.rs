use checkpointed::{Checkpoint, DecodeError, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler(batch)]
async fn handle(table: &str, records: &[Result<kinesis::Record<'_, &str>, DecodeError>]) -> Checkpoint {
    let _ = table;
    Checkpoint::at(records.len())
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(|event| handle("orders", event)).await
}
