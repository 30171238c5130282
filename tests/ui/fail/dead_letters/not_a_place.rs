use checkpointed::{Failure, Json, checkpointed_stream_handler, kinesis};

struct Db;

#[checkpointed_stream_handler(dead_letters = db)]
async fn handle(record: kinesis::Record<'_, Json<u8>>, db: &Db) -> Result<(), Failure> {
    let _ = (record, db);
    Ok(())
}

fn main() {}
