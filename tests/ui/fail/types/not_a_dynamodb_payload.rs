use checkpointed::{Json, checkpointed_stream_handler, dynamodb};

#[checkpointed_stream_handler]
async fn handle(record: dynamodb::Record<'_, Json<u8>>) {
    let _ = record;
}

fn main() {}
