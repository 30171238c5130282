use checkpointed::{checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(&self, record: kinesis::Record<'_, &str>) {
    let _ = record;
}

fn main() {}
