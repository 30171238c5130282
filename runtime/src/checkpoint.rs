//! The decision: how far a batch is done, and which records to report.
//!
//! It is pure: no I/O, no async, no event.

use std::collections::HashSet;

use crate::{
    response::{StreamsEventResponse, identifier::ItemIdentifier},
    source::Order,
};

/// How far a batch is done: the position of the first record that isn't done.
///
/// A function for a [whole batch](crate::checkpointed_stream_handler#all-records-at-once) may return it.
///
/// ```
/// use checkpointed::Checkpoint;
///
/// // The first three records are done. Lambda delivers the fourth and all after it again.
/// let checkpoint = Checkpoint::at(3);
/// assert_eq!(checkpoint.position(), 3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Checkpoint {
    position: usize,
}

impl Checkpoint {
    /// Every record before this position is done, and none from there on. If all are done, this is the number of records.
    pub fn at(position: usize) -> Self {
        Checkpoint { position }
    }

    /// The position of the first record that isn't done. If all are done, this is the number of records.
    pub fn position(self) -> usize {
        self.position
    }
}

/// The records of a batch that Lambda must deliver again.
#[derive(Debug)]
pub(crate) struct Unacknowledged {
    order: Order,
    /// The number of records in the batch.
    records: usize,
    /// Their positions, in order.
    positions: Vec<usize>,
}

impl Unacknowledged {
    /// Computes which records must be delivered again, given whether each one is done.
    ///
    /// If order is kept within a key, a record must not be acknowledged before an earlier one of its key. A record whose key
    /// cannot be read may have any key.
    pub(crate) fn of(done: &[bool], order: Order, key: impl Fn(usize) -> Option<String>) -> Self {
        let open = || done.iter().enumerate().filter(|(_, done)| !**done).map(|(position, _)| position);
        let positions = match order {
            Order::Batch => open().next().map_or_else(Vec::new, |first| (first..done.len()).collect()),
            Order::Unordered => open().collect(),
            Order::Key => match open().next() {
                Some(first) => open_or_after_an_open_one(done, first, key),
                None => Vec::new(),
            },
        };
        Unacknowledged { order, records: done.len(), positions }
    }

    /// The number of acknowledged records.
    pub(crate) fn acknowledged(&self) -> usize {
        self.records - self.positions.len()
    }

    /// The answer to Lambda: success, or the identifiers of the records to deliver again.
    ///
    /// The answer for a stream names one record, the first that isn't done. If that one has no identifier, the answer names
    /// the nearest record before it that has one: Lambda then repeats finished records, but loses none. The answer for a queue
    /// or for Kafka names every record to deliver again.
    ///
    /// # Errors
    /// If a record that the answer must name has no identifier, or if no record is acknowledged and `no_progress` asks for an
    /// error. Lambda then delivers the whole batch again.
    pub(crate) fn answer(
        &self,
        identifier: impl Fn(usize) -> Option<ItemIdentifier>,
        no_progress: NoProgress,
    ) -> Result<StreamsEventResponse, Unanswerable> {
        let Some(first) = self.positions.first().copied() else {
            return Ok(StreamsEventResponse::success());
        };
        if self.order != Order::Batch {
            let named = |position: &usize| {
                identifier(*position).ok_or(Unanswerable::NoIdentifier { failed: *position })
            };
            let response = self.positions.iter().map(named).collect::<Result<_, _>>()?;
            let nothing_is_done = no_progress == NoProgress::Error && self.acknowledged() == 0;
            return if nothing_is_done { Err(Unanswerable::NoProgress) } else { Ok(response) };
        }
        match (0..=first).rev().find_map(&identifier) {
            None => Err(Unanswerable::NothingToName { failed: first }),
            // Several records can share an identifier. Lambda goes back to the first of them.
            Some(named) if no_progress == NoProgress::Error && Some(&named) == identifier(0).as_ref() => {
                Err(Unanswerable::NoProgress)
            }
            Some(named) => Ok(StreamsEventResponse::checkpoint(named)),
        }
    }
}

/// The records that aren't done, and those that come after one of their key that isn't. `first` is the first of them.
fn open_or_after_an_open_one(
    done: &[bool],
    first: usize,
    key: impl Fn(usize) -> Option<String>,
) -> Vec<usize> {
    let mut stopped_keys = HashSet::new();
    let mut all_stopped = false;
    let mut unacknowledged = Vec::new();
    for (position, done) in done.iter().enumerate().skip(first) {
        let key = key(position);
        let is_stopped = match &key {
            Some(key) => stopped_keys.contains(key),
            None => !stopped_keys.is_empty(),
        };
        if *done && !is_stopped && !all_stopped {
            continue;
        }
        unacknowledged.push(position);
        match key {
            Some(key) => drop(stopped_keys.insert(key)),
            None => all_stopped = true,
        }
    }
    unacknowledged
}

/// What to do when no record of a batch can be acknowledged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NoProgress {
    /// Report all records.
    #[default]
    Report,
    /// Fail the invocation.
    Error,
}

/// Why an invocation fails instead of returning a response. Lambda then delivers the whole batch again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unanswerable {
    /// Neither the failed record of a stream nor any record before it has an identifier. An empty report would acknowledge
    /// all of them.
    NothingToName { failed: usize },
    /// A record of a queue or of Kafka that must be reported has no identifier. A report without it would acknowledge it.
    NoIdentifier { failed: usize },
    /// No record can be acknowledged, and the handler asks for an error in that case.
    NoProgress,
}

impl Unanswerable {
    /// The invocation's error message. `field` is the field of a record that holds its identifier.
    pub(crate) fn message(self, field: &str) -> String {
        const REPEATED: &str =
            "the batch is failed as a whole, so that Lambda delivers it again and no record is lost";
        match self {
            Unanswerable::NothingToName { failed } => format!(
                "the record at position {failed} failed, and neither it nor a record before it has an item identifier to \
                 report (`{field}`): {REPEATED}"
            ),
            Unanswerable::NoIdentifier { failed } => format!(
                "the record at position {failed} is not done and has no item identifier to report (`{field}`): {REPEATED}"
            ),
            Unanswerable::NoProgress => String::from(
                "no record of the batch can be acknowledged: the batch is failed as a whole, because the handler says \
                 `no_progress = \"error\"`",
            ),
        }
    }
}

#[cfg(test)]
mod tests;
