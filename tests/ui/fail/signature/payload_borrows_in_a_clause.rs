use checkpointed::{Payload, checkpointed_stream_handler, kinesis};

#[checkpointed_stream_handler]
async fn handle<P>(record: kinesis::Record<'_, P>)
where
    P: Payload<'static>,
{
    let _ = record;
}

#[tokio::main]
async fn main() -> Result<(), checkpointed::Error> {
    checkpointed::run(handle::<String>).await
}
