//! A stream with its shards, and its records as they stand in an event.

use serde_json::Value;
#[cfg(any(feature = "kinesis", feature = "dynamodb"))]
use serde_json::json;

use super::{
    event_source::EventSource,
    record::{Content, Record},
};

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
    pub(super) json: String,
    /// The only event source that delivers it; `None` if any does.
    pub(super) event_source: Option<EventSource>,
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

    /// The event sources that its records can come from only.
    pub(super) fn event_sources(&self) -> impl Iterator<Item = EventSource> {
        self.shards.iter().flat_map(|shard| &shard.records).filter_map(|record| record.event_source)
    }
}

/// The record with what AWS adds to it.
fn put(shard: usize, position: usize, Record(content): Record) -> StreamRecord {
    let event_source = content.event_source();
    let record = match content {
        #[cfg(feature = "kinesis")]
        Content::Kinesis { partition_key, data } => kinesis(shard, position, &partition_key, &data),
        #[cfg(feature = "dynamodb")]
        Content::DynamoDb { event_name, change } => dynamodb(shard, position, event_name, change),
        Content::AsItIs(record) => record,
    };
    StreamRecord { json: record.to_string(), event_source }
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
    // Within the first records of a shard the numbers grow by a digit, as DynamoDB's do: compared as text they are out of
    // order.
    let sequence_number = 99_999_999_999_999_999_999_995 + (shard as u128 * 1_000_000_000) + position as u128;
    change.insert(String::from("ApproximateCreationDateTime"), json!(1_700_000_000.0 + position as f64));
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

#[cfg(test)]
#[cfg(all(feature = "kinesis", feature = "dynamodb"))]
mod tests {
    use super::*;

    fn delivered(stream: &Stream) -> Vec<Value> {
        let records = stream.shards().iter().flat_map(|shard| &shard.records);
        records.map(|record| serde_json::from_str(&record.json).unwrap()).collect()
    }

    /// The shape that was recorded on AWS.
    #[test]
    fn a_record_of_kinesis() {
        let sequence_number = "49590338271490256608559690000000000000000000000000000001";
        let stream = Stream::new().shard([Record::kinesis("a", "first"), Record::kinesis("key", "hello")]);
        assert_eq!(
            delivered(&stream)[1],
            json!({
                "kinesis": {
                    "kinesisSchemaVersion": "1.0",
                    "partitionKey": "key",
                    "sequenceNumber": sequence_number,
                    "data": "aGVsbG8=",
                    "approximateArrivalTimestamp": 1_700_000_000.001,
                },
                "eventSource": "aws:kinesis",
                "eventVersion": "1.0",
                "eventID": format!("shardId-000000000000:{sequence_number}"),
                "eventName": "aws:kinesis:record",
                "invokeIdentityArn": "arn:aws:iam::123456789012:role/simulated",
                "awsRegion": "eu-central-1",
                "eventSourceARN": "arn:aws:kinesis:eu-central-1:123456789012:stream/simulated",
            })
        );
    }

    /// The shape that was recorded on AWS: version 1.1, and a time with a fraction.
    #[test]
    fn a_record_of_dynamodb() {
        #[derive(serde::Serialize)]
        struct Account<'a> {
            id: &'a str,
            balance: u64,
            limit: Option<u64>,
        }
        let keys = json!({ "id": "a" });
        let stream =
            Stream::new().shard([Record::insert(&keys, &Account { id: "a", balance: 7, limit: None })]);
        assert_eq!(
            delivered(&stream)[0],
            json!({
                "eventID": "00000000000000000000000000000000",
                "eventName": "INSERT",
                "eventVersion": "1.1",
                "eventSource": "aws:dynamodb",
                "awsRegion": "eu-central-1",
                "dynamodb": {
                    "ApproximateCreationDateTime": 1_700_000_000.0,
                    "Keys": { "id": { "S": "a" } },
                    "NewImage": { "id": { "S": "a" }, "balance": { "N": "7" }, "limit": { "NULL": true } },
                    "SequenceNumber": "99999999999999999999995",
                    "SizeBytes": 100,
                    "StreamViewType": "NEW_AND_OLD_IMAGES",
                },
                "eventSourceARN":
                    "arn:aws:dynamodb:eu-central-1:123456789012:table/simulated/stream/2026-01-01T00:00:00.000",
            })
        );
    }

    /// As numbers: longer is larger, and as long compares as text.
    #[test]
    fn sequence_numbers_ascend_and_are_unique() {
        let keys = json!({ "id": "a" });
        for (record, source) in [
            (Record::kinesis("key", ""), EventSource::Kinesis),
            (Record::remove(&keys, &keys), EventSource::DynamoDb),
        ] {
            let records = || vec![record.clone(); 12];
            let stream = Stream::new().shard(records()).shard(records());
            let numbers = stream.shards().iter().flat_map(|shard| &shard.records).map(|record| {
                let identifier = source.identifier(&record.json).unwrap();
                (identifier.to_string().len(), identifier.to_string())
            });
            let numbers: Vec<_> = numbers.collect();
            assert!(numbers.is_sorted_by(|one, next| one < next), "{numbers:?}");
        }
    }

    #[test]
    fn a_broken_record_is_not_touched() {
        let broken = json!({ "kinesis": null });
        assert_eq!(delivered(&Stream::new().shard([Record::from_json(broken.clone())])), [broken]);
    }

    #[test]
    #[should_panic(expected = "not an item of DynamoDB")]
    fn a_number_is_no_item() {
        let _ = Record::insert(&json!({ "id": "a" }), &7);
    }
}
