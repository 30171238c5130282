use checkpointed::{checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn main(record: kinesis::Record<'_, &str>) {
    let _ = record;
}
