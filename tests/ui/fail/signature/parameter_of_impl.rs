use checkpointed::{checkpointed_stream_handler, kinesis};

struct App<D>(D);

impl<D> App<D> {
    #[checkpointed_stream_handler]
    async fn handle(record: kinesis::Record<'_, &str>, database: &D) {
        let _ = (record, database);
    }
}

fn main() {}
