use checkpointed::{checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
fn handle(record: kinesis::Record<'_, &str>) -> impl Future<Output = ()> {
    let _ = record;
    async {}
}

fn main() {}
