use checkpointed::{DecodeError, Outcome, checkpointed_stream_handler};

struct Order;

#[checkpointed_stream_handler(batch)]
async fn handle(records: &[Result<Order, DecodeError>]) -> Vec<Outcome> {
    let _ = records;
    Vec::new()
}

fn main() {}
