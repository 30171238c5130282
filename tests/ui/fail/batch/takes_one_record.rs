use checkpointed::{Outcome, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler(batch)]
async fn handle(record: kinesis::Record<'_, &str>) -> Vec<Outcome> {
    let _ = record;
    Vec::new()
}

fn main() {}
