//! A function whose dead letters go to the SQS queue of `QUEUE_URL`.

use checkpointed_dead_letters::{Queue, handle};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), checkpointed::Error> {
    let queue = Queue::from_env().await?;
    checkpointed::run(|event| handle(event, &queue)).await
}
