//! Shards that were split or merged.

use std::{collections::BTreeMap, time::Duration};

use checkpointed::{
    LambdaEvent, checkpointed_stream_handler, kinesis,
    simulator::{EventSourceMapping, Fault, Faults, Record, Report, Stream},
};
use serde_json::{Value, json};

#[checkpointed_stream_handler]
async fn handle(_record: kinesis::Record<'_, &str>) {
    tokio::time::sleep(Duration::from_millis(10)).await;
}

fn records(count: usize) -> impl Iterator<Item = Record> {
    (0..count).map(|number| Record::kinesis(number.to_string(), ""))
}

fn mapping() -> EventSourceMapping {
    EventSourceMapping::kinesis().report_batch_item_failures(true).batch_size(2)
}

/// When the first delivery of each shard began and its last one ended, in milliseconds.
fn times(report: &Report) -> BTreeMap<usize, (u128, u128)> {
    let mut times = BTreeMap::new();
    for delivery in report.deliveries() {
        let (begun, ended) = (delivery.start.as_millis(), delivery.end.as_millis());
        times.entry(delivery.shard).or_insert((begun, ended)).1 = ended;
    }
    times
}

#[tokio::test]
async fn the_parts_of_a_split_shard_are_read_after_it() {
    let split =
        Stream::new().shard(records(6)).shard(records(4)).child_of([0]).shard(records(2)).child_of([0]);
    let report = mapping().run(&split, handle).await;
    report.assert_nothing_lost();
    report.assert_in_order();
    assert_eq!(times(&report), BTreeMap::from([(0, (0, 60)), (1, (60, 100)), (2, (60, 80))]));
    let apart = Stream::new().shard(records(6)).shard(records(4)).shard(records(2));
    let times = times(&mapping().run(&apart, handle).await);
    assert_eq!(times, BTreeMap::from([(0, (0, 60)), (1, (0, 40)), (2, (0, 20))]));
}

#[tokio::test]
async fn merged_shards_are_read_before_their_child_and_it_before_its_own() {
    let merged = Stream::new()
        .shard(records(6))
        .shard(records(2))
        .shard(records(2))
        .child_of([0, 1])
        .shard(records(1))
        .child_of([2]);
    for parallel in [1, 3] {
        let report = mapping().parallelization_factor(parallel).run(&merged, handle).await;
        let times = times(&report);
        assert_eq!(times[&2].0, times[&0].1.max(times[&1].1));
        assert_eq!(times[&3].0, times[&2].1);
        assert_eq!((report.is_blocked(), times.len()), (false, 4));
    }
}

/// Discarded records count as consumed.
#[tokio::test]
async fn a_parent_that_blocks_keeps_its_children_waiting() {
    let faults = || Faults::new().at_first_attempts(0, 1, usize::MAX, Fault::Crash);
    let stream = Stream::new()
        .shard(records(2))
        .shard(records(1))
        .shard(records(1))
        .child_of([0])
        .shard([])
        .child_of([2])
        .shard(records(1))
        .child_of([3]);
    let mapping = mapping().faults(faults());
    let blocked = mapping.clone().maximum_deliveries_without_progress(20).run(&stream, handle).await;
    assert_eq!(blocked.blocked(), [0, 2, 4]);
    assert!(blocked.deliveries().iter().all(|delivery| delivery.shard < 2));
    let discarding = mapping.maximum_retry_attempts(1).run(&stream, handle).await;
    assert_eq!((discarding.blocked(), &discarding.discarded()[0].records[..]), (&[][..], &[0, 1][..]));
    assert_eq!(discarding.deliveries().last().unwrap().shard, 4);
}

/// A child begins its own window with a fresh state. The end of a shard ends its window early.
#[tokio::test]
async fn the_end_of_a_shard_ends_its_window() {
    let mut seen = Vec::new();
    let function = async |event: LambdaEvent<Value>| {
        let event = event.payload;
        let sum = event["state"]["sum"].as_u64().unwrap_or_default();
        seen.push((
            event["shardId"].as_str().unwrap().ends_with('1'),
            event["isFinalInvokeForWindow"] == true,
            sum,
        ));
        Ok::<_, String>(json!({ "state": { "sum": sum + 1 } }))
    };
    let stream = Stream::new().shard(records(1)).shard(records(1)).child_of([0]);
    let report = EventSourceMapping::kinesis().tumbling_window_in_seconds(900).run(&stream, function).await;
    let times = times(&report);
    assert_eq!((times[&0].1, times[&1].0), (0, 0));
    assert!(times[&1].1 > 0, "the window of a shard that is open ends with its time: {times:?}");
    assert_eq!(seen, [(false, false, 0), (false, true, 1), (true, false, 0), (true, true, 1)]);
}

#[test]
#[should_panic(expected = "this is shard 1, and its parents are [1]")]
fn a_shard_is_not_its_own_parent() {
    let _ = Stream::new().shard([]).shard([]).child_of([1]);
}

#[tokio::test]
#[should_panic(expected = "SQS, whose shards have no parents")]
async fn a_queue_has_no_shards() {
    let stream = Stream::queue([]).shard([]).child_of([0]);
    EventSourceMapping::sqs().run(&stream, async |_: LambdaEvent<Value>| Ok::<_, String>(())).await;
}
