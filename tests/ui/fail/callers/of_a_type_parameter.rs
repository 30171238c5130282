use checkpointed::checkpointed_stream_handler;

#[checkpointed_stream_handler]
async fn handle<T: Send>(record: T, table: &str) {
    let _ = (record, table);
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(|event| handle(event, "orders")).await
}
