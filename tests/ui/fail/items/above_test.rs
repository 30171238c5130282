use checkpointed::{checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
#[test]
fn handle(record: kinesis::Record<'_, &str>) -> Result<(), std::io::Error> {
    let _ = record;
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(handle).await
}
