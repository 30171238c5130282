use checkpointed::{Payload, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, impl for<'r> Payload<'r>>) {
    let _ = record;
}

fn main() {}
