//! Dead letters in an S3 bucket.

use std::hash::{DefaultHasher, Hash, Hasher};

use aws_sdk_s3::{Client, primitives::ByteStream};
use checkpointed::{DeadLetter, DeadLetters, Error};

/// A bucket. Each letter is an object named by its record, so that a letter that comes twice is one object.
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
        let name = crate::setting("BUCKET")?;
        Ok(Bucket::new(Client::new(&aws_config::load_from_env().await), name))
    }
}

impl DeadLetters for Bucket {
    async fn accept(&self, letter: DeadLetter<'_>) -> Result<(), Error> {
        let body = ByteStream::from(serde_json::to_vec(&letter)?);
        self.client.put_object().bucket(&self.name).key(key(&letter)).body(body).send().await?;
        Ok(())
    }
}

/// Such as `arn/aws/kinesis/eu-central-1/123456789012/stream/orders/shardId-000000000006/4959…1095-0f3a….json`.
///
/// It ends with a hash of the record, because records of a shard can share a sequence number (those of a KPL aggregate do), and one
/// must not overwrite the other. Another release of Rust may hash differently. Then a letter that comes twice is two objects.
fn key(letter: &DeadLetter<'_>) -> String {
    let source = letter.event_source_arn.as_deref().unwrap_or(letter.event_source).replace([':', ' '], "/");
    let shard = letter.shard.as_deref().unwrap_or("no-shard");
    let name = match &letter.item_identifier {
        Some(identifier) => identifier.to_string(),
        // Only the invocation and the place in it identify such a record.
        None => format!("{}-{}", letter.context.request_id, letter.position),
    };
    let mut hasher = DefaultHasher::new();
    letter.record.get().hash(&mut hasher);
    format!("{source}/{shard}/{name}-{:016x}.json", hasher.finish())
}
