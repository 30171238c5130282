//! When a record arrives.

use std::time::Duration;

use super::Record;
use crate::simulator::START;

/// When a record arrives, seen from the moment at which the mapping begins to read.
#[derive(Debug, Clone, Copy)]
pub(in crate::simulator) enum Arrival {
    Before(Duration),
    After(Duration),
    /// Since the epoch.
    At(Duration),
}

impl Default for Arrival {
    fn default() -> Self {
        Arrival::Before(Duration::ZERO)
    }
}

impl Arrival {
    /// Since the epoch.
    pub(in crate::simulator) fn time(self) -> Duration {
        match self {
            Arrival::Before(age) => START.saturating_sub(age),
            Arrival::After(delay) => START + delay,
            Arrival::At(time) => time,
        }
    }
}

impl Record {
    /// How old the record is when the mapping begins to read. By default it arrives at that moment.
    pub fn age(mut self, age: Duration) -> Self {
        self.arrival = Arrival::Before(age);
        self
    }

    /// How long after the mapping has begun to read the record arrives.
    pub fn arrives_after(mut self, delay: Duration) -> Self {
        self.arrival = Arrival::After(delay);
        self
    }

    /// When the record arrived, since the epoch: for tumbling windows. The mapping begins to read at
    /// 2023-11-14T22:13:20Z.
    pub fn arrived_at(mut self, since_epoch: Duration) -> Self {
        self.arrival = Arrival::At(since_epoch);
        self
    }
}
