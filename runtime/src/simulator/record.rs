//! What is put into a stream, a queue or a topic.

mod arrival;
mod kafka;
mod sqs;

#[cfg(any(feature = "kinesis", feature = "dynamodb"))]
use serde::Serialize;
use serde_json::Value;
#[cfg(feature = "dynamodb")]
use serde_json::{Map, json};

pub(super) use self::{arrival::Arrival, kafka::KafkaRecord, sqs::Message};
use super::event_source::EventSource;

/// A record to put into a [`Stream`](super::Stream). The stream adds what AWS adds: sequence number, event id, ARN, time.
#[derive(Debug, Clone)]
#[must_use]
pub struct Record {
    pub(super) content: Content,
    pub(super) arrival: Arrival,
    /// `None` for the one that the stream gives.
    pub(super) sequence_number: Option<String>,
}

#[derive(Debug, Clone)]
pub(super) enum Content {
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
    /// The only event source that delivers such a record; `None` if any does.
    pub(super) fn event_source(&self) -> Option<EventSource> {
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
    /// Why AWS would not take it, if that is for its size.
    pub(super) fn too_large(&self) -> Option<String> {
        match self {
            #[cfg(feature = "kinesis")]
            Content::Kinesis { data, .. } => {
                let padding = data.bytes().rev().take_while(|byte| *byte == b'=').count();
                let bytes = data.len() / 4 * 3 - padding;
                (bytes > LARGEST_DATA)
                    .then(|| format!("the data of a record of Kinesis has 10 MiB at most, not {bytes} bytes"))
            }
            Content::Sqs(message) => {
                let bytes = message.bytes();
                (bytes > LARGEST_MESSAGE).then(|| {
                    format!("a message of SQS has 1 MiB at most with its attributes, not {bytes} bytes")
                })
            }
            _ => None,
        }
    }
}

impl Record {
    /// A record of a Kinesis data stream. Its data may have 10 MiB.
    #[cfg(feature = "kinesis")]
    pub fn kinesis(partition_key: impl Into<String>, data: impl AsRef<[u8]>) -> Self {
        Self::of(Content::Kinesis {
            partition_key: partition_key.into(),
            data: crate::base64::encode(data.as_ref()),
        })
    }

    /// A record of a Kinesis data stream, with a value written as JSON as its data.
    ///
    /// # Panics
    /// If the value cannot be written as JSON, such as a map whose keys are lists.
    #[cfg(feature = "kinesis")]
    #[track_caller]
    #[expect(clippy::panic, reason = "documented: a test cannot go on without its record")]
    pub fn kinesis_json(partition_key: impl Into<String>, data: &impl Serialize) -> Self {
        match serde_json::to_vec(data) {
            Ok(data) => Self::kinesis(partition_key, data),
            Err(error) => panic!("the data of a record cannot be written as JSON: {error}"),
        }
    }

    /// A record of a DynamoDB stream: a new item.
    ///
    /// Keys and item are whatever serializes to a map, such as a struct or `json!({"id": "a", "balance": 7})`;
    /// `serde_dynamo` makes DynamoDB's attributes of them.
    ///
    /// # Panics
    /// If one of them cannot be an item, such as a plain number. Use [`from_json`](Self::from_json) for a record that is
    /// broken on purpose.
    #[cfg(feature = "dynamodb")]
    #[track_caller]
    pub fn insert(keys: &impl Serialize, new: &impl Serialize) -> Self {
        Self::change("INSERT", attributes(keys), [("NewImage", attributes(new))])
    }

    /// A record of a DynamoDB stream: an item with other attributes. Keys and items are as in [`insert`](Self::insert).
    ///
    /// # Panics
    /// If one of them cannot be an item.
    #[cfg(feature = "dynamodb")]
    #[track_caller]
    pub fn modify(keys: &impl Serialize, old: &impl Serialize, new: &impl Serialize) -> Self {
        let images = [("NewImage", attributes(new)), ("OldImage", attributes(old))];
        Self::change("MODIFY", attributes(keys), images)
    }

    /// A record of a DynamoDB stream: an item that is gone. Keys and item are as in [`insert`](Self::insert).
    ///
    /// # Panics
    /// If one of them cannot be an item.
    #[cfg(feature = "dynamodb")]
    #[track_caller]
    pub fn remove(keys: &impl Serialize, old: &impl Serialize) -> Self {
        Self::change("REMOVE", attributes(keys), [("OldImage", attributes(old))])
    }

    /// A record that is delivered just as it is, to see what a broken one does. The stream adds nothing to it; without a
    /// readable sequence number it cannot be reported.
    pub fn from_json(record: Value) -> Self {
        Self::of(Content::AsItIs(record))
    }

    /// The sequence number, in the place of the one that the stream would give. In a stream they must ascend.
    pub fn sequence_number(mut self, sequence_number: impl Into<String>) -> Self {
        self.sequence_number = Some(sequence_number.into());
        self
    }

    pub(super) fn of(content: Content) -> Self {
        Record { content, arrival: Arrival::default(), sequence_number: None }
    }

    /// A record of a DynamoDB stream, as attribute values: `change` is its `dynamodb` part, such as
    /// `{"Keys":{"id":{"S":"a"}},"NewImage":{..},"StreamViewType":"NEW_IMAGE"}`. `event_name` is `INSERT`, `MODIFY` or
    /// `REMOVE`.
    #[cfg(feature = "dynamodb")]
    pub fn from_attributes(event_name: impl Into<String>, change: Map<String, Value>) -> Self {
        Self::of(Content::DynamoDb { event_name: event_name.into(), change })
    }

    #[cfg(feature = "dynamodb")]
    fn change<const IMAGES: usize>(event_name: &str, keys: Value, images: [(&str, Value); IMAGES]) -> Self {
        let mut change = Map::new();
        change.insert(String::from("Keys"), keys);
        change.extend(images.map(|(name, image)| (name.to_owned(), image)));
        change.insert(String::from("StreamViewType"), json!("NEW_AND_OLD_IMAGES"));
        Self::from_attributes(event_name, change)
    }
}

/// A value as DynamoDB's attributes.
#[cfg(feature = "dynamodb")]
#[track_caller]
#[expect(clippy::panic, reason = "documented: a test cannot go on without its record")]
fn attributes(item: &impl Serialize) -> Value {
    match serde_dynamo::to_item::<_, serde_dynamo::Item>(item) {
        Ok(item) => {
            let mut attributes = json!(item);
            // An item is a hash map, and an event comes out the same in every run.
            attributes.sort_all_objects();
            attributes
        }
        Err(error) => panic!("not an item of DynamoDB: {error}"),
    }
}
