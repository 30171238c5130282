//! Dead letters in an S3 bucket.

use aws_sdk_s3::{Client, primitives::ByteStream};
use checkpointed::{DeadLetter, DeadLetters, Error};

/// A bucket. Each letter is an object named by its record, so that one that comes twice is there once.
#[derive(Debug)]
pub struct Bucket {
    client: Client,
    name: String,
}

impl Bucket {
    /// The bucket with this name.
    pub fn new(client: Client, name: impl Into<String>) -> Self {
        Bucket { client, name: name.into() }
    }

    /// The bucket of the function's environment variable `BUCKET`.
    ///
    /// # Errors
    /// If it is not set.
    pub async fn from_env() -> Result<Self, Error> {
        Ok(Bucket::new(Client::new(&aws_config::load_from_env().await), crate::setting("BUCKET")?))
    }
}

impl DeadLetters for Bucket {
    async fn accept(&self, letter: DeadLetter<'_>) -> Result<(), Error> {
        let body = ByteStream::from(serde_json::to_vec(&letter)?);
        self.client.put_object().bucket(&self.name).key(key(&letter)).body(body).send().await?;
        Ok(())
    }
}

/// Such as `Kinesis/shardId-000000000006/49590338271490256608559692538361571095.json`.
fn key(letter: &DeadLetter<'_>) -> String {
    let shard = letter.shard.as_deref().unwrap_or("no-shard");
    let name = match &letter.item_identifier {
        Some(identifier) => identifier.to_string(),
        // Without an identifier only the invocation and the place in it are known.
        None => format!("{}-{}", letter.context.request_id, letter.position),
    };
    format!("{}/{shard}/{name}.json", letter.event_source.replace(' ', "-"))
}
