//! What is put into a stream.

use serde_json::Value;
#[cfg(feature = "dynamodb")]
use serde_json::{Map, json};

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

impl Record {
    /// A record of a Kinesis data stream.
    #[cfg(feature = "kinesis")]
    pub fn kinesis(partition_key: impl Into<String>, data: impl AsRef<[u8]>) -> Self {
        Record(Content::Kinesis {
            partition_key: partition_key.into(),
            data: crate::base64::encode(data.as_ref()),
        })
    }

    /// A record of a Kinesis data stream, with JSON as its data.
    #[cfg(feature = "kinesis")]
    pub fn kinesis_json(partition_key: impl Into<String>, data: &Value) -> Self {
        Self::kinesis(partition_key, data.to_string())
    }

    /// A record of a DynamoDB stream: a new item. Keys and item are objects of plain values, such as
    /// `json!({"id": "a", "balance": 7})`.
    #[cfg(feature = "dynamodb")]
    pub fn insert(keys: &Value, new: &Value) -> Self {
        Self::change("INSERT", keys, &[("NewImage", new)])
    }

    /// A record of a DynamoDB stream: an item with other attributes.
    #[cfg(feature = "dynamodb")]
    pub fn modify(keys: &Value, old: &Value, new: &Value) -> Self {
        Self::change("MODIFY", keys, &[("NewImage", new), ("OldImage", old)])
    }

    /// A record of a DynamoDB stream: an item that is gone.
    #[cfg(feature = "dynamodb")]
    pub fn remove(keys: &Value, old: &Value) -> Self {
        Self::change("REMOVE", keys, &[("OldImage", old)])
    }

    /// A record that is delivered just as it is, to see what a broken one does.
    pub fn from_json(record: Value) -> Self {
        Record(Content::AsItIs(record))
    }

    #[cfg(feature = "dynamodb")]
    fn change(event_name: &'static str, keys: &Value, images: &[(&str, &Value)]) -> Self {
        let mut change = Map::new();
        change.insert(String::from("Keys"), attributes(keys));
        for (name, image) in images {
            change.insert((*name).to_owned(), attributes(image));
        }
        change.insert(String::from("StreamViewType"), json!("NEW_AND_OLD_IMAGES"));
        Record(Content::DynamoDb { event_name, change })
    }
}

/// An object of plain values as DynamoDB's attributes.
#[cfg(feature = "dynamodb")]
fn attributes(item: &Value) -> Value {
    match item {
        Value::Object(object) => {
            object.iter().map(|(name, value)| (name.clone(), attribute(value))).collect()
        }
        other => other.clone(),
    }
}

#[cfg(feature = "dynamodb")]
fn attribute(value: &Value) -> Value {
    match value {
        Value::Null => json!({ "NULL": true }),
        Value::Bool(value) => json!({ "BOOL": value }),
        Value::Number(number) => json!({ "N": number.to_string() }),
        Value::String(text) => json!({ "S": text }),
        Value::Array(list) => json!({ "L": list.iter().map(attribute).collect::<Vec<_>>() }),
        Value::Object(_) => json!({ "M": attributes(value) }),
    }
}
