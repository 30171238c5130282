//! When a record arrives.

use std::time::Duration;

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
