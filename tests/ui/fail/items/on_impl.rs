use checkpointed::checkpointed_stream_handler;

struct App;

#[checkpointed_stream_handler]
impl App {}

fn main() {}
