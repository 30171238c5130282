//! The content of a record, for each event source.

#[cfg(feature = "dynamodb")]
use serde_json::Map;
use serde_json::Value;

use super::{kafka_record::KafkaRecord, message::Message};
use crate::simulator::event_source::EventSource;

/// The content of a record, without the fields that the stream adds.
#[derive(Debug, Clone)]
pub(in crate::simulator) enum Content {
    #[cfg(feature = "kinesis")]
    Kinesis {
        partition_key: String,
        data: String,
    },
    #[cfg(feature = "dynamodb")]
    DynamoDb {
        event_name: String,
        change: Map<String, Value>,
    },
    Sqs(Message),
    Kafka(KafkaRecord),
    AsItIs(Value),
}

impl Content {
    /// The only event source that delivers such a record. `None` if every one does.
    pub(in crate::simulator) fn event_source(&self) -> Option<EventSource> {
        match self {
            #[cfg(feature = "kinesis")]
            Content::Kinesis { .. } => Some(EventSource::Kinesis),
            #[cfg(feature = "dynamodb")]
            Content::DynamoDb { .. } => Some(EventSource::DynamoDb),
            Content::Sqs(_) => Some(EventSource::Sqs),
            Content::Kafka(_) => Some(EventSource::Kafka),
            Content::AsItIs(_) => None,
        }
    }
}

/// The most bytes of a message, with its attributes
/// ([AWS's documentation](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html)).
const LARGEST_MESSAGE: usize = 1_024 * 1_024;

/// The most bytes of a record's data, before they are written in base64
/// ([AWS's documentation](https://docs.aws.amazon.com/streams/latest/dev/large-records.html)).
#[cfg(feature = "kinesis")]
const LARGEST_DATA: usize = 10 * 1_024 * 1_024;

impl Content {
    /// If AWS would refuse the record for its size, the reason.
    pub(in crate::simulator) fn too_large(&self) -> Option<String> {
        match self {
            #[cfg(feature = "kinesis")]
            Content::Kinesis { data, .. } => {
                let padding = data.bytes().rev().take_while(|byte| *byte == b'=').count();
                let bytes = data.len() / 4 * 3 - padding;
                (bytes > LARGEST_DATA)
                    .then(|| format!("the data of a record of Kinesis has at most 10 MiB, not {bytes} bytes"))
            }
            Content::Sqs(message) => {
                let bytes = message.bytes();
                (bytes > LARGEST_MESSAGE).then(|| {
                    format!("a message of SQS has at most 1 MiB with its attributes, not {bytes} bytes")
                })
            }
            _ => None,
        }
    }
}
