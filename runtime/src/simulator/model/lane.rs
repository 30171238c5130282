//! A lane: records that Lambda delivers in order, one batch at a time.
//!
//! A lane is a shard, or a part of one if the parallelization factor is above 1, or all partitions that a consumer of Kafka reads.

use std::{mem, ops::Range, time::Duration};

use super::{
    batch::Batch,
    policy::{DiscardCondition, Half, LanePolicy},
    window::{Window, WindowEnd},
};

/// The properties of a record that decide which batch it is in.
#[derive(Debug, Clone, Copy)]
pub(in crate::simulator) struct LaneRecord {
    /// Since the epoch. It decides the record's age and its window.
    pub(in crate::simulator) arrival: Duration,
    /// Its length in an event.
    pub(in crate::simulator) bytes: usize,
}

/// The outcome of delivering a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::simulator) enum BatchResult {
    Success,
    /// The records at these positions of the batch are delivered again. If that is all of them, the batch has failed.
    Remaining(Vec<usize>),
    Failure,
}

/// A lane and how far it is read.
#[derive(Debug)]
pub(in crate::simulator) struct Lane {
    policy: LanePolicy,
    records: Vec<LaneRecord>,
    /// The position of the first record that has not been in a batch.
    unread: usize,
    /// The batches that are formed and not settled, in reverse order: the next one is last.
    waiting: Vec<Batch>,
    /// When the mapping began to read.
    start: Duration,
    /// When the latest invocation ended. Before the first one, when the mapping began to read.
    free_at: Duration,
    open_window: Option<Window>,
    /// Whether the state of the open window is too large, so that the window must end early.
    state_is_full: bool,
    /// Whether no more records can arrive.
    is_closed: bool,
}

impl Lane {
    pub(in crate::simulator) fn new(records: Vec<LaneRecord>, start: Duration, policy: LanePolicy) -> Self {
        Lane {
            policy,
            records,
            unread: 0,
            waiting: Vec::new(),
            start,
            free_at: start,
            open_window: None,
            state_is_full: false,
            is_closed: false,
        }
    }

    /// The lane of a shard that was split or merged.
    pub(in crate::simulator) fn closed(self) -> Self {
        Lane { is_closed: true, ..self }
    }

    /// Postpones the first batch until this time.
    pub(in crate::simulator) fn begin_at(&mut self, time: Duration) {
        self.free_at = self.free_at.max(time);
    }

    /// The position of the first record that has not been in a batch.
    pub(in crate::simulator) fn unread(&self) -> usize {
        self.unread
    }

    /// When the latest invocation ended.
    pub(in crate::simulator) fn free_at(&self) -> Duration {
        self.free_at
    }

    /// Whether every record has been acknowledged or discarded, and every window closed.
    pub(in crate::simulator) fn is_done(&self) -> bool {
        self.waiting.is_empty() && self.unread == self.records.len() && self.open_window.is_none()
    }

    /// When the next batch can be delivered. `None` at the end of the lane.
    pub(in crate::simulator) fn ready_at(&self) -> Option<Duration> {
        match self.waiting.last() {
            Some(batch) => Some(batch.not_before.max(self.free_at)),
            None if self.state_is_full => Some(self.free_at),
            None if self.window_is_over() => Some(self.closes_window_at(self.open_window?)),
            None => self.full_or_late_at(),
        }
    }

