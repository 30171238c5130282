use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler(run_ahead = 64)]
async fn handle(record: kinesis::Record<'_, Json<u8>>) {
    let _ = record;
}

fn main() {}
