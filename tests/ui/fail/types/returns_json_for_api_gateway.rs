use checkpointed::{checkpointed_stream_handler, kinesis};
use serde_json::{Value, json};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, &str>) -> Result<Value, checkpointed::Error> {
    let _ = record;
    Ok(json!({ "statusCode": 200 }))
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(handle).await
}
