//! The entries of a report. A single entry that names no record fails the whole batch.

use serde_json::Value;

use super::basis::Basis;

/// Why an entry names no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BadEntry {
    NotAnObject,
    NoIdentifier,
    Null,
    Empty,
    /// An identifier of the right type that no record of the batch has.
    NotInBatch,
    /// A number instead of a text, and no record of the batch has it.
    NumberNotInBatch,
    /// An identifier of the wrong type.
    OtherType,
}

impl BadEntry {
    /// The basis for a stream. Reports with one entry were recorded on AWS.
    pub(super) fn basis_of_a_stream(self, entries: usize) -> Basis {
        match self {
            BadEntry::NotAnObject | BadEntry::OtherType => Basis::Unknown,
            // The recordings have a number that isn't in the batch. It is unknown which of the two made the batch fail.
            BadEntry::NotInBatch => Basis::Inferred,
            _ if entries > 1 => Basis::Inferred,
            _ => Basis::Recorded,
        }
    }

    /// The basis for a queue or Kafka. AWS documents which entries fail a batch.
    pub(super) fn basis_of_items(self) -> Basis {
        match self {
            BadEntry::NotAnObject | BadEntry::OtherType => Basis::Unknown,
            _ => Basis::Documented,
        }
    }

    pub(super) fn reason(self) -> &'static str {
        match self {
            BadEntry::NotAnObject => "an entry that is not an object",
            BadEntry::NoIdentifier => "an entry without `itemIdentifier` fails the whole batch",
            BadEntry::Null => "an `itemIdentifier` of null fails the whole batch",
            BadEntry::Empty => "an empty `itemIdentifier` fails the whole batch",
            BadEntry::NotInBatch => "an `itemIdentifier` that is not in the batch fails the whole batch",
            BadEntry::NumberNotInBatch => {
                "an `itemIdentifier` that is a number, and not in the batch, fails the whole batch"
            }
            BadEntry::OtherType => "an `itemIdentifier` of another type than those of the batch",
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
        _ => Err(BadEntry::NotAnObject),
    }
}

/// Finds the record that an identifier in a response names, for streams and queues alike. A number names no record, even if one has
/// those digits.
pub(super) fn record_named_by<T>(
    identifier: &Value,
    find: impl Fn(&str) -> Option<T>,
) -> Result<T, BadEntry> {
    match identifier {
        Value::String(text) if text.is_empty() => Err(BadEntry::Empty),
        Value::String(text) => find(text).ok_or(BadEntry::NotInBatch),
        Value::Number(number) if number.is_u64() && find(&number.to_string()).is_none() => {
            Err(BadEntry::NumberNotInBatch)
        }
        _ => Err(BadEntry::OtherType),
    }
}
