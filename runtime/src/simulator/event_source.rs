//! The event sources that a mapping can have.

use std::fmt;

use crate::{DynamoDb, ItemIdentifier, Kinesis, source::sealed::Sealed};

/// Where a mapping's records come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum EventSource {
    Kinesis,
    DynamoDb,
}

impl EventSource {
    /// What names a record in a response: looked up where a handler looks, so that a broken record may have none.
    pub(super) fn identifier(self, record: &str) -> Option<ItemIdentifier> {
        match self {
            EventSource::Kinesis => Kinesis::identifier(record),
            EventSource::DynamoDb => DynamoDb::identifier(record),
        }
    }
}

impl fmt::Display for EventSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            EventSource::Kinesis => Kinesis::NAME,
            EventSource::DynamoDb => DynamoDb::NAME,
        })
    }
}
