//! A function whose dead letters go to the S3 bucket of `BUCKET`.

use checkpointed_dead_letters::{Bucket, handle};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), checkpointed::Error> {
    let bucket = Bucket::from_env().await?;
    checkpointed::run(|event| handle(event, &bucket)).await
}
