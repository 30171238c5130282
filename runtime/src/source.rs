//! The event sources, and what differs between them: where a record holds its identifier, key and data, and how far order matters.
//!
//! Each source has a table of [`Paths`] beside its implementation. Nothing else knows where a record holds these.

pub(crate) mod dynamodb;
pub(crate) mod kafka;
pub(crate) mod kinesis;
pub(crate) mod sqs;

use std::borrow::Cow;

pub use self::{dynamodb::DynamoDb, kafka::Kafka, kinesis::Kinesis, sqs::Sqs};
use crate::{
    lookup::{self, KeyPath},
    scan::Fields,
};

/// The fields of each source that a scan can note.
pub(crate) const FIELDS: [&[KeyPath]; 4] =
    [&kinesis::FIELDS, &dynamodb::FIELDS, &sqs::FIELDS, &kafka::FIELDS];

/// An event source. It decides what identifies a record, and so what is reported after a failure.
///
/// [`FromRecord::Source`](crate::FromRecord::Source) names one. It cannot be implemented outside of this crate.
pub trait Source: sealed::Sealed {}

/// A record as the event has it.
#[derive(Debug, Clone, Copy)]
pub struct RecordJson<'e> {
    pub(crate) json: &'e str,
    /// Where its fields are; `None` if the scan hasn't noted them.
    pub(crate) fields: Option<Fields<'e>>,
    /// The name of Kafka's partition, which the event has beside the record. `None` for other sources, and for a record on
    /// its own in a test.
    pub(crate) partition: Option<&'e str>,
}

impl<'e> RecordJson<'e> {
    /// A record that isn't from an event.
    pub(crate) fn alone(json: &'e str) -> Self {
        RecordJson { json, fields: None, partition: None }
    }

    /// The JSON of a field, as [`lookup::json_at`] finds it.
    pub(crate) fn json_at(self, path: KeyPath) -> Option<&'e str> {
        match self.fields {
            Some(fields) if path.slot != lookup::NOT_NOTED => fields.json(path),
            _ => lookup::json_at(self.json, path),
        }
    }

    /// The text of a field; `None` if it isn't text.
    pub(crate) fn text_at(self, path: KeyPath) -> Option<Cow<'e, str>> {
        lookup::text(self.json_at(path)?)
    }

    /// The integer in a field; `None` if it isn't one.
    pub(crate) fn integer_at(self, path: KeyPath) -> Option<i64> {
        serde_json::from_str(self.json_at(path)?).ok()
    }
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
    /// The fields that the scan notes: these, and the others of the source's view.
    pub(crate) fields: &'static [KeyPath],
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
    use std::borrow::Cow;

    use super::{Order, Paths, RecordJson};
    use crate::{base64, response::ItemIdentifier};

    /// Looks things up in a record's JSON, whatever else is wrong with it: a record that cannot be decoded must be
    /// reported all the same.
    pub trait Sealed: Sized + 'static {
        /// The source's name in messages.
        const NAME: &'static str;

        /// Where a record holds what is looked up.
        const PATHS: Paths;

        /// How far the order of these records matters.
        fn order<'e>(records: impl Iterator<Item = RecordJson<'e>>) -> Order;

        /// What identifies the record in a response.
        fn identifier(record: RecordJson<'_>) -> Option<ItemIdentifier> {
            ItemIdentifier::new(record.text_at(Self::PATHS.identifier)?).ok()
        }

        /// The key within which order is kept while several records are in flight; `None` if it cannot be read.
        fn key(record: RecordJson<'_>) -> Option<String> {
            record.text_at(Self::PATHS.key).map(Cow::into_owned)
        }

        /// The payload's bytes; `None` if there are none, or they cannot be decoded.
        fn data(record: RecordJson<'_>) -> Option<Vec<u8>> {
            base64::decode(&record.text_at(Self::PATHS.data?)?).ok()
        }

        /// The ARN of the stream or queue, if the record holds it.
        fn arn(record: RecordJson<'_>) -> Option<String> {
            record.text_at(Self::PATHS.arn?).map(Cow::into_owned)
        }

        /// The shard or partition, if the record names it.
        fn shard(record: RecordJson<'_>) -> Option<String> {
            let text = record.text_at(Self::PATHS.shard?)?;
            Some(text.split_once(':')?.0.to_owned())
        }
    }
}
