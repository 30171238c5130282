//! An entry of a report that names no record. Such an entry fails the whole batch.

use serde_json::Value;

use super::evidence::Evidence;

/// What is wrong with an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadEntry {
    NoObject,
    NoIdentifier,
    Null,
    Empty,
    /// A text, or what the source has for one, that no record of the batch has.
    NotInBatch,
    /// A number that no record of the batch has.
    NumberNotInBatch,
    /// Another type than the source's.
    OtherType,
}

impl BadEntry {
    /// Of a stream, whose reports were recorded on AWS. Recorded are reports of one entry.
    pub(super) fn evidence_of_a_stream(self, entries: usize) -> Evidence {
        match self {
            BadEntry::NoObject | BadEntry::OtherType => Evidence::Unknown,
            // What was recorded is a number that is not in the batch: it failed for one reason or the other.
            BadEntry::NotInBatch => Evidence::Inferred,
            _ if entries > 1 => Evidence::Inferred,
            _ => Evidence::Recorded,
        }
    }

    /// Of a queue or of Kafka, whose pages list what fails a batch.
    pub(super) fn evidence_of_items(self) -> Evidence {
        match self {
            BadEntry::NoObject | BadEntry::OtherType => Evidence::Unknown,
            _ => Evidence::Documented,
        }
    }

    pub(super) fn reason(self) -> &'static str {
        match self {
            BadEntry::NoObject => "an entry that is no object",
            BadEntry::NoIdentifier => "an entry without `itemIdentifier` fails the whole batch",
            BadEntry::Null => "an `itemIdentifier` of null fails the whole batch",
            BadEntry::Empty => "an empty `itemIdentifier` fails the whole batch",
            BadEntry::NotInBatch => "an `itemIdentifier` that is not in the batch fails the whole batch",
            BadEntry::NumberNotInBatch => {
                "an `itemIdentifier` that is a number not in the batch fails the whole batch"
            }
            BadEntry::OtherType => "an `itemIdentifier` of another type than that of the batch's",
        }
    }
}

/// The identifier of an entry.
pub(super) fn identifier(entry: &Value) -> Result<&Value, BadEntry> {
    match entry {
        Value::Object(entry) => match entry.get("itemIdentifier") {
            None => Err(BadEntry::NoIdentifier),
            Some(Value::Null) => Err(BadEntry::Null),
            Some(identifier) => Ok(identifier),
        },
        _ => Err(BadEntry::NoObject),
    }
}

/// What a text names. One rule for streams and queues: a number is never taken for the text that it is written like.
pub(super) fn named<T>(identifier: &Value, find: impl Fn(&str) -> Option<T>) -> Result<T, BadEntry> {
    match identifier {
        Value::String(text) if text.is_empty() => Err(BadEntry::Empty),
        Value::String(text) => find(text).ok_or(BadEntry::NotInBatch),
        Value::Number(number) if number.is_u64() && find(&number.to_string()).is_none() => {
            Err(BadEntry::NumberNotInBatch)
        }
        _ => Err(BadEntry::OtherType),
    }
}
