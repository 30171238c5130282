//! One invocation of the function, and what became of its records.

use std::time::Duration;

/// One invocation of the function.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// The number of the shard, from 0.
    pub shard: usize,
    /// How often this very batch has been delivered, with this time. Of a queue, where batches are not kept together, 1.
    pub attempt: u32,
    /// The positions of its records in the shard, from 0.
    pub records: Vec<usize>,
    /// What Lambda made of the function's answer.
    pub reading: Reading,
    /// When it began, in the time of the simulation.
    pub started: Duration,
    /// When it ended.
    pub ended: Duration,
    /// Whether the handler was called: not for a planned error, or for an event that cannot be deserialized.
    pub reached: bool,
    /// The positions in the shard of the records that the handler started, in that order, if it [told](super::super::started).
    pub handled: Vec<usize>,
    /// The positions in the shard of the records that the handler finished, in that order, if it [told](super::super::done).
    pub done: Vec<usize>,
}

/// What Lambda makes of a function's answer.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Reading {
    /// Every record is acknowledged.
    Done,
    /// The records in front of this position of the batch are acknowledged; those from there on are delivered again. 0
    /// moves nothing.
    Partial {
        /// The position in the batch, from 0.
        position: usize,
    },
    /// Of a queue or of Kafka: the records at these positions of the batch are delivered again, the others are
    /// acknowledged.
    Remaining {
        /// The positions in the batch, from 0, ascending.
        positions: Vec<usize>,
    },
    /// No record is acknowledged: the function failed, or its answer cannot be read.
    Failed {
        /// The error, or what is wrong with the answer.
        why: String,
    },
    /// The answer reports records from this position of the batch on, and Lambda does not look at it, for
    /// `ReportBatchItemFailures` is off: they are acknowledged all the same, and lost
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html)).
    Ignored {
        /// The position in the batch, from 0.
        position: usize,
    },
    /// Of a queue or of Kafka: the answer reports the records at these positions of the batch, and Lambda does not look at
    /// it, for `ReportBatchItemFailures` is off: they are acknowledged all the same, and lost.
    IgnoredRemaining {
        /// The positions in the batch, from 0, ascending.
        positions: Vec<usize>,
    },
    /// The answer is a report that would fail the whole batch, such as one with an empty identifier, and Lambda does not
    /// look at it, for `ReportBatchItemFailures` is off. Something is not done, and all is acknowledged.
    IgnoredBadReport {
        /// What is wrong with it.
        why: &'static str,
    },
    /// The answer is not a report, such as an object with a misspelt key, and AWS does not say what Lambda makes of it.
    /// By all that is known it acknowledges every record, which is what happens here.
    Unclear {
        /// What kind of answer it is.
        why: &'static str,
    },
}

impl Delivery {
    /// How many records of a stream's batch stand in front of, or at, the lowest reported one, if one is reported.
    pub(super) fn reported_prefix(&self) -> Option<usize> {
        match self.reading {
            Reading::Partial { position } | Reading::Ignored { position } => Some(position + 1),
            _ => None,
        }
    }

    /// The positions in the batch of the records that are delivered again, unless the batch is given up.
    pub(in crate::simulator) fn remaining(&self) -> Vec<usize> {
        match &self.reading {
            Reading::Partial { position } => (*position..self.records.len()).collect(),
            Reading::Remaining { positions } => positions.clone(),
            Reading::Failed { .. } => (0..self.records.len()).collect(),
            // An ignored report is success: this is how records are lost.
            _ => Vec::new(),
        }
    }
}
