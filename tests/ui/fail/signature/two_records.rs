use checkpointed::{checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(first: kinesis::Record<'_, &str>, second: kinesis::Record<'_, &str>) -> Result<(), std::io::Error> {
    let _ = (first, second);
    Ok(())
}

fn main() {}
