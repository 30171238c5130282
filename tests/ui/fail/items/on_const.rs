use checkpointed::checkpointed_stream_handler;

#[checkpointed_stream_handler]
const HANDLER: u8 = 1;

fn main() {}
