//! The settings as the model of a lane knows them.

use std::time::Duration;

use super::{destination::Condition, mapping::Half};

/// What the model needs to know of the settings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    pub(super) batch_size: usize,
    pub(super) maximum_batching_window: Duration,
    /// The most bytes of an event.
    pub(super) payload_limit: usize,
    pub(super) bisect_batch_on_function_error: bool,
    /// `None` for ever.
    pub(super) maximum_retry_attempts: Option<u32>,
    /// `None` for ever.
    pub(super) maximum_record_age: Option<Duration>,
    /// How long the stream itself keeps its records; `None` for ever.
    pub(super) retention: Option<Duration>,
    pub(super) tumbling_window: Option<Duration>,
    pub(super) odd_record_of_a_split: Half,
    pub(super) progress_resets_retries: bool,
    pub(super) rest_is_filled_up: bool,
    pub(super) retry_backoff: Backoff,
}

impl Rules {
    /// Why a record is not delivered any more that arrived then and is read from `start` on: by the limit that is reached
    /// first, of two that are as long by Lambda's.
    pub(super) fn expiry(&self, arrival: Duration, start: Duration, now: Duration) -> Option<Condition> {
        let is_too_old = |age| now.saturating_sub(arrival) >= age;
        let is_gone = |retention| {
            // It cannot have been dropped before: its time is there for windows.
            let kept_from = if start.saturating_sub(arrival) >= retention { start } else { arrival };
            now.saturating_sub(kept_from) >= retention
        };
        match (self.maximum_record_age, self.retention) {
            (Some(age), retention) if retention.is_none_or(|retention| age <= retention) => {
                is_too_old(age).then_some(Condition::RecordAgeExceeded)
            }
            (_, retention) => retention.is_some_and(is_gone).then_some(Condition::ExpiredInTheStream),
        }
    }
}

/// How long Lambda waits before it delivers a batch again.
#[derive(Debug, Clone, Copy)]
pub(super) struct Backoff {
    pub(super) first: Duration,
    pub(super) longest: Duration,
}

impl Backoff {
    /// Twice as long after each failed attempt.
    pub(super) fn after(self, failed_attempts: u32) -> Duration {
        let factor = 2_u32.saturating_pow(failed_attempts.saturating_sub(1));
        self.first.saturating_mul(factor).min(self.longest)
    }
}
