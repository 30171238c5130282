//! Reads the lines of a Kinesis data stream in a function that is not `async`.

use checkpointed::{checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
fn handle(line: kinesis::Record<'_, &str>) -> Result<(), String> {
    match line.data {
        "fail" => Err(format!("the line with key {} is refused", line.partition_key)),
        "panic" => panic!("the line explodes"),
        _ => Ok(()),
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(handle).await
}
