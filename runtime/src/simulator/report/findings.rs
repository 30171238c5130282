//! Records that were discarded, lost, or out of order.

use std::fmt;

use super::wording::{counted, positions};

/// Records that Lambda gave up. A failure destination gets a message about them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Discarded {
    /// The number of the shard, from 0.
    pub shard: usize,
    /// The positions of the records in the shard, from 0.
    pub records: Vec<usize>,
    /// AWS's word for the reason: `RetryAttemptsExhausted` or `RecordAgeExceeded`
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html)). Or `expired
    /// in the stream`, for which AWS has no word and sends no message.
    pub condition: &'static str,
    /// The number of deliveries of the batch (`approximateInvokeCount`). Also 1 for records that were too old to be
    /// delivered, as recorded on AWS.
    pub approximate_invoke_count: u32,
}

/// Records that are acknowledged and were never done: Lambda does not deliver them again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lost {
    /// The number of the shard, from 0.
    pub shard: usize,
    /// The positions of the records in the shard, from 0.
    pub records: Vec<usize>,
    /// The delivery whose answer acknowledged them, counted from 1.
    pub delivery: usize,
    /// Why they are lost.
    pub cause: &'static str,
    /// What to change.
    pub(super) remedy: &'static str,
}

/// A record that was first started before an earlier one with the same key was done.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutOfOrder {
    /// The number of the shard, from 0.
    pub shard: usize,
    /// The position of the record that was not done yet.
    pub earlier: usize,
    /// The position of the later record, which was started nevertheless.
    pub later: usize,
}

impl fmt::Display for Discarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Discarded { shard, condition, approximate_invoke_count, .. } = self;
        let records = positions(&self.records);
        let deliveries = counted(*approximate_invoke_count as usize, "delivery", "deliveries");
        write!(f, "discarded: {records} of shard {shard} after {deliveries} ({condition})")
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LOST: {} of shard {}: {}", positions(&self.records), self.shard, self.cause)
    }
}

impl fmt::Display for OutOfOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (earlier, later) = (self.earlier + 1, self.later + 1);
        write!(
            f,
            "OUT OF ORDER: r{later} of shard {} overtook r{earlier}, which was not done yet",
            self.shard
        )
    }
}
