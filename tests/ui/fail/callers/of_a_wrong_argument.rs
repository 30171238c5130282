use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler(retries = 3)]
pub async fn handle(record: kinesis::Record<'_, Json<u8>>, table: &str) -> Result<(), std::io::Error> {
    println!("{table} {}", record.data.0);
    Ok(())
}

async fn start() {
    let record = kinesis::Record::new("1", "key", Json(7));
    let result: Result<(), std::io::Error> = handle(record, "orders").await;
    let _ = result;
}

fn main() {}
