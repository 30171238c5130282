use checkpointed::{checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'static, &'static str>) {
    let _ = record;
}

fn main() {}
