use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler(retries = 3)]
async fn handle(record: kinesis::Record<'_, Json<u8>>, table: &str) -> Result<(), std::io::Error> {
    println!("{table} {}", record.data.0);
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(|event| handle(event, "orders")).await
}
