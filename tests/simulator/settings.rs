//! Settings, shards and limits.

use checkpointed::{
    checkpointed_stream_handler, kinesis,
    simulator::{EventSourceMapping, Record, Stream},
};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, &str>) -> Result<(), String> {
    if record.data == "bad" { Err(String::from("bad")) } else { Ok(()) }
}

fn records(data: &[&str]) -> Vec<Record> {
    data.iter().map(|data| Record::kinesis("key", data)).collect()
}

#[tokio::test]
async fn the_defaults_are_those_of_aws() {
    let stream = Stream::new().shard(records(&["ok"; 250]));
    let report = EventSourceMapping::kinesis().run(&stream, handle).await;
    assert_eq!(report.batch_sizes(), [100, 100, 50]);

    // Retries until the stream drops the record after a day, no bisecting, no reports read.
    let stream = Stream::new().shard(records(&["bad"]));
    let always = async |_: checkpointed::LambdaEvent<serde_json::Value>| Err::<(), _>("no");
    let report = EventSourceMapping::kinesis().run(&stream, always).await;
    assert_eq!(report.discarded()[0].condition, "expired in the stream");
    assert_eq!(report.deliveries()[1_446].attempt, 1_447);
    assert_eq!(report.batch_sizes().len(), 1_447);
}

#[tokio::test]
async fn a_failing_shard_does_not_hold_up_the_others() {
    let stream = Stream::new().shard(records(&["bad", "ok"])).shard(records(&["ok", "ok", "ok"])).shard([]);
    let mapping = EventSourceMapping::kinesis()
        .report_batch_item_failures(true)
        .batch_size(2)
        .maximum_retry_attempts(1);
    let report = mapping.run(&stream, handle).await;
    let of = |shard| {
        let deliveries = report.deliveries().iter().filter(move |delivery| delivery.shard == shard);
        deliveries.map(|delivery| (delivery.attempt, delivery.records.clone())).collect::<Vec<_>>()
    };
    assert_eq!(of(0), [(1, vec![0, 1]), (2, vec![0, 1])]);
    assert_eq!(of(1), [(1, vec![0, 1]), (1, vec![2])]);
    assert_eq!(of(2), []);
    let discarded = &report.discarded()[0];
    assert_eq!((discarded.shard, discarded.records.clone()), (0, vec![0, 1]));
    assert_eq!((discarded.condition, discarded.approximate_invoke_count), ("RetryAttemptsExhausted", 2));
    assert!(
        report
            .to_string()
            .starts_with("delivery  shard  records  outcome\n       1      0     r1–2  continue")
    );
}

#[test]
fn settings_that_aws_refuses_are_refused() {
    let said = |mapping: EventSourceMapping| mapping.validate().unwrap_err().to_string();
    assert_eq!(
        said(EventSourceMapping::kinesis().batch_size(0)),
        "InvalidParameterValueException: 1 validation error detected: Value '0' at 'batchSize' failed to satisfy \
         constraint: Member must have value greater than or equal to 1"
    );
    assert!(said(EventSourceMapping::dynamodb().batch_size(10_001)).ends_with("less than or equal to 10000"));
    assert!(
        said(EventSourceMapping::kinesis().maximum_retry_attempts(-2))
            .ends_with("greater than or equal to -1")
    );
    assert_eq!(EventSourceMapping::kinesis().maximum_retry_attempts(10_000).validate(), Ok(()));
    // 90 minutes, on Lambda Managed Instances.
    assert_eq!(EventSourceMapping::kinesis().timeout(5_400).validate(), Ok(()));
    assert!(said(EventSourceMapping::kinesis().timeout(5_401)).ends_with("less than or equal to 5400"));
}

#[tokio::test]
#[should_panic(expected = "at 'batchSize' failed to satisfy constraint")]
async fn settings_that_aws_refuses_cannot_be_run() {
    EventSourceMapping::kinesis().batch_size(0).run(&Stream::new(), handle).await;
}

/// A record that the starting position skips holds no other one back.
#[tokio::test]
async fn a_skipped_record_does_not_violate_the_order() {
    let old = Record::kinesis("key", "old").age(std::time::Duration::from_secs(9));
    let stream = Stream::new().shard([old, Record::kinesis("key", "new")]);
    let mapping =
        EventSourceMapping::kinesis().starting_position(checkpointed::simulator::StartingPosition::Latest);
    let report = mapping
        .run(&stream, async |_: checkpointed::LambdaEvent<serde_json::Value>| Ok::<_, String>(()))
        .await;
    assert_eq!(report.batch_sizes(), [1]);
    report.assert_in_order();
}
