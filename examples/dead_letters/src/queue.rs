//! Dead letters in an SQS queue.

use aws_sdk_sqs::Client;
use checkpointed::{DeadLetter, DeadLetters, Error};

/// What a message of SQS holds at most, in bytes
/// ([quotas](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html)).
const LARGEST_MESSAGE: usize = 1_048_576;

/// A queue. Of a stream, take one that is not FIFO, for a letter can come twice and letters are no stream.
#[derive(Debug)]
pub struct Queue {
    client: Client,
    url: String,
}

impl Queue {
    /// The queue with this URL.
    pub fn new(client: Client, url: impl Into<String>) -> Self {
        Queue { client, url: url.into() }
    }

    /// The queue of the function's environment variable `QUEUE_URL`.
    ///
    /// # Errors
    /// If it is not set.
    pub async fn from_env() -> Result<Self, Error> {
        let url = crate::setting("QUEUE_URL")?;
        Ok(Queue::new(Client::new(&aws_config::load_from_env().await), url))
    }
}

impl DeadLetters for Queue {
    async fn accept(&self, letter: DeadLetter<'_>) -> Result<(), Error> {
        // Whatever the record holds: a letter escapes what SQS refuses.
        let body = serde_json::to_string(&letter)?;
        if body.len() > LARGEST_MESSAGE {
            // The record stays then: to cut it would be to lose it.
            return Err(
                format!("a letter of {} bytes is too large for SQS: take an S3 bucket", body.len()).into()
            );
        }
        self.client.send_message().queue_url(&self.url).message_body(body).send().await?;
        Ok(())
    }
}
