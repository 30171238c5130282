//! What is put into a stream.

#[cfg(any(feature = "kinesis", feature = "dynamodb"))]
use serde::Serialize;
use serde_json::Value;
#[cfg(feature = "dynamodb")]
use serde_json::{Map, json};

use super::event_source::EventSource;

/// A record to put into a [`Stream`](super::Stream). The stream adds what AWS adds: sequence number, event id, ARN, time.
#[derive(Debug, Clone)]
pub struct Record(pub(super) Content);

#[derive(Debug, Clone)]
pub(super) enum Content {
    #[cfg(feature = "kinesis")]
    Kinesis {
        partition_key: String,
        data: String,
    },
    #[cfg(feature = "dynamodb")]
    DynamoDb {
        event_name: &'static str,
        change: Map<String, Value>,
    },
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
            Content::AsItIs(_) => None,
        }
    }
}

impl Record {
    /// A record of a Kinesis data stream.
    #[cfg(feature = "kinesis")]
    pub fn kinesis(partition_key: impl Into<String>, data: impl AsRef<[u8]>) -> Self {
        Record(Content::Kinesis {
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
        Record(Content::AsItIs(record))
    }

    #[cfg(feature = "dynamodb")]
    fn change<const IMAGES: usize>(
        event_name: &'static str,
        keys: Value,
        images: [(&str, Value); IMAGES],
    ) -> Self {
        let mut change = Map::new();
        change.insert(String::from("Keys"), keys);
        change.extend(images.map(|(name, image)| (name.to_owned(), image)));
        change.insert(String::from("StreamViewType"), json!("NEW_AND_OLD_IMAGES"));
        Record(Content::DynamoDb { event_name, change })
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
