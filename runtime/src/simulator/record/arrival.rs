//! When a record arrives.

use std::time::Duration;

use super::Record;
use crate::simulator::START;

/// When a record arrives, seen from the moment at which the mapping begins to read.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::simulator) enum Arrival {
    /// A moment before, so that it is there.
    #[default]
    JustBefore,
    Before(Duration),
    After(Duration),
    /// Since the epoch.
    At(Duration),
}

/// How long before, as its time tells: as on AWS, that is hardly ever a whole second.
const JUST_BEFORE: Duration = Duration::from_millis(13);

impl Arrival {
    /// Since the epoch.
    pub(in crate::simulator) fn time(self) -> Duration {
        match self {
            Arrival::JustBefore => START,
            Arrival::Before(age) => START.saturating_sub(age),
            Arrival::After(delay) => START + delay,
            Arrival::At(time) => time,
        }
    }

    /// As the record tells it, since the epoch: in whole milliseconds.
    pub(in crate::simulator) fn stamp(self) -> Duration {
        let time = match self {
            Arrival::JustBefore => START.saturating_sub(JUST_BEFORE),
            told => told.time(),
        };
        Duration::from_millis(time.as_millis() as u64)
    }
}

impl Record {
    /// How old the record is when the mapping begins to read. By default it is there at that moment, and its own time is a
    /// few milliseconds earlier.
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
