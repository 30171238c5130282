use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler(deadline_margin = 500)]
async fn handle(record: kinesis::Record<'_, Json<u8>>) {
    let _ = record;
}

fn main() {}
