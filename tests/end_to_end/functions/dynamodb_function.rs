//! Follows the messages of a table through its DynamoDB stream.

use checkpointed::{
    checkpointed_stream_handler,
    dynamodb::{self, Change},
};
use lambda_runtime::tracing::info;

/// An item of the table.
#[derive(serde::Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Item {
    id: u64,
    message: String,
}

#[checkpointed_stream_handler]
async fn handle(
    record: dynamodb::Record<'_, Change<Item>>,
) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
    let (id, message) = match &record.data {
        Change::Insert { new } => (new.id, &new.message),
        Change::Modify { old, new } if old.id == new.id => (new.id, &new.message),
        Change::Modify { .. } => return Err("an item cannot change its key".into()),
        Change::Remove { old } => (old.id, &old.message),
    };
    match message.as_str() {
        "fail" => return Err("the message is refused".into()),
        "panic" => panic!("the message explodes"),
        _ => {}
    }
    info!(item = id, expired = record.is_ttl_deletion(), "followed");
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(handle).await
}
