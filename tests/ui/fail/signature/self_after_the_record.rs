use checkpointed::{checkpointed_stream_handler, kinesis};

struct App;

impl App {
    #[checkpointed_stream_handler]
    async fn handle(record: kinesis::Record<'_, &str>, &self) {
        let _ = record;
    }
}

fn main() {}
