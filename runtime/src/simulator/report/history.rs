//! The history of a record: how often it was delivered, started and done, and where it ended.

use std::time::Duration;

/// What became of a record.
///
/// A handler announces which records it starts and finishes ([`started`](crate::simulator::started),
/// [`done`](crate::simulator::done)). For a handler that doesn't, only its answers count: a record counts as started in each
/// delivery in which it may have been, and as done when it is acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RecordHistory {
    /// How often it was delivered.
    pub times_delivered: usize,
    /// How often it was started.
    pub times_started: usize,
    /// How often it was started again after it had been done.
    pub times_repeated: usize,
    /// How often it was done.
    pub times_done: usize,
    /// When it was first started.
    pub first_started: Option<Moment>,
    /// When it was first done.
    pub first_done: Option<Moment>,
    /// Where it ended.
    pub fate: Fate,
    /// The number of its last delivery, counted from 1. 0 if it was never delivered.
    pub(super) last_delivery: usize,
}

/// A moment of the simulation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Moment {
    /// The number of the delivery, counted from 1.
    pub delivery: usize,
    /// The time since the simulation began.
    pub at: Duration,
    /// The number of the step within this delivery.
    pub(super) step: usize,
}

/// Where a record ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Fate {
    /// It still waits, or the starting position skipped it.
    #[default]
    Waiting,
    /// Lambda counts it as done.
    Acknowledged {
        /// The number of the delivery whose answer acknowledged it, counted from 1.
        delivery: usize,
    },
    /// Lambda discarded it.
    Discarded {
        /// The number of deliveries, of any records, until then.
        after: usize,
    },
    /// It went to the dead-letter queue.
    DeadLettered,
    /// It fits no filter of the mapping. It counts as done, and is not delivered.
    FilteredOut,
}

impl RecordHistory {
    /// Whether it was given up: discarded by Lambda, or moved to the dead-letter queue.
    pub fn is_given_up(&self) -> bool {
        matches!(self.fate, Fate::Discarded { .. } | Fate::DeadLettered)
    }
}
