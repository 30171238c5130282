use checkpointed::{checkpointed_stream_handler, kinesis};

type Order<'r> = kinesis::Record<'r, &'r str>;

#[checkpointed_stream_handler]
async fn handle(first: Order<'_>, second: Order<'_>) -> Result<(), std::io::Error> {
    let _ = (first, second);
    Ok(())
}

fn main() {}
