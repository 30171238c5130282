//! Dead letters in an SQS queue.

use aws_sdk_sqs::Client;
use checkpointed::{DeadLetter, DeadLetters, Error};

/// The most bytes that a message of SQS holds
/// ([quotas](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html)).
const LARGEST_MESSAGE: usize = 1_048_576;

/// A queue. It need not be a FIFO queue: letters can come twice, and their order does not matter.
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
        // A letter escapes the characters that SQS refuses.
        let body = serde_json::to_string(&letter)?;
        if body.len() > LARGEST_MESSAGE {
            // To cut the record would be to lose it. So it stays in the stream.
            return Err(
                format!("a letter of {} bytes is too large for SQS: take an S3 bucket", body.len()).into()
            );
        }
        self.client.send_message().queue_url(&self.url).message_body(body).send().await?;
        Ok(())
    }
}
