//! The settings of a mapping and a queue, in the form in which the model applies them.

use std::time::Duration;

/// The settings that decide about the batches of a lane.
#[derive(Debug, Clone, Copy)]
pub(in crate::simulator) struct LanePolicy {
    pub(in crate::simulator) batch_size: usize,
    pub(in crate::simulator) maximum_batching_window: Duration,
    /// The most bytes of an event.
    pub(in crate::simulator) payload_limit: usize,
    pub(in crate::simulator) bisect_batch_on_function_error: bool,
    /// `None` for no limit.
    pub(in crate::simulator) maximum_retry_attempts: Option<u32>,
    /// `None` for no limit.
    pub(in crate::simulator) maximum_record_age: Option<Duration>,
    /// How long the stream itself keeps its records; `None` for no limit.
    pub(in crate::simulator) retention: Option<Duration>,
    pub(in crate::simulator) tumbling_window: Option<Duration>,
    pub(in crate::simulator) bisect_larger_half: Half,
    pub(in crate::simulator) progress_resets_retries: bool,
    pub(in crate::simulator) progress_refills_batch: bool,
    pub(in crate::simulator) retry_backoff: Backoff,
}

impl LanePolicy {
    /// Why a record that arrived at `arrival` is no longer delivered `now`, in a mapping that reads since `start`. The shorter
    /// limit decides; Lambda's own if both are as long.
    pub(in crate::simulator) fn expiry(
        &self,
        arrival: Duration,
        start: Duration,
        now: Duration,
    ) -> Option<DiscardCondition> {
        let is_too_old = |age| now.saturating_sub(arrival) >= age;
        let is_gone = |retention| {
            // The stream had it at the start, however old it claims to be: its time serves the windows.
            let kept_from = if start.saturating_sub(arrival) >= retention { start } else { arrival };
            now.saturating_sub(kept_from) >= retention
        };
        match (self.maximum_record_age, self.retention) {
            (Some(age), retention) if retention.is_none_or(|retention| age <= retention) => {
                is_too_old(age).then_some(DiscardCondition::RecordAgeExceeded)
            }
            (_, retention) => retention.is_some_and(is_gone).then_some(DiscardCondition::ExpiredInTheStream),
        }
    }
}

/// How long Lambda waits before it delivers a batch again.
#[derive(Debug, Clone, Copy)]
pub(in crate::simulator) struct Backoff {
    pub(in crate::simulator) first: Duration,
    pub(in crate::simulator) longest: Duration,
}

impl Backoff {
    /// The wait doubles with each failed attempt.
    pub(in crate::simulator) fn after(self, failed_attempts: u32) -> Duration {
        let factor = 2_u32.saturating_pow(failed_attempts.saturating_sub(1));
        self.first.saturating_mul(factor).min(self.longest)
    }
}

/// One of the two parts of a split batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// The part with the earlier records.
    First,
    /// The part with the later records.
    Second,
}

/// Why a batch was given up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulator) enum DiscardCondition {
    /// `function_error` says whether the latest delivery was one.
    RetryAttemptsExhausted {
        function_error: bool,
    },
    RecordAgeExceeded,
    /// The stream itself has dropped it. No failure destination gets a message.
    ExpiredInTheStream,
}

/// The settings that decide which messages are received.
#[derive(Debug, Clone, Copy)]
pub(in crate::simulator) struct QueuePolicy {
    pub(in crate::simulator) fifo: bool,
    /// Whether a group's messages come before those of another group.
    pub(in crate::simulator) same_message_group_first: bool,
    pub(in crate::simulator) batch_size: usize,
    pub(in crate::simulator) payload_limit: usize,
    pub(in crate::simulator) visibility_timeout: Duration,
    /// `None` without a dead-letter queue.
    pub(in crate::simulator) max_receive_count: Option<u32>,
}
