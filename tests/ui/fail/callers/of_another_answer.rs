use checkpointed::{Batch, Error, LambdaEvent, kinesis};

async fn handle(event: LambdaEvent<Batch<kinesis::Record<'_, &str>>>) -> Result<(), Error> {
    let _ = event;
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(handle).await
}
