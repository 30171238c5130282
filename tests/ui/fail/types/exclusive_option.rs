use checkpointed::{checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, &str>, seen: Option<&mut u64>) {
    let _ = (record, seen);
}

fn main() {}
