//! Where a mapping begins to read.

use std::time::Duration;

/// Where a mapping begins to read
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StartingPosition {
    /// At the oldest record.
    TrimHorizon,
    /// At the records that arrive after the mapping was created. A record with an [age](super::super::Record::age) is skipped.
    Latest,
    /// At the first record that arrived at this time since the epoch or later. Not for DynamoDB.
    AtTimestamp(Duration),
}
