use checkpointed::{checkpointed_stream_handler};

struct Order;

#[checkpointed_stream_handler(concurrency = 4)]
async fn handle(record: Order) {
    let _ = record;
}

fn main() {}
