use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, Json<u8>>) {
    let _ = record;
    std::fs::read("file")?;
}

fn main() {}
