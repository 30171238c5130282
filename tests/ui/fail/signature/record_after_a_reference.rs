use checkpointed::{checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(table: &str, record: kinesis::Record<'_, &str>) -> Result<(), std::io::Error> {
    let _ = (record, table);
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(|event| handle("orders", event)).await
}
