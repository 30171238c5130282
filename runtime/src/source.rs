//! The event sources, and what differs between them: where a record holds its identifier, key and data, and how far order matters.
//!
//! Each source has a table of [`Paths`] beside its implementation. Nothing else knows where a record holds these.

pub(crate) mod dynamodb;
pub(crate) mod kafka;
pub(crate) mod kinesis;
pub(crate) mod sqs;

pub use self::{dynamodb::DynamoDb, kafka::Kafka, kinesis::Kinesis, sqs::Sqs};

use crate::lookup::KeyPath;

/// An event source. It decides what identifies a record, and so what is reported after a failure.
///
/// [`FromRecord::Source`](crate::FromRecord::Source) names one. It cannot be implemented outside of this crate.
pub trait Source: sealed::Sealed {}

/// A record as the event has it.
#[derive(Debug, Clone, Copy)]
pub struct RecordJson<'e> {
    pub(crate) json: &'e str,
    /// The name of Kafka's partition, which the event has beside the record. `None` for other sources, and for a record on
    /// its own in a test.
    pub(crate) partition: Option<&'e str>,
}

/// Where the records of a source hold what is looked up in them. All are texts, but for Kafka's offset and partition, which are
/// integers, and DynamoDB's key, which is an object.
#[derive(Debug, Clone, Copy)]
pub struct Paths {
    /// What identifies the record in a response.
    pub(crate) identifier: KeyPath,
    /// What records have in common that must be handled in order.
    pub(crate) key: KeyPath,
    /// The payload.
    pub(crate) data: Option<KeyPath>,
    /// The ARN of the stream or queue.
    pub(crate) arn: Option<KeyPath>,
    /// A text that begins with the shard's id and a colon.
    pub(crate) shard: Option<KeyPath>,
    /// The topic of Kafka.
    pub(crate) topic: Option<KeyPath>,
}

/// How far the order of records matters, and so what is reported after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The batch is one sequence. Exactly one record is reported, the lowest that is not done: Lambda goes on from there.
    Batch,
    /// Records of the same key are a sequence: a message group, a partition. Of each key the first record that is not done is
    /// reported, and all after it.
    Key,
    /// No record waits for another. Each record that is not done is reported.
    Unordered,
}

pub(crate) mod sealed {
    use super::{Order, Paths, RecordJson};
    use crate::{base64, lookup::text_at, response::ItemIdentifier};

    /// Looks things up in a record's JSON, whatever else is wrong with it: a record that cannot be decoded must be
    /// reported all the same.
    pub trait Sealed: Sized + 'static {
        /// The source's name in messages.
        const NAME: &'static str;

        /// Where a record holds what is looked up.
        const PATHS: Paths;

        /// How far the order of these records matters.
        fn order<'e>(records: impl Iterator<Item = &'e str>) -> Order;

        /// What identifies the record in a response.
        fn identifier(record: RecordJson<'_>) -> Option<ItemIdentifier> {
            ItemIdentifier::new(text_at(record.json, Self::PATHS.identifier)?).ok()
        }

        /// The key within which order is kept while several records are in flight; `None` if it cannot be read.
        fn key(record: RecordJson<'_>) -> Option<String> {
            text_at(record.json, Self::PATHS.key)
        }

        /// The payload's bytes; `None` if there are none, or they cannot be decoded.
        fn data(record: RecordJson<'_>) -> Option<Vec<u8>> {
            base64::decode(&text_at(record.json, Self::PATHS.data?)?).ok()
        }

        /// The ARN of the stream or queue, if the record holds it.
        fn arn(record: RecordJson<'_>) -> Option<String> {
            text_at(record.json, Self::PATHS.arn?)
        }

        /// The shard or partition, if the record names it.
        fn shard(record: RecordJson<'_>) -> Option<String> {
            let text = text_at(record.json, Self::PATHS.shard?)?;
            Some(text.split_once(':')?.0.to_owned())
        }
    }
}
