use checkpointed::checkpointed_stream_handler;

struct Order;

#[checkpointed_stream_handler]
async fn handle(record: Order) {
    let _ = record;
}

fn main() {}
