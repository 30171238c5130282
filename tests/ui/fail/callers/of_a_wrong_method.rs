use checkpointed::{checkpointed_stream_handler, kinesis};

#[derive(Clone)]
struct App;

impl App {
    #[checkpointed_stream_handler(concurrency = 0)]
    async fn handle(mut self, record: kinesis::Record<'_, &str>, count: &u64) -> Result<(), String> {
        self = App;
        let _ = (&self, record, count);
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(|event| App.handle(event, &0)).await
}
