use checkpointed::{DecodeError, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(records: &[Result<kinesis::Record<'_, &str>, DecodeError>]) {
    let _ = records;
}

fn main() {}
