//! The keys of an event, and the messages for an event from elsewhere.

use std::fmt;

use serde::{Deserialize, Deserializer, de::Visitor};

/// A key of the event.
pub(super) enum EnvelopeKey {
    /// `Records`
    Records,
    /// `records`, Kafka's key.
    KafkaRecords,
    /// Another key, with its name if the name shows where the event is from.
    Other(Option<&'static str>),
}

/// Keys that show that the event is from elsewhere, or that `Records` is misspelt. Any other key may be somebody's data, so no
/// message names it.
const REVEALING_KEYS: [&str; 17] = [
    "RECORDS",
    "Record",
    "record",
    "messages",
    "Messages",
    "warmup",
    "warmer",
    "source",
    "detail-type",
    "detail",
    "httpMethod",
    "rawPath",
    "requestContext",
    "awslogs",
    "deliveryStreamArn",
    "Type",
    "TopicArn",
];

impl<'de> Deserialize<'de> for EnvelopeKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Named;
        impl Visitor<'_> for Named {
            type Value = EnvelopeKey;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a key")
            }

            fn visit_str<E>(self, key: &str) -> Result<EnvelopeKey, E> {
                Ok(match key {
                    "Records" => EnvelopeKey::Records,
                    "records" => EnvelopeKey::KafkaRecords,
                    other => EnvelopeKey::Other(REVEALING_KEYS.into_iter().find(|known| *known == other)),
                })
            }
        }
        deserializer.deserialize_identifier(Named)
    }
}

/// The message for a list instead of the event.
pub(super) const LIST: &str = "the event is a list, as a pipe of EventBridge delivers it: expected the event of a stream, an object \
                               with a list `Records`, which an event source mapping delivers";

/// The message for a list instead of Kafka's partitions.
pub(super) const LIST_OF_PARTITIONS: &str = "a list under `records`, expected the partitions of Kafka, an object with a list of records for each: did you mean `Records`, \
     the list of Kinesis, DynamoDB Streams and SQS? Give the event's keys as Lambda writes them";

/// The message for an event without records.
pub(super) fn without_records(revealing: &[&str]) -> String {
    if revealing.is_empty() {
        return String::from(
            "missing field `Records`: this is not an event of Kinesis, DynamoDB Streams, SQS or Kafka",
        );
    }
    let keys = revealing.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let advice = if revealing.iter().any(|key| key.to_ascii_lowercase().starts_with("record")) {
        "did you mean `Records`?"
    } else {
        "if others than its event source call this function, it needs a router, see \
         https://docs.rs/checkpointed/latest/checkpointed/guide/other_events/index.html"
    };
    format!("missing field `Records`, and there is {keys}: {advice}")
}
