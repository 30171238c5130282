use checkpointed::{checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, &str>, database: &String) {
    let _ = (record, database);
}

async fn start() {
    let database = String::new();
    let _ = checkpointed::run_concurrent(|event| handle(event, &database)).await;
}

fn main() {}
