use checkpointed::{Json, checkpointed_stream_handler, kinesis};

struct Db;

#[checkpointed_stream_handler(concurrency = 4)]
async fn handle(record: kinesis::Record<'_, Json<u8>>, db: Db) {
    let _ = (record, db);
}

fn main() {}
