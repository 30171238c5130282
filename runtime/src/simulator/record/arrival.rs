//! When a record arrives.

use std::time::Duration;

use crate::simulator::START;

/// When a record arrives: before or after the mapping begins to read, or at a fixed time.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::simulator) enum Arrival {
    /// A few milliseconds before.
    #[default]
    JustBefore,
    Before(Duration),
    After(Duration),
    /// At this time since the epoch.
    At(Duration),
}

/// Not a whole second, like most times on AWS.
const JUST_BEFORE: Duration = Duration::from_millis(13);

impl Arrival {
    /// When the record can be read, since the epoch.
    pub(in crate::simulator) fn time(self) -> Duration {
        match self {
            Arrival::JustBefore => START,
            Arrival::Before(age) => START.saturating_sub(age),
            Arrival::After(delay) => START + delay,
            Arrival::At(time) => time,
        }
    }

    /// The time of arrival that the record's JSON states, since the epoch, in whole milliseconds.
    pub(in crate::simulator) fn stamp(self) -> Duration {
        let time = match self {
            Arrival::JustBefore => START.saturating_sub(JUST_BEFORE),
            other => other.time(),
        };
        Duration::from_millis(time.as_millis() as u64)
    }
}
