use checkpointed::{checkpointed_stream_handler, kinesis};

struct App;

#[async_trait::async_trait]
trait Handler {
    async fn handle(&self, record: kinesis::Record<'_, &str>) -> Result<(), std::io::Error>;
}

#[async_trait::async_trait]
impl Handler for App {
    #[checkpointed_stream_handler]
    async fn handle(&self, record: kinesis::Record<'_, &str>) -> Result<(), std::io::Error> {
        println!("{}", record.data);
        Ok(())
    }
}

fn main() {}
