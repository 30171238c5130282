//! The event sources that a mapping can have: Kinesis, DynamoDB Streams, SQS standard and FIFO, Kafka.

use std::fmt;

use crate::{
    response::ItemIdentifier,
    source::{RecordJson, dynamodb::DynamoDb, kafka::Kafka, kinesis::Kinesis, sealed::Sealed, sqs::Sqs},
};

/// Where a mapping's records come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EventSource {
    Kinesis,
    DynamoDb,
    Sqs,
    SqsFifo,
    Kafka,
}

impl EventSource {
    /// What identifies a record in a response, looked up as for a handler. A broken record may have no identifier. A record of
    /// Kafka is identified by its offset instead.
    pub(super) fn identifier(self, record: &str) -> Option<ItemIdentifier> {
        let record = RecordJson::alone(record);
        match self {
            EventSource::Kinesis => Kinesis::identifier(record),
            EventSource::DynamoDb => DynamoDb::identifier(record),
            EventSource::Sqs | EventSource::SqsFifo => Sqs::identifier(record),
            EventSource::Kafka => None,
        }
    }

    pub(super) fn is_queue(self) -> bool {
        matches!(self, EventSource::Sqs | EventSource::SqsFifo)
    }

    pub(super) fn has_shards(self) -> bool {
        matches!(self, EventSource::Kinesis | EventSource::DynamoDb)
    }

    /// Whether a mapping of this one can deliver a record that was made for `other`: a message may or may not have a group.
    pub(super) fn delivers(self, other: Self) -> bool {
        self == other || self.is_queue() && other.is_queue()
    }

    pub(super) fn arn(self) -> &'static str {
        match self {
            EventSource::Kinesis => "arn:aws:kinesis:eu-central-1:123456789012:stream/simulated",
            EventSource::DynamoDb => {
                "arn:aws:dynamodb:eu-central-1:123456789012:table/simulated/stream/2026-01-01T00:00:00.000"
            }
            EventSource::Sqs => "arn:aws:sqs:eu-central-1:123456789012:simulated",
            EventSource::SqsFifo => "arn:aws:sqs:eu-central-1:123456789012:simulated.fifo",
            EventSource::Kafka => {
                "arn:aws:kafka:eu-central-1:123456789012:cluster/simulated/00000000-0000-4000-8000-000000000000-1"
            }
        }
    }

    pub(super) fn shard_id(self, shard: usize) -> String {
        match self {
            EventSource::DynamoDb => format!("shardId-{shard:020}-{shard:08x}"),
            _ => format!("shardId-{shard:012}"),
        }
    }
}

impl fmt::Display for EventSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            EventSource::Kinesis => Kinesis::NAME,
            EventSource::DynamoDb => DynamoDb::NAME,
            EventSource::Sqs => Sqs::NAME,
            EventSource::SqsFifo => "SQS FIFO",
            EventSource::Kafka => Kafka::NAME,
        })
    }
}
