//! The policies that decide about lanes and queues: a mapping's settings in the types of the model.

use std::time::Duration;

/// How Lambda forms, repeats and discards the batches of a lane.
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
    /// Why a record is too old to be delivered `now`, if it is. The mapping has read since `start`.
    ///
    /// The shorter of two limits decides: the mapping's maximum record age or the stream's retention. If they are equal, the
    /// mapping's decides.
    pub(in crate::simulator) fn expiry(
        &self,
        arrival: Duration,
        start: Duration,
        now: Duration,
    ) -> Option<DiscardCondition> {
        let is_too_old = |age| now.saturating_sub(arrival) >= age;
        let is_gone = |retention| {
            // A test can set any arrival, for its windows. The stream still had the record when reading began.
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
    /// The wait after this many failed attempts. It doubles with each one.
    pub(in crate::simulator) fn after(self, failed_attempts: u32) -> Duration {
        let factor = 2_u32.saturating_pow(failed_attempts.saturating_sub(1));
        self.first.saturating_mul(factor).min(self.longest)
    }
}

/// One of the two halves of a bisected batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// The half with the earlier records.
    First,
    /// The half with the later records.
    Second,
}

/// Why Lambda discards a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::simulator) enum DiscardCondition {
    /// `function_error` says whether the latest delivery ended in a function error.
    RetryAttemptsExhausted {
        function_error: bool,
    },
    RecordAgeExceeded,
    /// The stream no longer has the records. AWS documents no message to the failure destination for this.
    ExpiredInTheStream,
}

/// How a queue hands out messages.
#[derive(Debug, Clone, Copy)]
pub(in crate::simulator) struct QueuePolicy {
    pub(in crate::simulator) fifo: bool,
    /// Whether the next message of the same group comes before earlier messages of other groups.
    pub(in crate::simulator) same_message_group_first: bool,
    pub(in crate::simulator) batch_size: usize,
    pub(in crate::simulator) payload_limit: usize,
    pub(in crate::simulator) visibility_timeout: Duration,
    /// `None` without a dead-letter queue.
    pub(in crate::simulator) max_receive_count: Option<u32>,
}
