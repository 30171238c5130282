use checkpointed::checkpointed_stream_handler;

#[checkpointed_stream_handler]
struct Order;

fn main() {}
