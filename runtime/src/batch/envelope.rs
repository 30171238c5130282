//! The keys of an event, and the messages for an event from elsewhere.

use std::fmt;

use serde::{Deserialize, Deserializer, de::Visitor};

/// A key of the event.
pub(super) enum EnvelopeKey {
    /// `Records`
    Records,
    /// `records`, of Kafka.
    OfPartitions,
    /// Another, by name if it is one that tells where the event is from.
    Other(Option<&'static str>),
}

/// Keys that tell of events from elsewhere, or of a misspelling. Any other key may be somebody's data, so no message names it.
const OF_OTHERS: [&str; 17] = [
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
                    "records" => EnvelopeKey::OfPartitions,
                    other => EnvelopeKey::Other(OF_OTHERS.into_iter().find(|known| *known == other)),
                })
            }
        }
        deserializer.deserialize_identifier(Named)
    }
}

/// The message for a list in place of the event.
pub(super) const LIST: &str = "the event is a list, as a pipe of EventBridge delivers it: expected the event of a stream, an object \
                               with a list `Records`, which an event source mapping delivers";

/// The message for a list in place of Kafka's partitions.
pub(super) const LIST_OF_PARTITIONS: &str = "a list under `records`, expected the partitions of Kafka, an object with a list of records for each: did you mean `Records`, \
     the list of Kinesis, DynamoDB Streams and SQS? Give the event's keys as Lambda writes them";

/// The message for an event without records.
pub(super) fn without_records(of_others: &[&str]) -> String {
    if of_others.is_empty() {
        return String::from(
            "missing field `Records`: this is no event of Kinesis, DynamoDB Streams, SQS or Kafka",
        );
    }
    let keys = of_others.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let advice = if of_others.iter().any(|key| key.to_ascii_lowercase().starts_with("record")) {
        "did you mean `Records`?"
    } else {
        "if others than its event source call this function, it needs a router, see \
         https://docs.rs/checkpointed/latest/checkpointed/guide/other_events/index.html"
    };
    format!("missing field `Records`, and there is {keys}: {advice}")
}
