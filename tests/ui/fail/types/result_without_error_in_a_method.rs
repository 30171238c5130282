use checkpointed::{checkpointed_stream_handler, kinesis};

struct App;

impl App {
    #[checkpointed_stream_handler(concurrency = 4)]
    async fn handle(&self, record: kinesis::Record<'_, &str>) -> Result<()> {
        let _ = record;
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(|event| App.handle(event)).await
}
