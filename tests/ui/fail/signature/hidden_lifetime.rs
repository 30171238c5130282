use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[derive(serde::Deserialize)]
struct Order<'a> {
    _id: &'a str,
}

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, Json<Order>>) {
    let _ = record;
}

fn main() {}
