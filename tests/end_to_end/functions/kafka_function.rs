//! Keeps a copy of a compacted topic.

use checkpointed::{Json, checkpointed_stream_handler, kafka};
use lambda_runtime::tracing::info;

#[derive(serde::Deserialize)]
struct Customer<'a> {
    name: &'a str,
}

#[checkpointed_stream_handler]
async fn copy(record: kafka::Record<'_, Option<Json<Customer<'_>>>>) -> Result<(), String> {
    let offset = record.offset;
    match record.value.as_ref().map(|customer| customer.name) {
        Some("fail") => return Err(String::from("the copy refuses the customer")),
        Some(_) => info!(offset, "copied"),
        None => info!(offset, "deleted"),
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(copy).await
}
