use checkpointed::{checkpointed_stream_handler, kinesis};

trait Handler {
    #[checkpointed_stream_handler]
    async fn handle(record: kinesis::Record<'_, &str>);
}

fn main() {}
