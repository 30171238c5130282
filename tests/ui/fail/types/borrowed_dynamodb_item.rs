use checkpointed::{checkpointed_stream_handler, dynamodb::{NewImage, Record}};

#[derive(serde::Deserialize)]
struct Order<'a> {
    _id: &'a str,
}

#[checkpointed_stream_handler]
async fn handle(record: Record<'_, NewImage<Order<'_>>>) {
    let _ = record;
}

fn main() {}
