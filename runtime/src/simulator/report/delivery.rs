//! A delivery: one invocation of the function, and its outcome.

use std::time::Duration;

/// One invocation of the function.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// The number of the shard, counted from 0.
    pub shard: usize,
    /// The number of deliveries of this batch so far, including this one. Always 1 for a queue, which does not keep batches
    /// together.
    pub attempt: u32,
    /// The positions of its records in the shard, counted from 0.
    pub records: Vec<usize>,
    /// How Lambda read the function's answer.
    pub outcome: DeliveryOutcome,
    /// When it began, since the simulation began.
    pub start: Duration,
    /// When it ended, since the simulation began.
    pub end: Duration,
    /// Whether the handler was called. It isn't if a fault strikes first, or if the event cannot be deserialized.
    pub handler_called: bool,
    /// The positions in the shard of the records that the handler [started](super::super::started), in that order.
    pub started: Vec<usize>,
    /// The positions in the shard of the records that the handler [finished](super::super::done), in that order.
    pub done: Vec<usize>,
}

/// The outcome of a delivery: how Lambda reads the function's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DeliveryOutcome {
    /// Every record is acknowledged.
    Done,
    /// The records before this position of the batch are acknowledged, and the others are delivered again. Position 0 does not
    /// move the checkpoint.
    Partial {
        /// The position in the batch, counted from 0.
        position: usize,
    },
    /// The records at these positions of the batch are delivered again, and the others are acknowledged. Only for queues and
    /// Kafka.
    Remaining {
        /// The positions in the batch, counted from 0, ascending.
        positions: Vec<usize>,
    },
    /// No record is acknowledged: the function failed, or its answer cannot be read.
    Failed {
        /// The error, or what is wrong with the answer.
        why: String,
    },
    /// The answer reports the records from this position of the batch on, but Lambda ignores it, because
    /// `ReportBatchItemFailures` is off. So these records are acknowledged and lost
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html)).
    IgnoredPartial {
        /// The position in the batch, counted from 0.
        position: usize,
    },
    /// The answer reports the records at these positions of the batch, but Lambda ignores it, because `ReportBatchItemFailures` is
    /// off. So these records are acknowledged and lost. Only for queues and Kafka.
    IgnoredRemaining {
        /// The positions in the batch, counted from 0, ascending.
        positions: Vec<usize>,
    },
    /// The answer is a report that would fail the whole batch, such as one with an empty identifier, but Lambda ignores it, because
    /// `ReportBatchItemFailures` is off. So all records are acknowledged although some of them are not done.
    IgnoredBadReport {
        /// What is wrong with it.
        why: &'static str,
    },
    /// The answer isn't a report, such as an object with a misspelt key, and AWS doesn't document how Lambda reads it. As far as is
    /// known, Lambda acknowledges every record, and so does the simulator.
    Unclear {
        /// What kind of answer it is.
        why: &'static str,
    },
}

impl Delivery {
    /// The number of records in a stream's batch up to and including the lowest reported one. `None` if none is reported.
    pub(super) fn reported_prefix(&self) -> Option<usize> {
        match self.outcome {
            DeliveryOutcome::Partial { position } | DeliveryOutcome::IgnoredPartial { position } => {
                Some(position + 1)
            }
            _ => None,
        }
    }

    /// The positions in the batch of the records that are delivered again, unless the batch is given up.
    pub(in crate::simulator) fn remaining(&self) -> Vec<usize> {
        match &self.outcome {
            DeliveryOutcome::Partial { position } => (*position..self.records.len()).collect(),
            DeliveryOutcome::Remaining { positions } => positions.clone(),
            DeliveryOutcome::Failed { .. } => (0..self.records.len()).collect(),
            // To Lambda an ignored report is a success, which is how records are lost.
            _ => Vec::new(),
        }
    }
}
