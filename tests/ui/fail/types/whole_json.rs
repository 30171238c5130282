use checkpointed::{LambdaEvent, checkpointed_stream_handler};
use serde_json::Value;

#[checkpointed_stream_handler]
async fn handle(event: LambdaEvent<Value>) -> Result<(), std::io::Error> {
    let _ = event;
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(handle).await
}
