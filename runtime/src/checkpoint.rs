//! The decision: how far a batch is done, and which records to report. Pure: no I/O, no async, no event.

use std::collections::HashSet;

use crate::{ItemIdentifier, StreamsEventResponse, source::Order};

/// How far a batch is done: the position of the first record that is not.
///
/// A function for a [whole batch](crate::checkpointed_stream_handler#all-records-at-once) may return it.
///
/// ```
/// use checkpointed::Checkpoint;
///
/// // The first three records are done; the fourth and all behind it are to be delivered again.
/// let checkpoint = Checkpoint::at(3);
/// assert_eq!(checkpoint.position(), 3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Checkpoint {
    position: usize,
}

impl Checkpoint {
    /// Every record in front of this position is done, and none from there on. The number of records if all are done.
    pub fn at(position: usize) -> Self {
        Checkpoint { position }
    }

    /// The position of the first record that is not done; the number of records if all are.
    pub fn position(self) -> usize {
        self.position
    }
}

/// The records of a batch that are not acknowledged.
#[derive(Debug)]
pub(crate) struct Unacknowledged {
    order: Order,
    /// How many records the batch has.
    records: usize,
    /// Their positions, in order.
    positions: Vec<usize>,
}

impl Unacknowledged {
    /// Told from whether each record is done, and, where order is kept within a key, from the records' keys: what stands
    /// behind a record of its key that is not done must not be acknowledged before it. A record whose key cannot be read
    /// may be of any.
    pub(crate) fn of(done: &[bool], order: Order, key: impl Fn(usize) -> Option<String>) -> Self {
        let open = || done.iter().enumerate().filter(|(_, done)| !**done).map(|(position, _)| position);
        let positions = match order {
            Order::Batch => open().next().map_or_else(Vec::new, |first| (first..done.len()).collect()),
            Order::Unordered => open().collect(),
            Order::Key => match open().next() {
                Some(first) => after_the_first_of_their_key(done, first, key),
                None => Vec::new(),
            },
        };
        Unacknowledged { order, records: done.len(), positions }
    }

    /// How many records are acknowledged.
    pub(crate) fn acknowledged(&self) -> usize {
        self.records - self.positions.len()
    }

    /// What to answer: all is done, or the identifiers of what is not.
    ///
    /// A stream is told one: the first record that is not done. Where that record has no identifier, the nearest one before
    /// it that has one is named: records that are done are then delivered again, and none is lost. All others are told
    /// every record that is to be delivered again.
    ///
    /// # Errors
    /// If a record that must be named cannot be, or if nothing is done and `no_progress` asks for an error then. Lambda
    /// then delivers the whole batch again.
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
            // Lambda goes back to the first record with the identifier, which several can share.
            Some(named) if no_progress == NoProgress::Error && Some(&named) == identifier(0).as_ref() => {
                Err(Unanswerable::NoProgress)
            }
            Some(named) => Ok(StreamsEventResponse::checkpoint(named)),
        }
    }
}

/// From the first record that is not done on: all that are not done, and all behind one of their key.
fn after_the_first_of_their_key(
    done: &[bool],
    first: usize,
    key: impl Fn(usize) -> Option<String>,
) -> Vec<usize> {
    let mut stopped = HashSet::new();
    let mut all_stopped = false;
    let mut unacknowledged = Vec::new();
    for (position, done) in done.iter().enumerate().skip(first) {
        let key = key(position);
        let is_behind = match &key {
            Some(key) => stopped.contains(key),
            None => !stopped.is_empty(),
        };
        if *done && !is_behind && !all_stopped {
            continue;
        }
        unacknowledged.push(position);
        match key {
            Some(key) => drop(stopped.insert(key)),
            None => all_stopped = true,
        }
    }
    unacknowledged
}

/// What to do when nothing of a batch can be acknowledged.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum NoProgress {
    /// Report it.
    #[default]
    Report,
    /// Fail the invocation.
    Error,
}

/// Why a batch is answered with an error instead of a response. Lambda then delivers all of it again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unanswerable {
    /// Neither the failed record of a stream nor one before it has an identifier. Reporting nothing would acknowledge all.
    NothingToName { failed: usize },
    /// A record that must be reported has no identifier. Leaving it out would acknowledge it.
    NoIdentifier { failed: usize },
    /// Nothing of the batch can be acknowledged, and the handler asks for an error then.
    NoProgress,
}

impl Unanswerable {
    /// What the invocation's error says. `field` is the field of a record that would name it.
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
