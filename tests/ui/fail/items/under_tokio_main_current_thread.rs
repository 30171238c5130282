use checkpointed::{checkpointed_stream_handler, kinesis};

#[tokio::main(flavor = "current_thread")]
#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, &str>) -> Result<(), std::io::Error> {
    println!("{}", record.data);
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(handle).await
}
