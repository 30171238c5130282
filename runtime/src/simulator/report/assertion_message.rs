//! The message of a failed assertion.

use std::fmt;

use super::{
    Report,
    history::{Fate, Moment, RecordHistory},
    notation::counted,
};

/// The most lines, and the most records, in a message.
const SHOWN: usize = 10;

/// The message of an assertion: what is wrong, with which records, the whole report, and what to change.
pub(super) struct AssertionMessage<'r> {
    pub(super) report: &'r Report,
    /// One line for each mistake. Empty if the assertion holds.
    pub(super) lines: Vec<String>,
    /// The positions of the records to describe, by shard.
    pub(super) records: Vec<(usize, Vec<usize>)>,
    pub(super) remedies: Vec<&'static str>,
}

impl AssertionMessage<'_> {
    /// # Panics
    /// If the assertion doesn't hold.
    #[track_caller]
    pub(super) fn raise(&self) {
        assert!(self.lines.is_empty(), "{self}");
    }
}

impl fmt::Display for AssertionMessage<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for line in self.lines.iter().take(SHOWN) {
            writeln!(f, "{line}")?;
        }
        if self.lines.len() > SHOWN {
            writeln!(f, "and {} more", self.lines.len() - SHOWN)?;
        }
        let shards = self.records.iter();
        let records =
            shards.flat_map(|(shard, positions)| positions.iter().map(|position| (*shard, *position)));
        let mut found: Vec<(usize, usize)> = records.collect();
        found.sort_unstable();
        found.dedup();
        for (shard, position) in found.iter().take(SHOWN) {
            if let Some(history) = self.report.history(*shard, *position) {
                writeln!(f, "  r{} of shard {shard}: {history}", position + 1)?;
            }
            for error in self.report.errors(*shard, *position) {
                writeln!(f, "    it failed with: {error}")?;
            }
        }
        if found.len() > SHOWN {
            writeln!(f, "  and {}", counted(found.len() - SHOWN, "more record", "more records"))?;
        }
        write!(f, "\n{}\n", self.report)?;
        let mut remedies = self.remedies.clone();
        remedies.dedup();
        remedies.iter().try_for_each(|remedy| write!(f, "\nto change: {remedy}"))
    }
}

impl fmt::Display for RecordHistory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "delivered {}×, started {}×", self.times_delivered, self.times_started)?;
        if let Some(started) = self.first_started {
            write!(f, ", first in {started}")?;
        }
        match self.first_done {
            Some(done) if self.times_done > 1 => write!(f, ", done {}×, first in {done}", self.times_done)?,
            Some(done) => write!(f, ", done in {done}")?,
            None => f.write_str(", never done")?,
        }
        match self.fate {
            Fate::Waiting => f.write_str(", waits"),
            Fate::Acknowledged { delivery } => write!(f, ", acknowledged by delivery {delivery}"),
            Fate::Discarded { after } => write!(f, ", discarded after delivery {after}"),
            Fate::DeadLettered => f.write_str(", dead-lettered"),
            Fate::FilteredOut => f.write_str(", filtered out"),
        }
    }
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "delivery {} at {} s", self.delivery, self.at.as_secs_f64())
    }
}
