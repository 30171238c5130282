//! A stream with its shards, and its records as they stand in an event.

use std::time::Duration;

use serde_json::Value;
#[cfg(any(feature = "kinesis", feature = "dynamodb"))]
use serde_json::json;

use super::{
    event_source::EventSource,
    record::{Record, content::Content},
};

/// What waits in the event source: the shards of a stream, the messages of a queue, the records of topics.
#[derive(Debug, Clone, Default)]
#[must_use]
pub struct Stream {
    shards: Vec<Shard>,
    /// `None` for AWS's default.
    retention_period_hours: Option<u32>,
}

/// The records of a shard.
#[derive(Debug, Clone)]
pub(super) struct Shard {
    pub(super) records: Vec<StreamRecord>,
    /// The shards that were split or merged into it, which end with their last record.
    pub(super) parents: Vec<usize>,
}

/// A record as it is delivered.
#[derive(Debug, Clone)]
pub(super) struct StreamRecord {
    pub(super) json: String,
    /// The only event source that delivers it; `None` if any does.
    pub(super) event_source: Option<EventSource>,
    /// Since the epoch.
    pub(super) arrival: Duration,
    /// When it arrived as it tells it itself.
    pub(super) stamp: Duration,
    /// Within what AWS keeps the order, where the source keeps it by key: partition key, keys of the item, message group,
    /// partition of the topic.
    pub(super) key: Option<String>,
    /// Of Kafka: the name of the partition in a response, and the offset.
    pub(super) offset: Option<(String, i64)>,
}

impl Stream {
    /// A stream without shards.
    pub fn new() -> Self {
        Self::default()
    }

    /// A queue with these messages, in the order in which they were sent.
    pub fn messages(messages: impl IntoIterator<Item = Record>) -> Self {
        Self::new().shard(messages)
    }

    /// Topics with these records, in the order in which the consumer reads them. A record names its topic and partition.
    pub fn topics(records: impl IntoIterator<Item = Record>) -> Self {
        Self::new().shard(records)
    }

    /// Adds a shard with these records.
    ///
    /// # Panics
    /// If a record arrives earlier than the one before it, which no shard has. Also if one is larger than AWS takes it: data
    /// of Kinesis above 10 MiB, or a message above 1 MiB.
    #[track_caller]
    pub fn shard(mut self, records: impl IntoIterator<Item = Record>) -> Self {
        let shard = self.shards.len();
        let records: Vec<Record> = records.into_iter().collect();
        let too_large = records.iter().find_map(|record| record.content.too_large());
        assert!(too_large.is_none(), "{}", too_large.unwrap_or_default());
        let records = records.into_iter().enumerate().map(|(position, record)| put(shard, position, record));
        let records: Vec<_> = records.collect();
        assert!(
            records.is_sorted_by_key(|record| record.arrival),
            "the records of a shard stand in the order in which they arrive"
        );
        self.shards.push(Shard { records, parents: Vec::new() });
        self
    }

    /// Makes the shard that was added last the child of others, named by their numbers from 0: of one that was split, or of
    /// two that were merged. A child is read when its parents are consumed to their ends
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html)).
    ///
    /// ```
    /// # use checkpointed::{checkpointed_stream_handler, kinesis, simulator::{EventSourceMapping, Record, Stream}};
    /// # #[checkpointed_stream_handler]
    /// # async fn handle(_record: kinesis::Record<'_, &str>) {}
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let records = |keys: [&str; 2]| keys.map(|key| Record::kinesis(key, ""));
    /// let split = Stream::new()
    ///     .shard(records(["a", "b"]))
    ///     .shard(records(["a", "a"])).child_of([0])
    ///     .shard(records(["b", "b"])).child_of([0]);
    /// let report = EventSourceMapping::kinesis().run(&split, handle).await;
    /// assert_eq!(report.deliveries().iter().map(|delivery| delivery.shard).collect::<Vec<_>>(), [0, 1, 2]);
    /// # }
    /// ```
    ///
    /// # Panics
    /// If there is no shard yet, or if a parent was not added before it.
    #[track_caller]
    pub fn child_of(mut self, parents: impl IntoIterator<Item = usize>) -> Self {
        let child = self.shards.len().saturating_sub(1);
        let parents: Vec<usize> = parents.into_iter().collect();
        assert!(
            parents.iter().all(|parent| *parent < child),
            "the parents of a shard are added before it: this is shard {child}, and its parents are {parents:?}"
        );
        if let Some(shard) = self.shards.last_mut() {
            shard.parents = parents;
        }
        self
    }

    /// Whether a shard has been split or merged, so that it gets no more records.
    pub(super) fn is_parent(&self, shard: usize) -> bool {
        self.shards.iter().any(|child| child.parents.contains(&shard))
    }

    /// How long a Kinesis data stream keeps its records (`RetentionPeriodHours`): 24, the default, to 8,760
    /// ([AWS's documentation](https://docs.aws.amazon.com/streams/latest/dev/kinesis-extended-retention.html)). A stream of
    /// DynamoDB keeps them for 24 hours
    /// ([AWS's documentation](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html)), topics here for
    /// ever.
    ///
    /// A record that is older than that when the mapping begins to read is kept as long from then on: its time is there for
    /// tumbling windows. What a shard that blocks drops is [discarded](super::Report::discarded) with the reason `expired in the stream`, and
    /// no failure destination is told: AWS does not say that one would be.
    ///
    /// # Panics
    /// If AWS has no such period.
    #[track_caller]
    pub fn retention_period_hours(mut self, hours: u32) -> Self {
        assert!(
            (24..=8_760).contains(&hours),
            "a stream keeps its records for 24 to 8,760 hours, not {hours}"
        );
        self.retention_period_hours = Some(hours);
        self
    }

    /// `None` for ever.
    pub(super) fn retention(&self, event_source: EventSource) -> Option<Duration> {
        let hours = match event_source {
            EventSource::Kinesis => self.retention_period_hours.unwrap_or(24),
            EventSource::DynamoDb => 24,
            _ => return None,
        };
        Some(Duration::from_secs(3_600 * u64::from(hours)))
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
#[cfg_attr(
    not(any(feature = "kinesis", feature = "dynamodb")),
    expect(
        unused_variables,
        reason = "the records of a stream are numbered, and those of other sources are not"
    )
)]
fn put(shard: usize, position: usize, record: Record) -> StreamRecord {
    let Record { content, arrival, sequence_number } = record;
    let (event_source, arrival, stamp) = (content.event_source(), arrival.time(), arrival.stamp());
    let record = match content {
        #[cfg(feature = "kinesis")]
        Content::Kinesis { partition_key, data } => {
            let number = sequence_number.unwrap_or_else(|| kinesis_number(shard, position));
            kinesis(shard, &number, stamp, &partition_key, &data)
        }
        #[cfg(feature = "dynamodb")]
        Content::DynamoDb { event_name, change } => {
            let number = sequence_number.unwrap_or_else(|| dynamodb_number(shard, position));
            dynamodb(&format!("{shard:016x}{position:016x}"), &number, arrival, &event_name, change)
        }
        Content::Sqs(message) => message.to_json(shard, position, stamp.as_millis()),
        Content::Kafka(record) => record.to_json(stamp.as_millis() as u64),
        Content::AsItIs(record) => record,
    };
    let offset = offset(&record);
    StreamRecord {
        json: record.to_string(),
        event_source,
        arrival,
        stamp,
        key: key(&record, offset.as_ref()),
        offset,
    }
}

