//! A handler's response to Lambda, and its JSON.

pub(crate) mod identifier;

use std::fmt;

use aws_lambda_events::streams::{
    DynamoDbBatchItemFailure, DynamoDbEventResponse, KinesisEventResponse, SqsBatchItemFailure,
    SqsEventResponse,
};
use serde::Serialize;

pub use self::identifier::{EmptyItemIdentifier, IntoItemIdentifier, ItemIdentifier};

/// A handler's response: which records Lambda must deliver again.
///
/// Handlers made by [`checkpointed_stream_handler`](crate::checkpointed_stream_handler) return it. Its fields are private, and
/// its identifiers are never empty, because a wrong key, an empty identifier or `null` would make Lambda repeat the whole batch
/// or take it as done.
///
/// ```
/// use checkpointed::{ItemIdentifier, StreamsEventResponse};
///
/// let response = StreamsEventResponse::checkpoint(ItemIdentifier::new("4959")?);
/// let json = serde_json::to_string(&response)?;
/// assert_eq!(json, r#"{"batchItemFailures":[{"itemIdentifier":"4959"}]}"#);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StreamsEventResponse {
    batch_item_failures: Vec<BatchItemFailure>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
struct BatchItemFailure {
    item_identifier: ItemIdentifier,
}

impl StreamsEventResponse {
    /// Every record is done: an empty list, which Lambda reads as success.
    pub fn success() -> Self {
        Self::default()
    }

    /// Every record of a stream before the one with this identifier is done. This one and all after it are not.
    pub fn checkpoint(identifier: ItemIdentifier) -> Self {
        Self::from_iter([identifier])
    }

    /// Whether this says that every record is done.
    pub fn is_success(&self) -> bool {
        self.batch_item_failures.is_empty()
    }

    /// The identifiers of the records that are reported as not done.
    pub fn item_identifiers(&self) -> impl Iterator<Item = &ItemIdentifier> {
        self.batch_item_failures.iter().map(|failure| &failure.item_identifier)
    }

    /// The identifiers as text.
    ///
    /// # Errors
    /// If one of them isn't text.
    fn texts(&self) -> Result<Vec<String>, UnsupportedItemIdentifier> {
        let text = |identifier: &ItemIdentifier| identifier.as_text().map(str::to_owned);
        self.item_identifiers().map(text).collect::<Option<_>>().ok_or(UnsupportedItemIdentifier)
    }
}

impl FromIterator<ItemIdentifier> for StreamsEventResponse {
    /// The records with these identifiers are not done.
    fn from_iter<I: IntoIterator<Item = ItemIdentifier>>(identifiers: I) -> Self {
        let failure = |item_identifier| BatchItemFailure { item_identifier };
        StreamsEventResponse { batch_item_failures: identifiers.into_iter().map(failure).collect() }
    }
}

/// A response has an identifier that a type of `aws_lambda_events` cannot hold: that of a Kafka record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnsupportedItemIdentifier;

impl fmt::Display for UnsupportedItemIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the response has an item identifier that isn't text")
    }
}

impl std::error::Error for UnsupportedItemIdentifier {}

// Not `From`, because Kafka's identifiers are objects, which fit none of these types.
impl TryFrom<StreamsEventResponse> for KinesisEventResponse {
    type Error = UnsupportedItemIdentifier;

    fn try_from(response: StreamsEventResponse) -> Result<Self, UnsupportedItemIdentifier> {
        let mut upstream = KinesisEventResponse::default();
        upstream.set_failures(response.texts()?);
        Ok(upstream)
    }
}

impl TryFrom<StreamsEventResponse> for SqsEventResponse {
    type Error = UnsupportedItemIdentifier;

    fn try_from(response: StreamsEventResponse) -> Result<Self, UnsupportedItemIdentifier> {
        let mut upstream = SqsEventResponse::default();
        for identifier in response.texts()? {
            let mut failure = SqsBatchItemFailure::default();
            failure.item_identifier = Some(identifier);
            upstream.batch_item_failures.push(failure);
        }
        Ok(upstream)
    }
}

impl TryFrom<StreamsEventResponse> for DynamoDbEventResponse {
    type Error = UnsupportedItemIdentifier;

    fn try_from(response: StreamsEventResponse) -> Result<Self, UnsupportedItemIdentifier> {
        let mut upstream = DynamoDbEventResponse::default();
        for identifier in response.texts()? {
            let mut failure = DynamoDbBatchItemFailure::default();
            failure.item_identifier = Some(identifier);
            upstream.batch_item_failures.push(failure);
        }
        Ok(upstream)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn response() -> StreamsEventResponse {
        StreamsEventResponse::checkpoint(ItemIdentifier::new("4959").unwrap())
    }

    #[test]
    fn success_is_an_empty_list() {
        let json = serde_json::to_string(&StreamsEventResponse::success()).unwrap();
        assert_eq!(json, r#"{"batchItemFailures":[]}"#);
    }

    #[test]
    fn the_upstream_types_say_the_same() {
        let ours = serde_json::to_value(response()).unwrap();
        let kinesis = KinesisEventResponse::try_from(response()).unwrap();
        assert_eq!(serde_json::to_value(kinesis).unwrap(), ours);
        let sqs = SqsEventResponse::try_from(response()).unwrap();
        assert_eq!(serde_json::to_value(sqs).unwrap(), ours);
        let dynamodb = DynamoDbEventResponse::try_from(response()).unwrap();
        assert_eq!(serde_json::to_value(dynamodb).unwrap(), ours);
    }

    #[test]
    fn kafka_fits_none_of_them() {
        let response = || StreamsEventResponse::checkpoint(ItemIdentifier::kafka("topic", 0, 15));
        assert!(KinesisEventResponse::try_from(response()).is_err());
        assert!(DynamoDbEventResponse::try_from(response()).is_err());
        assert!(SqsEventResponse::try_from(response()).is_err());
    }
}
