//! Lanes, compared with AWS's documentation, recordings of AWS, and what was seen there.

#![allow(clippy::single_range_in_vec_init, reason = "one batch is a list of one range")]

mod batching;

use super::{
    BatchResult::{Failure, Remaining, Success},
    *,
};
use crate::simulator::model::policy::Backoff;

const DEFAULT: LanePolicy = LanePolicy {
    batch_size: 10,
    maximum_batching_window: Duration::ZERO,
    payload_limit: 6_000_000,
    bisect_batch_on_function_error: false,
    maximum_retry_attempts: None,
    maximum_record_age: None,
    retention: None,
    tumbling_window: None,
    bisect_larger_half: Half::Second,
    progress_resets_retries: true,
    progress_refills_batch: false,
    retry_backoff: Backoff { first: Duration::from_millis(250), longest: Duration::from_secs(60) },
};
const BISECT: LanePolicy = LanePolicy { bisect_batch_on_function_error: true, ..DEFAULT };

fn retries(policy: LanePolicy, retries: u32) -> LanePolicy {
    LanePolicy { maximum_retry_attempts: Some(retries), ..policy }
}

/// Delivers until the shard is done or `limit` is reached, with this `result` for each batch. Returns the batches that were
/// delivered and those that were discarded.
fn run(
    records: usize,
    policy: LanePolicy,
    limit: usize,
    mut result: impl FnMut(Range<usize>) -> BatchResult,
) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let (mut lane, mut delivered, mut discarded) = (lane(records, policy), Vec::new(), Vec::new());
    while delivered.len() < limit
        && let Some((now, batch)) = next(&mut lane)
    {
        let records = range(&batch);
        discarded.extend(lane.apply(result(records.clone()), now).map(|batch| range(&batch)));
        delivered.push(records);
    }
    (delivered, discarded)
}

fn lane(records: usize, policy: LanePolicy) -> Lane {
    Lane::new(vec![LaneRecord { arrival: Duration::ZERO, bytes: 9 }; records], Duration::ZERO, policy)
}

fn next(lane: &mut Lane) -> Option<(Duration, Batch)> {
    let now = lane.ready_at()?;
    Some((now, lane.next_batch(now)?))
}

/// The positions of a batch, which are consecutive in a stream.
fn range(batch: &Batch) -> Range<usize> {
    let range = batch.records[0]..batch.records[batch.records.len() - 1] + 1;
    assert_eq!(range.clone().collect::<Vec<_>>(), batch.records);
    range
}

fn failing_at(bad: usize) -> impl FnMut(Range<usize>) -> BatchResult {
    move |records| if records.contains(&bad) { Failure } else { Success }
}

fn reporting(bad: usize) -> impl FnMut(Range<usize>) -> BatchResult {
    move |records| {
        if records.contains(&bad) {
            Remaining((bad - records.start..records.len()).collect())
        } else {
            Success
        }
    }
}

#[test]
fn without_failures_each_record_is_delivered_once() {
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

/// Recorded on AWS with 6 records, a batch size of 3, 3 retries, and a last record that always fails. It is delivered five times,
/// because the delivery that moved the checkpoint uses up no retry.
#[test]
fn progress_does_not_use_up_retries() {
    let policy = retries(LanePolicy { batch_size: 3, ..DEFAULT }, 3);
    let (delivered, discarded) = run(6, policy, 99, reporting(5));
    assert_eq!(delivered, [0..3, 3..6, 5..6, 5..6, 5..6, 5..6]);
    assert_eq!(discarded, [5..6]);
}

/// The destination gets only the last record, which was delivered four times alone.
#[test]
fn the_discarded_batch_knows_its_own_deliveries_only() {
    let mut lane = lane(6, retries(LanePolicy { batch_size: 3, ..DEFAULT }, 3));
    let mut discarded = None;
    while let Some((now, batch)) = next(&mut lane) {
        discarded = lane.apply(reporting(5)(range(&batch)), now);
    }
    let discarded = discarded.unwrap();
    assert_eq!((range(&discarded), discarded.failed_attempts), (5..6, 4));
}

/// Once the checkpoint has moved, earlier attempts no longer count.
#[test]
fn progress_gives_the_rest_all_its_retries() {
    let mut lane = lane(3, retries(DEFAULT, 1));
    let mut deliver = |result| {
        let (now, batch) = next(&mut lane).unwrap();
        let discarded = lane.apply(result, now).map(|batch| (range(&batch), batch.failed_attempts));
        (range(&batch), batch.failed_attempts, discarded)
    };
    assert_eq!(deliver(Failure), (0..3, 0, None));
    assert_eq!(deliver(Remaining(vec![1, 2])), (0..3, 1, None));
    assert_eq!(deliver(Remaining(vec![0, 1])), (1..3, 0, None));
    assert_eq!(deliver(Failure), (1..3, 1, Some((1..3, 2))));
}

/// After a split both halves have all their retries.
#[test]
fn a_split_resets_the_count_of_attempts() {
    let (delivered, discarded) = run(2, retries(BISECT, 2), 99, failing_at(1));
    assert_eq!(delivered, [0..2, 0..1, 1..2, 1..2, 1..2]);
    assert_eq!(discarded, [1..2]);
}

#[test]
fn after_a_discard_the_shard_goes_on() {
    let (delivered, discarded) = run(4, retries(LanePolicy { batch_size: 2, ..DEFAULT }, 0), 99, |_| Failure);
    assert_eq!(delivered, [0..2, 2..4]);
    assert_eq!(discarded, [0..2, 2..4]);
}

/// Seen on AWS with one retry: if the second of three records is bad, the third is discarded with it without being tried.
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
    let left = LanePolicy { bisect_larger_half: Half::First, ..BISECT };
    assert_eq!(run(5, left, 3, failing_at(0)).0, [0..5, 0..3, 0..2]);
    assert_eq!(run(5, BISECT, 3, failing_at(0)).0, [0..5, 0..2, 0..1]);
}

#[test]
fn a_split_does_not_use_up_retries() {
    let (delivered, discarded) = run(2, retries(BISECT, 0), 99, failing_at(0));
    assert_eq!(delivered, [0..2, 0..1, 1..2]);
    assert_eq!(discarded, [0..1]);
}

/// A batch is cut at the checkpoint if that moves, and split if its first record is reported.
#[test]
fn with_both_a_report_cuts_and_then_splits() {
    let (delivered, discarded) = run(6, retries(BISECT, 1), 99, reporting(2));
    assert_eq!(delivered, [0..6, 2..6, 2..4, 2..3, 2..3, 3..4, 4..6]);
    assert_eq!(discarded, [2..3]);
}

/// Seen on AWS: with bisecting on, the destination gets only the bad record of three.
#[test]
fn with_both_only_the_bad_record_is_discarded() {
    assert_eq!(run(3, retries(BISECT, 1), 99, reporting(1)).1, [1..2]);
}

#[test]
fn a_failed_batch_waits_longer_and_longer() {
    let mut lane = lane(1, DEFAULT);
    let mut deliveries = 0;
    while let Some((now, _)) = next(&mut lane)
        && now < Duration::from_secs(60)
    {
        deliveries += 1;
        lane.apply(Failure, now);
    }
    // Recorded on AWS: eight within a minute.
    assert_eq!(deliveries, 8);
}
