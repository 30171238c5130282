//! The time at which a record arrives.

use std::time::Duration;

use crate::simulator::START;

/// The time at which a record arrives, relative to the moment at which the mapping begins to read.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::simulator) enum Arrival {
    /// A moment before.
    #[default]
    JustBefore,
    Before(Duration),
    After(Duration),
    /// Since the epoch.
    At(Duration),
}

/// How long before: like most times on AWS, this is not a whole second.
const JUST_BEFORE: Duration = Duration::from_millis(13);

impl Arrival {
    /// The time since the epoch at which it can be read.
    pub(in crate::simulator) fn time(self) -> Duration {
        match self {
            Arrival::JustBefore => START,
            Arrival::Before(age) => START.saturating_sub(age),
            Arrival::After(delay) => START + delay,
            Arrival::At(time) => time,
        }
    }

    /// The time that the record itself has, since the epoch, in whole milliseconds.
    pub(in crate::simulator) fn stamp(self) -> Duration {
        let time = match self {
            Arrival::JustBefore => START.saturating_sub(JUST_BEFORE),
            other => other.time(),
        };
        Duration::from_millis(time.as_millis() as u64)
    }
}
