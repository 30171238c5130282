use aws_lambda_events::sqs::SqsEvent;
use checkpointed::{LambdaEvent, checkpointed_stream_handler};

#[checkpointed_stream_handler]
async fn handle(event: LambdaEvent<SqsEvent>) -> Result<(), std::io::Error> {
    let _ = event;
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(handle).await
}
