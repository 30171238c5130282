use checkpointed::{checkpointed_stream_handler, kafka};

struct Customer;

#[checkpointed_stream_handler]
async fn handle(record: kafka::Record<'_, Option<Customer>>) {
    let _ = record;
}

fn main() {}
