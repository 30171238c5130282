use checkpointed::{checkpointed_stream_handler, kinesis};

struct Order;

#[checkpointed_stream_handler(concurrency = 4)]
async fn handle(record: kinesis::Record<'_, Order>) {
    let _ = record;
}

fn main() {}
