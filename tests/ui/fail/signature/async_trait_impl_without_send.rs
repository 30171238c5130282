use checkpointed::{checkpointed_stream_handler, kinesis};

#[async_trait::async_trait(?Send)]
trait Handler {
    async fn handle(self: Box<Self>, record: kinesis::Record<'_, &str>, count: &mut u8);
}

#[async_trait::async_trait(?Send)]
impl Handler for String {
    #[checkpointed_stream_handler]
    async fn handle(self: Box<Self>, record: kinesis::Record<'_, &str>, count: &mut u8) {
        let _ = (record, count);
    }
}

fn main() {}
