use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, Json<u8>>, table: &str) {
    let _ = record.data.no_such_field;
    let _ = table;
}

async fn start() {
    let _ = checkpointed::run(|event| handle(event, "orders")).await;
}

fn main() {}
