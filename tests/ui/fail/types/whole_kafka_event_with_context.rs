use aws_lambda_events::kafka::KafkaEvent;
use checkpointed::{LambdaEvent, checkpointed_stream_handler};

#[checkpointed_stream_handler]
async fn handle(event: LambdaEvent<KafkaEvent>) -> Result<(), std::io::Error> {
    let _ = event;
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(handle).await
}
