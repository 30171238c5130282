//! Records that Lambda discarded.

use std::fmt;

use super::notation::{counted, positions};

/// Records that Lambda discarded together, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Discarded {
    /// The number of the shard, counted from 0.
    pub shard: usize,
    /// The positions of the records in the shard, counted from 0.
    pub records: Vec<usize>,
    /// AWS's name for the reason: `RetryAttemptsExhausted`, for Kafka `RetriesExhausted`, or `RecordAgeExceeded`
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html)). Or `expired in
    /// the stream`, for which AWS has no name and sends no message.
    pub condition: &'static str,
    /// The number of deliveries of the batch (`approximateInvokeCount`). Records that were too old to be delivered have 1 too, as
    /// recorded on AWS.
    pub approximate_invoke_count: u32,
}

impl fmt::Display for Discarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Discarded { shard, condition, approximate_invoke_count, .. } = self;
        let records = positions(&self.records);
        let deliveries = counted(*approximate_invoke_count as usize, "delivery", "deliveries");
        write!(f, "discarded: {records} of shard {shard} after {deliveries} ({condition})")
    }
}
