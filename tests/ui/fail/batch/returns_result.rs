use checkpointed::{DecodeError, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler(batch)]
async fn handle(records: &[Result<kinesis::Record<'_, &str>, DecodeError>]) -> Result<(), std::io::Error> {
    let _ = records;
    Ok(())
}

fn main() {}
