use aws_lambda_events::dynamodb::TimeWindowEvent;
use checkpointed::checkpointed_stream_handler;

#[checkpointed_stream_handler]
async fn handle(event: TimeWindowEvent) -> Result<(), std::io::Error> {
    let _ = event;
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(handle).await
}
