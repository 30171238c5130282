use checkpointed::{Failure, Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, Json<u8>>) -> Result<(), Failure> {
    let _ = record;
    Err(Failure::permanent("no such customer"))
}

fn main() {}
