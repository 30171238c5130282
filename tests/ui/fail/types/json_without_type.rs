use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, Json>) -> Result<(), std::io::Error> {
    let _ = record;
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(handle).await
}
