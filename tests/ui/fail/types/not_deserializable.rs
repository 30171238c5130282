use checkpointed::{Json, checkpointed_stream_handler, kinesis};

struct Order;

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, Json<Order>>) {
    let _ = record;
}

fn main() {}
