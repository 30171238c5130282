use checkpointed::checkpointed_stream_handler;

#[checkpointed_stream_handler]
async fn handle(record: impl Send) {
    let _ = record;
}

fn main() {}
