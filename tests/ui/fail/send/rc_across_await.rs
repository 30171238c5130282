use std::rc::Rc;

use checkpointed::{checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, &str>) {
    let counter = Rc::new(1);
    tokio::task::yield_now().await;
    let _ = (record, counter);
}

async fn start() {
    let _ = checkpointed::run_concurrent(handle).await;
}

fn main() {}
