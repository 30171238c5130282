//! A batch: the records of one delivery.

use std::time::Duration;

use super::window::{Window, WindowEnd};

/// A batch to deliver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::simulator) struct Batch {
    /// The positions of its records in the lane, ascending. Empty for the invocation that ends a window.
    pub(in crate::simulator) records: Vec<usize>,
    /// How often this batch has failed without being changed.
    pub(in crate::simulator) failed_attempts: u32,
    /// It is not delivered before this time.
    pub(super) not_before: Duration,
    /// The tumbling window of its records.
    pub(in crate::simulator) window: Option<Window>,
    /// Set if this batch ends the window.
    pub(in crate::simulator) window_end: Option<WindowEnd>,
}

impl Batch {
    /// A batch with some of its records.
    pub(super) fn part(&self, records: Vec<usize>, failed_attempts: u32) -> Self {
        Batch { records, failed_attempts, ..self.clone() }
    }
}
