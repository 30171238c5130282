//! The stream that a mapping reads: its shards, and the JSON of its records.

use std::time::Duration;

use serde_json::Value;
#[cfg(any(feature = "kinesis", feature = "dynamodb"))]
use serde_json::json;

use super::{
    event_source::EventSource,
    record::{Record, content::Content},
};

/// The records of an event source: the shards of a stream, the messages of queues, or the records of topics.
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
    /// The numbers of the shards that were split or merged to make this one. A parent gets no more records.
    pub(super) parents: Vec<usize>,
}

/// A record that is ready for delivery.
#[derive(Debug, Clone)]
pub(super) struct StreamRecord {
    pub(super) json: String,
    /// The only event source that delivers it. `None` if every one does.
    pub(super) event_source: Option<EventSource>,
    /// Since the epoch.
    pub(super) arrival: Duration,
    /// The time of arrival that its JSON states.
    pub(super) stamp: Duration,
    /// The event source keeps the order of records with the same key: a partition key, the keys of an item, a message group, or a
    /// partition of a topic.
    pub(super) key: Option<String>,
    /// For Kafka, the name of the partition as a response has it, and the offset.
    pub(super) offset: Option<(String, i64)>,
}

impl Stream {
    /// A stream without shards.
    pub fn new() -> Self {
        Self::default()
    }

    /// A queue with these messages, in the order in which they were sent.
    pub fn queue(messages: impl IntoIterator<Item = Record>) -> Self {
        Self::new().shard(messages)
    }

    /// Topics with these records, in the order in which the consumer reads them. Each record names its topic and partition.
    pub fn topics(records: impl IntoIterator<Item = Record>) -> Self {
        Self::new().shard(records)
    }

    /// Adds a shard, or another queue, with these records.
    ///
    /// # Panics
    /// If a record arrives before the previous one, which is impossible in a shard, or if a record is larger than AWS allows:
    /// 10 MiB of data for Kinesis, 1 MiB for a message.
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
            "the records of a shard must be in the order in which they arrive"
        );
        self.shards.push(Shard { records, parents: Vec::new() });
        self
    }

    /// Makes the shard that was added last the child of one shard that was split, or of two that were merged. Shards are numbered
    /// from 0. A child is read after its parents are consumed to their ends
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
    /// If there is no shard yet, or if a parent was not added before the child.
    #[track_caller]
    pub fn child_of(mut self, parents: impl IntoIterator<Item = usize>) -> Self {
        let child = self.shards.len().saturating_sub(1);
        let parents: Vec<usize> = parents.into_iter().collect();
        assert!(
            parents.iter().all(|parent| *parent < child),
            "the parents of a shard must be added before it: this is shard {child}, and its parents are {parents:?}"
        );
        if let Some(shard) = self.shards.last_mut() {
            shard.parents = parents;
        }
        self
    }

    /// Whether a shard was split or merged, so that it gets no more records.
    pub(super) fn is_parent(&self, shard: usize) -> bool {
        self.shards.iter().any(|child| child.parents.contains(&shard))
    }

    /// How long a Kinesis data stream keeps its records (`RetentionPeriodHours`): 24, the default, to 8,760
    /// ([AWS's documentation](https://docs.aws.amazon.com/streams/latest/dev/kinesis-extended-retention.html)). A DynamoDB stream
    /// always keeps them for 24 hours
    /// ([AWS's documentation](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html)). Topics keep them
    /// without a limit here.
    ///
    /// Records that expire in a blocked shard are [discarded](super::Report::discarded) with the condition `expired in the
    /// stream`. They cause no message to the failure destination, because AWS documents none. If a test gives a record an arrival
    /// before this period, for the sake of a tumbling window, the period begins when the mapping begins to read.
    ///
    /// # Panics
    /// If AWS does not allow this period.
    #[track_caller]
    pub fn retention_period_hours(mut self, hours: u32) -> Self {
        assert!(
            (24..=8_760).contains(&hours),
            "a stream can keep its records for 24 to 8,760 hours, not {hours}"
        );
        self.retention_period_hours = Some(hours);
        self
    }

    /// How long the records are kept. `None` for no limit.
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

    /// The event sources that the records belong to, leaving out records that every event source delivers.
    pub(super) fn event_sources(&self) -> impl Iterator<Item = EventSource> {
        self.shards.iter().flat_map(|shard| &shard.records).filter_map(|record| record.event_source)
    }
}

/// Makes a record ready for delivery, with the fields that AWS adds.
#[cfg_attr(
    not(any(feature = "kinesis", feature = "dynamodb")),
    expect(unused_variables, reason = "only the records of streams are numbered")
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

/// The numbers gain a digit within the first records of a shard, as DynamoDB's do. So code that compares them as text gets their
/// order wrong, and a test notices it.
#[cfg(feature = "dynamodb")]
fn dynamodb_number(shard: usize, position: usize) -> String {
    (99_999_999_999_999_999_999_995 + (shard as u128 * 1_000_000_000) + position as u128).to_string()
}

#[cfg(feature = "kinesis")]
fn kinesis(shard: usize, sequence_number: &str, stamp: Duration, partition_key: &str, data: &str) -> Value {
    // From whole milliseconds, so that it is written with at most three decimals, as AWS writes it.
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
    // DynamoDB writes whole seconds followed by `.0`.
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
