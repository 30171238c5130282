//! What happened to a stream.

use std::{fmt, ops::Range};

/// What happened to a stream: every delivery, and what became of the records. Its `Display` is a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    shards: usize,
    deliveries: Vec<Delivery>,
    discarded: Vec<Discarded>,
    blocked: Vec<usize>,
}

/// One invocation of the function.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Delivery {
    /// The number of the shard, from 0.
    pub shard: usize,
    /// How often this very batch has been delivered, with this time.
    pub attempt: u32,
    /// The positions of its records in the shard, from 0.
    pub records: Range<usize>,
    /// What Lambda made of the function's answer.
    pub reading: Reading,
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

/// Records that Lambda gave up; a failure destination would be told of them.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Discarded {
    /// The number of the shard, from 0.
    pub shard: usize,
    /// The positions of the records in the shard, from 0.
    pub records: Range<usize>,
    /// AWS's word for the reason: `RetryAttemptsExhausted`
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html)).
    pub condition: &'static str,
    /// How often the batch was delivered (`approximateInvokeCount`).
    pub approximate_invoke_count: u32,
}

/// Records that are acknowledged although the function said that they are not done.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lost {
    /// The number of the shard, from 0.
    pub shard: usize,
    /// The positions of the records in the shard, from 0.
    pub records: Range<usize>,
    /// Why they are lost.
    pub cause: &'static str,
}

impl Delivery {
    pub(super) fn new(shard: usize, attempt: u32, records: Range<usize>, reading: Reading) -> Self {
        Delivery { shard, attempt, records, reading }
    }
}

impl Report {
    pub(super) fn new(shards: usize) -> Self {
        Report { shards, deliveries: Vec::new(), discarded: Vec::new(), blocked: Vec::new() }
    }

    pub(super) fn add(&mut self, delivery: Delivery) {
        self.deliveries.push(delivery);
    }

    pub(super) fn discard(&mut self, shard: usize, records: Range<usize>, approximate_invoke_count: u32) {
        let condition = "RetryAttemptsExhausted";
        self.discarded.push(Discarded { shard, records, condition, approximate_invoke_count });
    }

    pub(super) fn set_blocked(&mut self, shards: impl Iterator<Item = usize>) {
        self.blocked = shards.collect();
    }

    /// The invocations of the function, in order.
    pub fn deliveries(&self) -> &[Delivery] {
        &self.deliveries
    }

    /// How many records each delivery had.
    pub fn sizes(&self) -> Vec<usize> {
        self.deliveries.iter().map(|delivery| delivery.records.len()).collect()
    }

    /// The records that were given up, in order.
    pub fn discarded(&self) -> &[Discarded] {
        &self.discarded
    }

    /// The records that are acknowledged although the function said that they are not done, or that one of them is not.
    pub fn lost(&self) -> Vec<Lost> {
        let lost = |delivery: &Delivery| {
            let (position, cause) = match delivery.reading {
                Reading::Ignored { position } => {
                    (position, "a partial answer was returned but ReportBatchItemFailures is off")
                }
                Reading::IgnoredBadReport { .. } => {
                    (0, "a report that cannot be read was returned but ReportBatchItemFailures is off")
                }
                _ => return None,
            };
            let records = delivery.records.start + position..delivery.records.end;
            Some(Lost { shard: delivery.shard, records, cause })
        };
        self.deliveries.iter().filter_map(lost).collect()
    }

    /// The numbers of the shards that still had records when the simulation ended.
    pub fn blocked(&self) -> &[usize] {
        &self.blocked
    }

    /// Whether a shard still had records when the simulation ended.
    pub fn is_blocked(&self) -> bool {
        !self.blocked.is_empty()
    }

    /// Checks that no record is [lost](Self::lost), and that none may be because of an answer that is
    /// [unclear](Reading::Unclear). A record that is [discarded](Self::discarded) or that still waits is not lost.
    ///
    /// # Panics
    /// If one is or may be, with the whole story.
    #[track_caller]
    pub fn assert_nothing_lost(&self) {
        let lost = self.lost();
        assert!(lost.is_empty(), "{}\n\n{self}", Listed(&lost));
        let unclear =
            self.deliveries.iter().position(|delivery| matches!(delivery.reading, Reading::Unclear { .. }));
        assert!(
            unclear.is_none(),
            "UNCLEAR: the answer to delivery {} is no report, and if it should have been one, records are lost\n\n{self}",
            unclear.unwrap_or_default() + 1
        );
    }

    /// Checks that no record was [discarded](Self::discarded).
    ///
    /// # Panics
    /// If one was, with the whole story.
    #[track_caller]
    pub fn assert_nothing_discarded(&self) {
        assert!(self.discarded.is_empty(), "{}\n\n{self}", Listed(&self.discarded));
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shard = |shard: usize| if self.shards > 1 { format!("  {shard:>5}") } else { String::new() };
        let title = if self.shards > 1 { "  shard" } else { "" };
        write!(f, "delivery{title}  records  outcome")?;
        for (number, delivery) in self.deliveries.iter().enumerate() {
            let records = records(&delivery.records);
            let (number, shard) = (number + 1, shard(delivery.shard));
            write!(f, "\n{number:>8}{shard}  {records:>7}  {}", Told(delivery))?;
        }
        for discarded in &self.discarded {
            write!(f, "\n{discarded}")?;
        }
        for lost in self.lost() {
            write!(f, "\n{lost}")?;
        }
        for shard in &self.blocked {
            let deliveries = self.deliveries.len();
            write!(f, "\nended after {deliveries} deliveries, with records of shard {shard} still waiting")?;
        }
        Ok(())
    }
}

/// A delivery's outcome in words.
struct Told<'d>(&'d Delivery);

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Delivery { records, reading, .. } = self.0;
        // Records are counted from 1 where people read them.
        let record = |position: &usize| records.start + position + 1;
        match reading {
            Reading::Done => f.write_str("done"),
            Reading::Partial { position } => write!(f, "continue from r{}", record(position)),
            Reading::Failed { why } => write!(f, "failed: {why}"),
            Reading::Ignored { position } => write!(f, "r{} reported, and IGNORED", record(position)),
            Reading::IgnoredBadReport { why } => write!(f, "bad report, and IGNORED: {why}"),
            Reading::Unclear { why } => write!(f, "taken for done, but UNCLEAR: {why}"),
        }
    }
}

/// Positions as people count them.
fn records(range: &Range<usize>) -> String {
    let (first, last) = (range.start + 1, range.end);
    if first == last { format!("r{first}") } else { format!("r{first}–{last}") }
}

impl fmt::Display for Discarded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Discarded { shard, condition, approximate_invoke_count, .. } = self;
        let records = records(&self.records);
        write!(
            f,
            "discarded: {records} of shard {shard} after {approximate_invoke_count} deliveries ({condition})"
        )
    }
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LOST: {} of shard {}: {}", records(&self.records), self.shard, self.cause)
    }
}

/// One line each.
struct Listed<'l, T>(&'l [T]);

impl<T: fmt::Display> fmt::Display for Listed<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (number, item) in self.0.iter().enumerate() {
            if number > 0 {
                f.write_str("\n")?;
            }
            item.fmt(f)?;
        }
        Ok(())
    }
}
