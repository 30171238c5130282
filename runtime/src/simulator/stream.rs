//! A stream with its shards, and its records as they stand in an event.

use serde_json::{Value, json};

use super::record::{Content, Record};
use crate::source;

/// A stream: shards with records in order.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Stream {
    shards: Vec<Shard>,
}

/// The records of a shard.
#[derive(Debug, Clone)]
pub(super) struct Shard {
    pub(super) records: Vec<StreamRecord>,
}

/// A record as it is delivered.
#[derive(Debug, Clone)]
pub(super) struct StreamRecord {
    json: String,
    identifier: Option<String>,
}

impl StreamRecord {
    pub(super) fn json(&self) -> &str {
        &self.json
    }

    pub(super) fn identifier(&self) -> Option<&str> {
        self.identifier.as_deref()
    }
}

impl Stream {
    /// A stream without shards.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a shard with these records.
    pub fn shard(mut self, records: impl IntoIterator<Item = Record>) -> Self {
        let shard = self.shards.len();
        let records = records.into_iter().enumerate().map(|(position, record)| put(shard, position, record));
        self.shards.push(Shard { records: records.collect() });
        self
    }

    pub(super) fn shards(&self) -> &[Shard] {
        &self.shards
    }
}

/// The record with what AWS adds to it.
fn put(shard: usize, position: usize, Record(content): Record) -> StreamRecord {
    let json = match content {
        #[cfg(feature = "kinesis")]
        Content::Kinesis { partition_key, data } => kinesis(shard, position, &partition_key, &data),
        #[cfg(feature = "dynamodb")]
        Content::DynamoDb { event_name, change } => dynamodb(shard, position, event_name, change),
        Content::AsItIs(json) => json,
    }
    .to_string();
    let identifier = ["kinesis", "dynamodb"]
        .iter()
        .zip(["sequenceNumber", "SequenceNumber"])
        .find_map(|(part, name)| source::text_at(&json, &[part, name]))
        .filter(|identifier| !identifier.is_empty());
    StreamRecord { json, identifier }
}

#[cfg(feature = "kinesis")]
fn kinesis(shard: usize, position: usize, partition_key: &str, data: &str) -> Value {
    let sequence_number = format!("4959033827149025660855969{shard:03}0000000000000000{position:012}");
    json!({
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": partition_key,
            "sequenceNumber": sequence_number,
            "data": data,
            "approximateArrivalTimestamp": 1_700_000_000.0 + position as f64 / 1_000.0,
        },
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": format!("shardId-{shard:012}:{sequence_number}"),
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": "arn:aws:iam::123456789012:role/simulated",
        "awsRegion": "eu-central-1",
        "eventSourceARN": "arn:aws:kinesis:eu-central-1:123456789012:stream/simulated",
    })
}

#[cfg(feature = "dynamodb")]
fn dynamodb(
    shard: usize,
    position: usize,
    event_name: &str,
    mut change: serde_json::Map<String, Value>,
) -> Value {
    // The numbers of a shard differ in length, as DynamoDB's do.
    let sequence_number = 99_999_999_999_999_999_999_995 + (shard as u128 * 1_000_000_000) + position as u128;
    change.insert(String::from("ApproximateCreationDateTime"), json!(1_700_000_000 + position));
    change.insert(String::from("SequenceNumber"), json!(sequence_number.to_string()));
    change.insert(String::from("SizeBytes"), json!(100));
    json!({
        "eventID": format!("{shard:016x}{position:016x}"),
        "eventName": event_name,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "eu-central-1",
        "dynamodb": change,
        "eventSourceARN": "arn:aws:dynamodb:eu-central-1:123456789012:table/simulated/stream/2026-01-01T00:00:00.000",
    })
}
