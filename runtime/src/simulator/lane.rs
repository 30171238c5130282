//! The model: the batches of one shard that wait, and what becomes of the one on top. Pure, without records or time.

use std::ops::Range;

use super::mapping::Half;

/// What the model needs to know of the settings.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    pub(super) batch_size: usize,
    pub(super) bisect_batch_on_function_error: bool,
    /// `None` for ever.
    pub(super) maximum_retry_attempts: Option<u32>,
    pub(super) odd_record_of_a_split: Half,
}

/// A batch that is to be delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Batch {
    /// Positions in the shard.
    pub(super) records: Range<usize>,
    /// How often exactly this batch was delivered and failed.
    pub(super) failed_attempts: u32,
}

impl Batch {
    fn new(records: Range<usize>) -> Self {
        Batch { records, failed_attempts: 0 }
    }
}

/// What Lambda makes of an invocation's result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Result {
    Success,
    /// The record at this position of the batch is the lowest reported.
    Partial(usize),
    Failure,
}

/// One shard on its way through its records. Batches that were cut or split wait in record order, the next on top.
#[derive(Debug)]
pub(super) struct Lane {
    rules: Rules,
    records: usize,
    /// The position of the first record that was in no batch yet.
    unread: usize,
    waiting: Vec<Batch>,
}

impl Lane {
    pub(super) fn new(records: usize, rules: Rules) -> Self {
        Lane { rules, records, unread: 0, waiting: Vec::new() }
    }

    /// The batch to deliver next; `None` at the end of the shard.
    pub(super) fn next_batch(&mut self) -> Option<Batch> {
        if self.waiting.is_empty() && self.unread < self.records {
            let end = self.records.min(self.unread + self.rules.batch_size);
            self.waiting.push(Batch::new(self.unread..end));
            self.unread = end;
        }
        self.waiting.last().cloned()
    }

    /// Whether records wait that have not been acknowledged or discarded.
    pub(super) fn is_done(&self) -> bool {
        self.waiting.is_empty() && self.unread == self.records
    }

    /// Applies the result of delivering the batch on top. Returns that batch if it is discarded.
    pub(super) fn apply(&mut self, result: Result) -> Option<Batch> {
        let batch = self.waiting.pop()?;
        match result {
            Result::Success => None,
            // The rest is a new batch: the attempt that moved the checkpoint does not count.
            Result::Partial(position) if position > 0 => {
                let Range { start, end } = batch.records;
                self.waiting.push(Batch::new(start + position..end));
                None
            }
            // A report of the first record moves nothing.
            Result::Partial(_) | Result::Failure => self.fail(batch),
        }
    }

    fn fail(&mut self, mut batch: Batch) -> Option<Batch> {
        let Range { start, end } = batch.records;
        let length = end - start;
        if self.rules.bisect_batch_on_function_error && length > 1 {
            let left = match self.rules.odd_record_of_a_split {
                Half::Left => length.div_ceil(2),
                Half::Right => length / 2,
            };
            self.waiting.push(Batch::new(start + left..end));
            self.waiting.push(Batch::new(start..start + left));
            return None;
        }
        batch.failed_attempts += 1;
        if self.rules.maximum_retry_attempts.is_some_and(|retries| batch.failed_attempts > retries) {
            return Some(batch);
        }
        self.waiting.push(batch);
        None
    }
}

#[cfg(test)]
#[allow(clippy::single_range_in_vec_init, reason = "one batch is a list of one range")]
mod tests {
    use super::{
        Result::{Failure, Partial, Success},
        *,
    };

    const DEFAULT: Rules = Rules {
        batch_size: 10,
        bisect_batch_on_function_error: false,
        maximum_retry_attempts: None,
        odd_record_of_a_split: Half::Right,
    };
    const BISECT: Rules = Rules { bisect_batch_on_function_error: true, ..DEFAULT };

    fn retries(rules: Rules, retries: u32) -> Rules {
        Rules { maximum_retry_attempts: Some(retries), ..rules }
    }

