use checkpointed::checkpointed_stream_handler;

#[checkpointed_stream_handler]
async fn handle() {}

fn main() {}