fn key(record: &Value, offset: Option<&(String, i64)>) -> Option<String> {
    let text = |path| record.pointer(path).and_then(Value::as_str).map(str::to_owned);
    text("/kinesis/partitionKey")
        .or_else(|| text("/attributes/MessageGroupId"))
        .or_else(|| Some(record.pointer("/dynamodb/Keys")?.to_string()))
        .or_else(|| Some(offset?.0.clone()))
}

fn offset(record: &Value) -> Option<(String, i64)> {
    let (topic, partition) = (record.get("topic")?.as_str()?, record.get("partition")?.as_i64()?);
    Some((format!("{topic}-{partition}"), record.get("offset")?.as_i64()?))
}

#[cfg(feature = "kinesis")]
fn kinesis_number(shard: usize, position: usize) -> String {
    format!("4959033827149025660855969{shard:03}0000000000000000{position:012}")
}

/// Within the first records of a shard the numbers grow by a digit, as DynamoDB's do: compared as text they are out of
/// order.
#[cfg(feature = "dynamodb")]
fn dynamodb_number(shard: usize, position: usize) -> String {
    (99_999_999_999_999_999_999_995 + (shard as u128 * 1_000_000_000) + position as u128).to_string()
}

#[cfg(feature = "kinesis")]
fn kinesis(shard: usize, sequence_number: &str, stamp: Duration, partition_key: &str, data: &str) -> Value {
    // Whole milliseconds divided like this are written with three digits at most, as AWS's are.
    let seconds = stamp.as_millis() as f64 / 1_000.0;
    json!({
        "kinesis": {
            "kinesisSchemaVersion": "1.0",
            "partitionKey": partition_key,
            "sequenceNumber": sequence_number,
            "data": data,
            "approximateArrivalTimestamp": seconds,
        },
        "eventSource": "aws:kinesis",
        "eventVersion": "1.0",
        "eventID": format!("{}:{sequence_number}", EventSource::Kinesis.shard_id(shard)),
        "eventName": "aws:kinesis:record",
        "invokeIdentityArn": "arn:aws:iam::123456789012:role/simulated",
        "awsRegion": "eu-central-1",
        "eventSourceARN": EventSource::Kinesis.arn(),
    })
}

#[cfg(feature = "dynamodb")]
fn dynamodb(
    event_id: &str,
    sequence_number: &str,
    arrival: Duration,
    event_name: &str,
    mut change: serde_json::Map<String, Value>,
) -> Value {
    // DynamoDB's times have whole seconds, written with a fraction.
    change.insert(String::from("ApproximateCreationDateTime"), json!(arrival.as_secs() as f64));
    change.insert(String::from("SequenceNumber"), json!(sequence_number));
    change.insert(String::from("SizeBytes"), json!(100));
    json!({
        "eventID": event_id,
        "eventName": event_name,
        "eventVersion": "1.1",
        "eventSource": "aws:dynamodb",
        "awsRegion": "eu-central-1",
        "dynamodb": change,
        "eventSourceARN": EventSource::DynamoDb.arn(),
    })
}

#[cfg(test)]
#[cfg(all(feature = "kinesis", feature = "dynamodb"))]
mod tests;
