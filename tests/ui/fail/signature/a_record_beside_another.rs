use checkpointed::{checkpointed_stream_handler, dynamodb, kinesis};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, &str>, change: dynamodb::Record<'_, dynamodb::Keys<u8>>) -> Result<(), std::io::Error> {
    let _ = (record, change);
    Ok(())
}

fn main() {}
