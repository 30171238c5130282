//! The answer and its JSON.

use std::fmt;

use aws_lambda_events::streams::{DynamoDbBatchItemFailure, DynamoDbEventResponse, KinesisEventResponse};
use serde::Serialize;

/// What a handler answers: which records Lambda must deliver again.
///
/// Handlers made by [`checkpointed_stream_handler`](crate::checkpointed_stream_handler) return it. Its fields are
/// private and its identifiers are never empty: a wrong key, an empty or a `null` identifier would make Lambda repeat
/// the whole batch, or take it for done.
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
    /// Every record is done: an empty list, which Lambda takes for success.
    pub fn success() -> Self {
        Self::default()
    }

    /// Of a stream, everything before the record with this identifier is done, and it and all behind it are not.
    pub fn checkpoint(identifier: ItemIdentifier) -> Self {
        StreamsEventResponse { batch_item_failures: vec![BatchItemFailure { item_identifier: identifier }] }
    }

    /// Whether this says that every record is done.
    pub fn is_success(&self) -> bool {
        self.batch_item_failures.is_empty()
    }

    /// The identifiers of the records that are reported as not done.
    pub fn item_identifiers(&self) -> impl Iterator<Item = &ItemIdentifier> {
        self.batch_item_failures.iter().map(|failure| &failure.item_identifier)
    }
}

/// What names a record in a response: a sequence number, or the message's id of a queue. Never empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct ItemIdentifier(String);

impl ItemIdentifier {
    /// An identifier, as it stands in the record.
    ///
    /// # Errors
    /// If it is empty: Lambda would repeat the whole batch
    /// ([Reporting batch item failures](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html)).
    pub fn new(identifier: impl Into<String>) -> Result<Self, EmptyItemIdentifier> {
        let identifier = identifier.into();
        if identifier.is_empty() {
            return Err(EmptyItemIdentifier);
        }
        Ok(ItemIdentifier(identifier))
    }

    /// The identifier's text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for ItemIdentifier {
    fn eq(&self, text: &str) -> bool {
        self.0 == text
    }
}

impl PartialEq<&str> for ItemIdentifier {
    fn eq(&self, text: &&str) -> bool {
        self.0 == *text
    }
}

impl fmt::Display for ItemIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// An item identifier was empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmptyItemIdentifier;

impl fmt::Display for EmptyItemIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an item identifier is empty, which would make Lambda repeat the whole batch")
    }
}

impl std::error::Error for EmptyItemIdentifier {}

/// A response has identifiers that the other type cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnsupportedItemIdentifier;

impl fmt::Display for UnsupportedItemIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the response has an item identifier that is no text")
    }
}

impl std::error::Error for UnsupportedItemIdentifier {}

// `TryFrom` and not `From`: identifiers of Kafka are objects and fit none of these types.
impl TryFrom<StreamsEventResponse> for KinesisEventResponse {
    type Error = UnsupportedItemIdentifier;

    fn try_from(response: StreamsEventResponse) -> Result<Self, UnsupportedItemIdentifier> {
        let mut upstream = KinesisEventResponse::default();
        upstream.set_failures(response.item_identifiers().map(ItemIdentifier::as_str));
        Ok(upstream)
    }
}

impl TryFrom<StreamsEventResponse> for DynamoDbEventResponse {
    type Error = UnsupportedItemIdentifier;

    fn try_from(response: StreamsEventResponse) -> Result<Self, UnsupportedItemIdentifier> {
        let mut upstream = DynamoDbEventResponse::default();
        for identifier in response.item_identifiers() {
            let mut failure = DynamoDbBatchItemFailure::default();
            failure.item_identifier = Some(identifier.to_string());
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
    fn an_empty_identifier_cannot_be_made() {
        assert_eq!(ItemIdentifier::new(""), Err(EmptyItemIdentifier));
    }

    #[test]
    fn the_upstream_types_say_the_same() {
        let ours = serde_json::to_value(response()).unwrap();
        let kinesis = KinesisEventResponse::try_from(response()).unwrap();
        assert_eq!(serde_json::to_value(kinesis).unwrap(), ours);
        let dynamodb = DynamoDbEventResponse::try_from(response()).unwrap();
        assert_eq!(serde_json::to_value(dynamodb).unwrap(), ours);
    }
}
