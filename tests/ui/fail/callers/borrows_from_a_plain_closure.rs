use checkpointed::{checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, &str>, count: &mut u64) {
    *count += record.data.len() as u64;
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    let mut count = 0;
    checkpointed::run(|event| handle(event, &mut count)).await
}
