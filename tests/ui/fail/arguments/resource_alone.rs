use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler(resource = "Orders")]
async fn handle(record: kinesis::Record<'_, Json<u8>>) {
    println!("{}", record.data.0);
}

fn main() {}
