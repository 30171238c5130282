use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, Json<u8>>) -> Result<u64, std::io::Error> {
    let _ = record;
    Ok(1)
}

fn main() {}
