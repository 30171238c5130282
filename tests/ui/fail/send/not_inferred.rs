use checkpointed::{Json, checkpointed_stream_handler, kinesis};
use serde::de::DeserializeOwned;

#[checkpointed_stream_handler]
async fn handle<T: DeserializeOwned>(record: kinesis::Record<'_, Json<T>>) {
    let _ = record;
}

async fn start() {
    let _ = checkpointed::run(handle).await;
}

fn main() {}
