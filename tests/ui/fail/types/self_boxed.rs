use checkpointed::{checkpointed_stream_handler, kinesis};

struct App;

impl App {
    #[checkpointed_stream_handler]
    async fn handle(self: Box<Self>, record: kinesis::Record<'_, &str>) {
        let _ = (self, record);
    }
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(|event| Box::new(App).handle(event)).await
}