    /// Delivers until the shard is done or `limit` is reached; `result` says what each batch comes to. Returns the
    /// batches delivered and those discarded.
    fn run(
        records: usize,
        rules: Rules,
        limit: usize,
        mut result: impl FnMut(Range<usize>) -> Result,
    ) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
        let (mut lane, mut delivered, mut discarded) = (Lane::new(records, rules), Vec::new(), Vec::new());
        while delivered.len() < limit
            && let Some(batch) = lane.next_batch()
        {
            discarded.extend(lane.apply(result(batch.records.clone())).map(|batch| batch.records));
            delivered.push(batch.records);
        }
        (delivered, discarded)
    }

    fn failing_at(bad: usize) -> impl FnMut(Range<usize>) -> Result {
        move |records| if records.contains(&bad) { Failure } else { Success }
    }

    fn reporting(bad: usize) -> impl FnMut(Range<usize>) -> Result {
        move |records| if records.contains(&bad) { Partial(bad - records.start) } else { Success }
    }

    #[test]
    fn without_failure_each_record_is_delivered_once() {
        assert_eq!(run(25, DEFAULT, 99, |_| Success).0, [0..10, 10..20, 20..25]);
        assert!(run(0, DEFAULT, 99, |_| Success).0.is_empty());
    }

    #[test]
    fn a_failed_batch_comes_again_unchanged() {
        assert_eq!(run(25, DEFAULT, 4, failing_at(3)).0, [0..10, 0..10, 0..10, 0..10]);
    }

    #[test]
    fn retries_are_deliveries_after_the_first() {
        let (delivered, discarded) = run(12, retries(DEFAULT, 2), 99, failing_at(3));
        assert_eq!(delivered, [0..10, 0..10, 0..10, 10..12]);
        assert_eq!(discarded, [0..10]);
        assert_eq!(run(2, retries(DEFAULT, 0), 99, failing_at(1)).0, [0..2]);
    }

    /// Recorded: 6 records, batch size 3, 3 retries, the last one always fails. r5 is delivered five times, for the
    /// delivery that moved the checkpoint does not use the quota.
    #[test]
    fn progress_does_not_use_up_retries() {
        let rules = retries(Rules { batch_size: 3, ..DEFAULT }, 3);
        let (delivered, discarded) = run(6, rules, 99, reporting(5));
        assert_eq!(delivered, [0..3, 3..6, 5..6, 5..6, 5..6, 5..6]);
        assert_eq!(discarded, [5..6]);
    }

    /// What the destination is told: only the last record, delivered four times by itself.
    #[test]
    fn the_discarded_batch_knows_its_own_deliveries_only() {
        let mut lane = Lane::new(6, retries(Rules { batch_size: 3, ..DEFAULT }, 3));
        let mut discarded = None;
        while let Some(batch) = lane.next_batch() {
            discarded = lane.apply(reporting(5)(batch.records));
        }
        assert_eq!(discarded, Some(Batch { records: 5..6, failed_attempts: 4 }));
    }

    /// Retries that were used up before count no more once the checkpoint has moved.
    #[test]
    fn progress_gives_the_rest_all_its_retries() {
        let mut lane = Lane::new(3, retries(DEFAULT, 1));
        let mut deliver = |result| {
            let batch = lane.next_batch().unwrap();
            (batch.records, batch.failed_attempts, lane.apply(result))
        };
        assert_eq!(deliver(Failure), (0..3, 0, None));
        assert_eq!(deliver(Partial(1)), (0..3, 1, None));
        assert_eq!(deliver(Partial(0)), (1..3, 0, None));
        let discarded = Batch { records: 1..3, failed_attempts: 2 };
        assert_eq!(deliver(Failure), (1..3, 1, Some(discarded)));
    }

    /// A split gives both parts all their retries.
    #[test]
    fn a_split_starts_to_count_anew() {
        let (delivered, discarded) = run(2, retries(BISECT, 2), 99, failing_at(1));
        assert_eq!(delivered, [0..2, 0..1, 1..2, 1..2, 1..2]);
        assert_eq!(discarded, [1..2]);
    }

    #[test]
    fn after_a_discard_the_shard_goes_on() {
        let (delivered, discarded) = run(4, retries(Rules { batch_size: 2, ..DEFAULT }, 0), 99, |_| Failure);
        assert_eq!(delivered, [0..2, 2..4]);
        assert_eq!(discarded, [0..2, 2..4]);
    }

    /// Seen on AWS: with one retry and the second of three records bad, the third is discarded with it, never tried.
    #[test]
    fn exhaustion_discards_the_rest_of_the_batch() {
        let (delivered, discarded) = run(3, retries(DEFAULT, 1), 99, reporting(1));
        assert_eq!(delivered, [0..3, 1..3, 1..3]);
        assert_eq!(discarded, [1..3]);
    }

    #[test]
    fn bisecting_goes_left_first_and_isolates_the_bad_record() {
        let (delivered, discarded) = run(5, retries(BISECT, 1), 99, failing_at(3));
        assert_eq!(delivered, [0..5, 0..2, 2..5, 2..3, 3..5, 3..4, 3..4, 4..5]);
        assert_eq!(discarded, [3..4]);
    }

    #[test]
    fn the_odd_record_goes_where_the_setting_says() {
        let left = Rules { odd_record_of_a_split: Half::Left, ..BISECT };
        assert_eq!(run(5, left, 3, failing_at(0)).0, [0..5, 0..3, 0..2]);
        assert_eq!(run(5, BISECT, 3, failing_at(0)).0, [0..5, 0..2, 0..1]);
    }

    #[test]
    fn a_split_does_not_use_up_retries() {
        let (delivered, discarded) = run(2, retries(BISECT, 0), 99, failing_at(0));
        assert_eq!(delivered, [0..2, 0..1, 1..2]);
        assert_eq!(discarded, [0..1]);
    }

    /// Cut at the checkpoint while it moves, split where the first record is reported.
    #[test]
    fn with_both_a_report_cuts_and_then_splits() {
        let (delivered, discarded) = run(6, retries(BISECT, 1), 99, reporting(2));
        assert_eq!(delivered, [0..6, 2..6, 2..4, 2..3, 2..3, 3..4, 4..6]);
        assert_eq!(discarded, [2..3]);
    }

    /// Seen on AWS: with bisecting on, only the bad record of three goes to the destination.
    #[test]
    fn with_both_only_the_bad_record_is_discarded() {
        assert_eq!(run(3, retries(BISECT, 1), 99, reporting(1)).1, [1..2]);
    }
}
