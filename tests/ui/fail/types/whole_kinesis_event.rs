use aws_lambda_events::kinesis::KinesisEvent;
use checkpointed::checkpointed_stream_handler;

#[checkpointed_stream_handler]
async fn handle(event: KinesisEvent) -> Result<(), std::io::Error> {
    let _ = event;
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(handle).await
}
