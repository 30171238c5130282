use checkpointed::{checkpointed_stream_handler, dynamodb::{NewImage, Record}};

struct Order {
    _id: String,
}

#[checkpointed_stream_handler]
async fn handle(record: Record<'_, NewImage<Order>>) {
    let _ = record;
}

fn main() {}