    /// A window ends when its time is over, or when its shard ends
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html)).
    fn closes_window_at(&self, window: Window) -> Duration {
        let is_at_the_end = self.is_closed && self.unread == self.records.len();
        if is_at_the_end { self.free_at } else { window.end.max(self.free_at) }
    }

    /// When the next batch of unread records is full, by their number or their bytes, or when the batching window is over. That
    /// window begins at the end of the previous invocation.
    fn full_or_late_at(&self) -> Option<Duration> {
        let unread = self.records.get(self.unread..)?;
        let first = unread.first()?.arrival;
        if self.policy.maximum_batching_window.is_zero() {
            return Some(self.free_at.max(first));
        }
        let mut bytes = 0;
        let fills = |(position, record): &(usize, &LaneRecord)| {
            bytes += record.bytes + 1; // a comma
            position + 1 == self.policy.batch_size || bytes > self.policy.payload_limit
        };
        let full = unread.iter().enumerate().find(fills).map(|(_, record)| record.arrival);
        let late = self.free_at + self.policy.maximum_batching_window;
        Some(full.map_or(late, |full| full.clamp(self.free_at, late.max(self.free_at))).max(first))
    }

    /// Whether the open window gets no more records.
    fn window_is_over(&self) -> bool {
        let next = self.records.get(self.unread).and_then(|record| self.window_of(record));
        self.open_window.is_some() && self.open_window != next
    }

    fn window_of(&self, record: &LaneRecord) -> Option<Window> {
        Some(Window::around(record.arrival, self.policy.tumbling_window?))
    }

    /// The batch to deliver next. `None` at the end of the lane.
    pub(in crate::simulator) fn next_batch(&mut self, now: Duration) -> Option<Batch> {
        if self.waiting.is_empty() && (self.window_is_over() || self.state_is_full) {
            let is_over = self.window_is_over()
                && self.open_window.is_some_and(|window| self.closes_window_at(window) <= now);
            let window_end = if is_over { WindowEnd::Final } else { WindowEnd::Early };
            let batch = self.batch(Vec::new(), self.open_window);
            self.waiting.push(Batch { window_end: Some(window_end), ..batch });
        } else if self.waiting.is_empty() && self.unread < self.records.len() {
            let records = self.next_records(now, 0);
            self.unread = records.end;
            self.open_window = self.records.get(records.start).and_then(|record| self.window_of(record));
            let batch = self.batch(records.collect(), self.open_window);
            self.waiting.push(batch);
        }
        self.waiting.last().cloned()
    }

    fn batch(&self, records: Vec<usize>, window: Option<Window>) -> Batch {
        Batch { records, failed_attempts: 0, not_before: Duration::ZERO, window, window_end: None }
    }

    /// The next unread records that have arrived, belong to one window, and fit into an event that already holds `bytes`. An
    /// empty event takes at least one record.
    fn next_records(&self, now: Duration, bytes: usize) -> Range<usize> {
        let unread = self.records.get(self.unread..).unwrap_or_default();
        let window = unread.first().and_then(|record| self.window_of(record));
        let mut bytes = bytes;
        let fits = |record: &&LaneRecord| {
            let first = bytes == 0;
            bytes += record.bytes + 1; // a comma
            let belongs = record.arrival <= now && self.window_of(record) == window;
            first || (belongs && bytes <= self.policy.payload_limit)
        };
        let count = unread.iter().take(self.policy.batch_size).take_while(fits).count();
        self.unread..self.unread + count
    }

    /// Removes the records at the beginning of the next batch that are too old. The younger ones after them are delivered, as
    /// recorded on AWS.
    pub(in crate::simulator) fn expire(&mut self, now: Duration) -> Option<(Batch, DiscardCondition)> {
        let batch = self.waiting.last_mut()?;
        let expiry = |since| self.policy.expiry(since, self.start, now);
        let condition_of = |position: &usize| expiry(self.records.get(*position)?.arrival);
        if batch.records.is_empty() {
            // The invocation that ends a window is as old as the window's end.
            let condition = expiry(batch.window?.end)?;
            let batch = self.waiting.pop()?;
            self.close_window(&batch);
            return Some((batch, condition));
        }
        let condition = condition_of(batch.records.first()?)?;
        let is_expired = |position: &&usize| condition_of(position) == Some(condition);
        let expired = batch.records.iter().take_while(is_expired).count();
        let young = batch.records.split_off(expired);
        let expired = mem::replace(&mut batch.records, young);
        let expired = batch.part(expired, batch.failed_attempts);
        // The rest is a new batch, which has not failed.
        batch.failed_attempts = 0;
        batch.not_before = batch.not_before.max(now);
        if batch.records.is_empty() {
            self.waiting.pop();
        }
        Some((expired, condition))
    }

    /// Applies the result of delivering the next batch. Returns that batch if it is discarded.
    pub(in crate::simulator) fn apply(&mut self, result: BatchResult, now: Duration) -> Option<Batch> {
        self.free_at = now;
        let batch = self.waiting.pop()?;
        match result {
            BatchResult::Success => {
                self.close_window(&batch);
                None
            }
            // The rest is a new batch. The attempt that moved the checkpoint does not count.
            BatchResult::Remaining(positions) if positions.len() < batch.records.len() => {
                let remaining = positions.iter().filter_map(|position| batch.records.get(*position));
                let mut remaining: Vec<usize> = remaining.copied().collect();
                self.refill(&mut remaining, now);
                let failed_attempts =
                    if self.policy.progress_resets_retries { 0 } else { batch.failed_attempts };
                self.waiting.push(batch.part(remaining, failed_attempts));
                None
            }
            // A report of the first record does not move the checkpoint.
            BatchResult::Remaining(_) | BatchResult::Failure => self.fail(batch, now),
        }
    }

    /// Adds unread records to the rest of a batch, if the policy says so.
    fn refill(&mut self, rest: &mut Vec<usize>, now: Duration) {
        // If the batch was split, its other parts come before unread records.
        if !self.policy.progress_refills_batch || !self.waiting.is_empty() || self.window_is_over() {
            return;
        }
        let room = self.policy.batch_size.saturating_sub(rest.len());
        let has_arrived = self.records.get(self.unread).is_some_and(|record| record.arrival <= now);
        let bytes = |position: &usize| self.records.get(*position).map_or(0, |record| record.bytes + 1);
        let taken = rest.iter().map(bytes).sum();
        let more = self.next_records(now, taken).take(if has_arrived { room } else { 0 });
        self.unread += more.len();
        rest.extend(more);
    }

    /// Postpones the next batch, which was throttled. It keeps its retries
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html)).
    pub(in crate::simulator) fn throttle(&mut self, now: Duration) {
        if let Some(batch) = self.waiting.last_mut() {
            batch.not_before = now + self.policy.retry_backoff.after(batch.failed_attempts.max(1));
        }
    }

    /// Notes that the state is too large. The window ends early, before any other record is delivered.
    pub(in crate::simulator) fn fill_state(&mut self) {
        self.state_is_full = true;
    }

    /// Closes the window that ends with this batch, which is acknowledged or discarded.
    fn close_window(&mut self, batch: &Batch) {
        if batch.window_end.is_some() {
            self.state_is_full = false;
        }
        if batch.window_end == Some(WindowEnd::Final) {
            self.open_window = None;
        }
    }

    /// Splits or repeats a failed batch, or returns it if it is discarded.
    fn fail(&mut self, mut batch: Batch, now: Duration) -> Option<Batch> {
        let length = batch.records.len();
        if self.policy.bisect_batch_on_function_error && length > 1 {
            let left = match self.policy.bisect_larger_half {
                Half::First => length.div_ceil(2),
                Half::Second => length / 2,
            };
            let later = batch.records.split_off(left);
            self.waiting.push(Batch { not_before: now, ..batch.part(later, 0) });
            self.waiting.push(Batch { failed_attempts: 0, not_before: now, ..batch });
            return None;
        }
        batch.failed_attempts += 1;
        if self.policy.maximum_retry_attempts.is_some_and(|retries| batch.failed_attempts > retries) {
            self.close_window(&batch);
            return Some(batch);
        }
        batch.not_before = now + self.policy.retry_backoff.after(batch.failed_attempts);
        self.waiting.push(batch);
        None
    }
}

#[cfg(test)]
mod tests;
