use aws_lambda_events::kinesis::KinesisEventRecord;
use checkpointed::checkpointed_stream_handler;

#[checkpointed_stream_handler]
async fn handle(table: &str, record: KinesisEventRecord) -> Result<(), std::io::Error> {
    let _ = (record, table);
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(|event| handle("orders", event)).await
}
