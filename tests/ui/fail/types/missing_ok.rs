use checkpointed::{Json, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, Json<u8>>) -> Result<(), std::io::Error> {
    println!("{}", record.data.0);
}

fn main() {}
