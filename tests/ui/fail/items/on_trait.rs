use checkpointed::checkpointed_stream_handler;

#[checkpointed_stream_handler]
trait Handler {}

fn main() {}
