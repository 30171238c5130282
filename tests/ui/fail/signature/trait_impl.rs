use checkpointed::{Batch, Error, LambdaEvent, StreamsEventResponse, checkpointed_stream_handler, kinesis};

trait Handler {
    async fn handle(
        &self,
        event: LambdaEvent<Batch<kinesis::Record<'_, &str>>>,
    ) -> Result<StreamsEventResponse, Error>;
}

struct App;

impl Handler for App {
    #[checkpointed_stream_handler]
    async fn handle(&self, record: kinesis::Record<'_, &str>) {
        let _ = record;
    }
}

fn main() {}
