//! The records of one delivery.

use std::time::Duration;

use super::window::{Window, WindowEnd};

/// A batch that is to be delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::simulator) struct Batch {
    /// Positions in the lane, ascending. Empty in the final invocation of a window.
    pub(in crate::simulator) records: Vec<usize>,
    /// How often this batch was delivered unchanged and failed.
    pub(in crate::simulator) failed_attempts: u32,
    /// The earliest time of its delivery.
    pub(super) not_before: Duration,
    /// The window that its records belong to.
    pub(in crate::simulator) window: Option<Window>,
    /// Whether this ends the window.
    pub(in crate::simulator) window_end: Option<WindowEnd>,
}

impl Batch {
    pub(super) fn part(&self, records: Vec<usize>, failed_attempts: u32) -> Self {
        Batch { records, failed_attempts, ..self.clone() }
    }
}
