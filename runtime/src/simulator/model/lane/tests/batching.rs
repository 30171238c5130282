//! When a lane's batch is delivered, and which records it holds.

use super::*;

#[test]
fn a_batch_waits_until_it_is_full_or_late() {
    let second = Duration::from_secs;
    let records = [0, 1, 2, 9].map(|arrival| LaneRecord { arrival: second(arrival), bytes: 9 });
    let policy = LanePolicy { batch_size: 2, maximum_batching_window: second(5), ..DEFAULT };
    let mut lane = Lane::new(records.to_vec(), Duration::ZERO, policy);
    let mut delivered = Vec::new();
    while let Some((now, batch)) = next(&mut lane) {
        lane.apply(Success, now);
        delivered.push((now.as_secs(), range(&batch)));
    }
    assert_eq!(delivered, [(1, 0..2), (6, 2..3), (11, 3..4)]);
}

#[test]
fn an_event_has_at_most_six_megabytes_and_one_record_at_least() {
    let records = [2, 2, 2, 9, 1].map(|bytes| LaneRecord { arrival: Duration::ZERO, bytes });
    let policy = LanePolicy { payload_limit: 6, ..DEFAULT };
    let mut lane = Lane::new(records.to_vec(), Duration::ZERO, policy);
    let mut delivered = Vec::new();
    while let Some((now, batch)) = next(&mut lane) {
        lane.apply(Success, now);
        delivered.push(range(&batch));
    }
    assert_eq!(delivered, [0..2, 2..3, 3..4, 4..5]);
}

#[test]
fn a_batch_has_records_of_one_window_and_each_window_is_ended() {
    let records =
        [1, 2, 11, 35].map(|arrival| LaneRecord { arrival: Duration::from_secs(arrival), bytes: 9 });
    let policy = LanePolicy { tumbling_window: Some(Duration::from_secs(10)), ..DEFAULT };
    let mut lane = Lane::new(records.to_vec(), Duration::from_secs(35), policy);
    let mut delivered = Vec::new();
    while let Some((now, batch)) = next(&mut lane) {
        lane.apply(Success, now);
        delivered.push((now.as_secs(), batch.records, batch.window_end.is_some()));
    }
    let expected = [
        (35, vec![0, 1], false),
        (35, vec![], true),
        (35, vec![2], false),
        (35, vec![], true),
        (35, vec![3], false),
        (40, vec![], true),
    ];
    assert_eq!(delivered, expected);
}

#[test]
fn the_rest_can_be_filled_up() {
    let policy = LanePolicy { batch_size: 4, progress_refills_batch: true, ..DEFAULT };
    let mut first = true;
    let reports_once = |records: Range<usize>| {
        if mem::take(&mut first) { Remaining((3..records.len()).collect()) } else { Success }
    };
    assert_eq!(run(9, policy, 99, reports_once).0, [0..4, 3..7, 7..9]);
}

/// Enough bytes make a batch full too, so that it does not wait for the batching window.
#[test]
fn a_batch_that_is_full_by_its_bytes_does_not_wait() {
    let records = [4, 4, 4].map(|bytes| LaneRecord { arrival: Duration::ZERO, bytes });
    let policy =
        LanePolicy { payload_limit: 10, maximum_batching_window: Duration::from_secs(300), ..DEFAULT };
    let mut lane = Lane::new(records.to_vec(), Duration::ZERO, policy);
    let (now, batch) = next(&mut lane).unwrap();
    assert_eq!((now, range(&batch)), (Duration::ZERO, 0..2));
}

/// Recorded on AWS: only the expired record is discarded.
#[test]
fn records_that_are_too_old_are_taken_from_the_front() {
    let records = [0, 50, 55].map(|arrival| LaneRecord { arrival: Duration::from_secs(arrival), bytes: 9 });
    let policy = LanePolicy { maximum_record_age: Some(Duration::from_secs(60)), ..DEFAULT };
    let mut lane = Lane::new(records.to_vec(), Duration::from_secs(60), policy);
    let (now, batch) = next(&mut lane).unwrap();
    assert_eq!(range(&batch), 0..3);
    assert_eq!(lane.expire(now).map(|(batch, _)| range(&batch)), Some(0..1));
    assert_eq!(lane.expire(now), None);
    assert_eq!(range(&next(&mut lane).unwrap().1), 1..3);
}

#[test]
fn records_expire_in_the_stream_too() {
    let day = Duration::from_secs(86_400);
    let expired = |age: Option<u32>, start: u32, now: u32| {
        let records = [10, 11, 12].map(|arrival| LaneRecord { arrival: day * arrival, bytes: 9 });
        let maximum_record_age = age.map(|days| day * days);
        let policy = LanePolicy { retention: Some(day * 2), maximum_record_age, ..DEFAULT };
        let mut lane = Lane::new(records.to_vec(), day * start, policy);
        lane.next_batch(day * now);
        lane.expire(day * now).map(|(batch, condition)| (range(&batch), condition))
    };
    let (gone, too_old) = (DiscardCondition::ExpiredInTheStream, DiscardCondition::RecordAgeExceeded);
    assert_eq!(expired(None, 11, 12), Some((0..1, gone)));
    assert_eq!(expired(Some(3), 11, 13), Some((0..2, gone)));
    assert_eq!(expired(Some(2), 11, 13), Some((0..2, too_old)));
    assert_eq!(expired(Some(1), 11, 12), Some((0..2, too_old)));
    // The records were older than that when reading began, but the stream still had them.
    assert_eq!(expired(None, 12, 12), None);
    assert_eq!(expired(None, 12, 13), None);
    assert_eq!(expired(None, 12, 14), Some((0..3, gone)));
}
