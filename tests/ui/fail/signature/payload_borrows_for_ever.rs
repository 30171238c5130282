use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle<T: serde::Deserialize<'static>>(record: kinesis::Record<'_, Json<T>>) {
    let _ = record;
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(handle::<u8>).await
}
