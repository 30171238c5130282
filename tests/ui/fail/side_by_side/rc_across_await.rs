use std::rc::Rc;

use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler(concurrency = 4)]
async fn handle(record: kinesis::Record<'_, Json<u8>>) {
    let held = Rc::new(record.data.0);
    tokio::task::yield_now().await;
    drop(held);
}

fn main() {
    let _ = checkpointed::run_concurrent(handle);
}
