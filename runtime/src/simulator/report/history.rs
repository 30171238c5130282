//! The history of each record.

use std::time::Duration;

/// What became of a record.
///
/// The handler announces what it starts and finishes ([`started`](crate::simulator::started),
/// [`done`](crate::simulator::done)). If it does not, only its answers count: a record is taken as handled in each delivery in
/// which it may have been, and as done when it is acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RecordHistory {
    /// How often it was delivered.
    pub times_delivered: usize,
    /// How often it was started.
    pub times_started: usize,
    /// How often it was started after it had been done: repeated work.
    pub times_repeated: usize,
    /// How often it was done.
    pub times_done: usize,
    /// When it was first started.
    pub first_started: Option<Moment>,
    /// When it was first done.
    pub first_done: Option<Moment>,
    /// Where it ended.
    pub fate: Fate,
    /// 0 for never.
    pub(super) last_delivery: usize,
}

/// A moment of the simulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Moment {
    /// The number of the delivery, from 1.
    pub delivery: usize,
    /// The time of the simulation, since it began.
    pub at: Duration,
    /// The number of the step within this delivery.
    pub(super) step: usize,
}

/// Where a record ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Fate {
    /// It still waited, or was skipped by the starting position.
    #[default]
    Waiting,
    /// It counts as done.
    Acknowledged {
        /// The number of the delivery whose answer acknowledged it, from 1.
        delivery: usize,
    },
    /// Lambda gave it up.
    Discarded {
        /// The number of deliveries of the simulation until then.
        after: usize,
    },
    /// It went to the dead-letter queue.
    DeadLettered,
    /// Filters of the mapping kept it back: it counts as done, and is not delivered.
    FilteredOut,
}

impl RecordHistory {
    /// Whether Lambda gave it up: discarded it, or left it to the dead-letter queue.
    pub fn is_given_up(&self) -> bool {
        matches!(self.fate, Fate::Discarded { .. } | Fate::DeadLettered)
    }
}
