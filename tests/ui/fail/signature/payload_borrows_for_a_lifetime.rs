use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle<'a, T: serde::Deserialize<'a>>(record: kinesis::Record<'a, Json<T>>) {
    let _ = record;
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(handle::<u8>).await
}
