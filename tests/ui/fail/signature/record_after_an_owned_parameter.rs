use std::sync::Arc;

use checkpointed::{checkpointed_stream_handler, sqs};

#[checkpointed_stream_handler]
async fn handle(table: Arc<str>, message: sqs::Message<'_, &str>) -> Result<(), std::io::Error> {
    let _ = (message, table);
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(|event| handle("orders".into(), event)).await
}
