//! Counts the bytes of a Kinesis data stream in a variable of `main`, and fails above twelve.

use checkpointed::{checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle(line: kinesis::Record<'_, &str>, bytes: &mut usize) -> Result<(), String> {
    *bytes += line.data.len();
    if line.data == "panic" {
        panic!("the line explodes");
    }
    if *bytes > 12 { Err(format!("{bytes} bytes are too many")) } else { Ok(()) }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), checkpointed::Error> {
    let mut bytes = 0;
    checkpointed::run(async |event| handle(event, &mut bytes).await).await
}
