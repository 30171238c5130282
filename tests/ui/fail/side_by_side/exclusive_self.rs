use checkpointed::{Json, checkpointed_stream_handler, kinesis};

struct Counter(u64);

impl Counter {
    #[checkpointed_stream_handler(concurrency = 4)]
    async fn handle(&mut self, record: kinesis::Record<'_, Json<u8>>) {
        self.0 += u64::from(*record.data);
    }
}

fn main() {}
