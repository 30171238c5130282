use checkpointed::{Json, checkpointed_stream_handler, sqs};

#[checkpointed_stream_handler]
async fn handle(record: sqs::Record<'_, Json<u8>>) {
    let _ = record;
}

fn main() {}
