use checkpointed::{Json, checkpointed_stream_handler, kinesis};

struct App;

impl App {
    #[checkpointed_stream_handler]
    async fn handle(&self, record: &kinesis::Record<'_, Json<u8>>) {
        let _ = record;
    }
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(|event| App.handle(event)).await
}
