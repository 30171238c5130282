//! Where a mapping begins to read.

use std::time::Duration;

/// Where a mapping begins to read
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartingPosition {
    /// At the oldest record.
    TrimHorizon,
    /// At what arrives after the mapping was made: what has an [age](super::super::Record::age) is skipped.
    Latest,
    /// At what arrived then, since the epoch, or later. Not for DynamoDB.
    AtTimestamp(Duration),
}
