use checkpointed::checkpointed_stream_handler;

#[checkpointed_stream_handler]
mod handlers {}

fn main() {}
