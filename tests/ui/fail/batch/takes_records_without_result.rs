use checkpointed::{Outcome, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler(batch)]
async fn handle(records: &[kinesis::Record<'_, &str>]) -> Vec<Outcome> {
    let _ = records;
    Vec::new()
}

fn main() {}
