use checkpointed::{checkpointed_stream_handler, kinesis};

struct App;

impl App {
    #[checkpointed_stream_handler]
    async fn handle(mut self, record: kinesis::Record<'_, &str>) {
        self = App;
        let _ = (self, record);
    }
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(|event| App.handle(event)).await
}
