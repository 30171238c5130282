//! The records that a test puts into a stream.

mod arrival;
pub(super) mod content;
mod kafka_record;
mod message;

use std::time::Duration;

#[cfg(any(feature = "kinesis", feature = "dynamodb"))]
use serde::Serialize;
use serde_json::Value;
#[cfg(feature = "dynamodb")]
use serde_json::{Map, json};

use self::{arrival::Arrival, content::Content, kafka_record::KafkaRecord, message::Message};

/// A record for a [`Stream`](super::Stream). The stream adds the fields that AWS adds: sequence number, event id, ARN, time.
#[derive(Debug, Clone)]
#[must_use]
pub struct Record {
    pub(super) content: Content,
    pub(super) arrival: Arrival,
    /// `None` if the stream is to give it one.
    pub(super) sequence_number: Option<String>,
}

impl Record {
    /// A record of a Kinesis data stream. Its data can have up to 10 MiB.
    #[cfg(feature = "kinesis")]
    pub fn kinesis(partition_key: impl Into<String>, data: impl AsRef<[u8]>) -> Self {
        Self::of(Content::Kinesis {
            partition_key: partition_key.into(),
            data: crate::base64::encode(data.as_ref()),
        })
    }

    /// A record of a Kinesis data stream whose data is this value as JSON.
    ///
    /// # Panics
    /// If the value cannot be written as JSON, as a map whose keys are lists.
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
    /// The keys and the item can be any values that serialize to a map, such as a struct or `json!({"id": "a", "balance": 7})`.
    /// `serde_dynamo` converts them to DynamoDB's attributes.
    ///
    /// # Panics
    /// If one of them cannot be an item, such as a plain number. A record that is broken on purpose is made by
    /// [`from_json`](Self::from_json).
    #[cfg(feature = "dynamodb")]
    #[track_caller]
    pub fn dynamodb_insert(keys: &impl Serialize, new: &impl Serialize) -> Self {
        Self::change("INSERT", attributes(keys), [("NewImage", attributes(new))])
    }

    /// A record of a DynamoDB stream: a changed item. Keys and items are as in [`dynamodb_insert`](Self::dynamodb_insert).
    ///
    /// # Panics
    /// If one of them cannot be an item.
    #[cfg(feature = "dynamodb")]
    #[track_caller]
    pub fn dynamodb_modify(keys: &impl Serialize, old: &impl Serialize, new: &impl Serialize) -> Self {
        let images = [("NewImage", attributes(new)), ("OldImage", attributes(old))];
        Self::change("MODIFY", attributes(keys), images)
    }

    /// A record of a DynamoDB stream: a removed item. Keys and item are as in [`dynamodb_insert`](Self::dynamodb_insert).
    ///
    /// # Panics
    /// If one of them cannot be an item.
    #[cfg(feature = "dynamodb")]
    #[track_caller]
    pub fn dynamodb_remove(keys: &impl Serialize, old: &impl Serialize) -> Self {
        Self::change("REMOVE", attributes(keys), [("OldImage", attributes(old))])
    }

    /// A message of an SQS queue.
    pub fn sqs(body: impl Into<String>) -> Self {
        Self::of(Content::Sqs(Message::new(None, body.into())))
    }

    /// A message of an SQS queue with a message group. In a standard queue the group does not affect the order.
    pub fn sqs_in_group(group: impl Into<String>, body: impl Into<String>) -> Self {
        Self::of(Content::Sqs(Message::new(Some(group.into()), body.into())))
    }

    /// Adds an attribute to a message, such as `("Weeks", "Number", "6")`. On other records this does nothing.
    ///
    /// A value of type `Binary`, or of a type such as `Binary.png`, can be any bytes, which an event has in base64. Values of other
    /// types are text.
    pub fn message_attribute(
        mut self,
        name: impl Into<String>,
        data_type: impl Into<String>,
        value: impl AsRef<[u8]>,
    ) -> Self {
        if let Content::Sqs(message) = &mut self.content {
            message.add_attribute(name.into(), data_type.into(), value.as_ref().to_vec());
        }
        self
    }

    /// A record of Kafka. Within a partition the offsets must ascend.
    pub fn kafka(topic: impl Into<String>, partition: i32, offset: i64, value: impl AsRef<[u8]>) -> Self {
        Self::of(Content::Kafka(KafkaRecord::new(topic.into(), partition, offset, value.as_ref())))
    }

    /// Sets the key of a Kafka record. On other records this does nothing.
    pub fn kafka_key(mut self, key: impl AsRef<[u8]>) -> Self {
        if let Content::Kafka(record) = &mut self.content {
            record.set_key(key.as_ref());
        }
        self
    }

    /// A record that is delivered exactly as given, such as one that is broken on purpose. The stream adds nothing to it, so a
    /// response can report it only if it has an item identifier.
    pub fn from_json(record: Value) -> Self {
        Self::of(Content::AsItIs(record))
    }

    /// Replaces the sequence number that the stream would give. Sequence numbers must ascend in a stream.
    pub fn sequence_number(mut self, sequence_number: impl Into<String>) -> Self {
        self.sequence_number = Some(sequence_number.into());
        self
    }

    /// Sets how old the record is when the mapping begins to read. By default it has just arrived, a few milliseconds before.
    pub fn age(mut self, age: Duration) -> Self {
        self.arrival = Arrival::Before(age);
        self
    }

    /// Lets the record arrive this long after the mapping has begun to read.
    pub fn arrives_after(mut self, delay: Duration) -> Self {
        self.arrival = Arrival::After(delay);
        self
    }

    /// Sets when the record arrived, since the epoch, to put it into a certain tumbling window. The mapping begins to read at
    /// 2023-11-14T22:13:20Z.
    pub fn arrived_at(mut self, since_epoch: Duration) -> Self {
        self.arrival = Arrival::At(since_epoch);
        self
    }

    fn of(content: Content) -> Self {
        Record { content, arrival: Arrival::default(), sequence_number: None }
    }

    /// A record of a DynamoDB stream in DynamoDB's own JSON: `change` is its `dynamodb` part, such as
    /// `{"Keys":{"id":{"S":"a"}},"NewImage":{..},"StreamViewType":"NEW_IMAGE"}`. `event_name` is `INSERT`, `MODIFY` or
    /// `REMOVE`.
    #[cfg(feature = "dynamodb")]
    pub fn dynamodb(event_name: impl Into<String>, change: Map<String, Value>) -> Self {
        Self::of(Content::DynamoDb { event_name: event_name.into(), change })
    }

    #[cfg(feature = "dynamodb")]
    fn change<const IMAGES: usize>(event_name: &str, keys: Value, images: [(&str, Value); IMAGES]) -> Self {
        let mut change = Map::new();
        change.insert(String::from("Keys"), keys);
        change.extend(images.map(|(name, image)| (name.to_owned(), image)));
        change.insert(String::from("StreamViewType"), json!("NEW_AND_OLD_IMAGES"));
        Self::dynamodb(event_name, change)
    }
}

/// Converts a value to DynamoDB's attributes.
#[cfg(feature = "dynamodb")]
#[track_caller]
#[expect(clippy::panic, reason = "documented: a test cannot go on without its record")]
fn attributes(item: &impl Serialize) -> Value {
    match serde_dynamo::to_item::<_, serde_dynamo::Item>(item) {
        Ok(item) => {
            let mut attributes = json!(item);
            // An item is a hash map, whose order differs from run to run. An event must not.
            attributes.sort_all_objects();
            attributes
        }
        Err(error) => panic!("the value cannot be an item of DynamoDB: {error}"),
    }
}
