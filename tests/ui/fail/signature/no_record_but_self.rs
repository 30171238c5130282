use checkpointed::checkpointed_stream_handler;

struct App;

impl App {
    #[checkpointed_stream_handler]
    async fn handle(&self) {}
}

fn main() {}
