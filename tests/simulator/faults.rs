//! Planned faults fail invocations and lose nothing.

use std::time::Duration;

use checkpointed::{
    LambdaEvent, checkpointed_stream_handler, kinesis,
    simulator::{DeliveryOutcome, EventSourceMapping, Fault, Faults, Record, Report, Stream},
};
use serde_json::Value;

#[checkpointed_stream_handler]
async fn handle(_record: kinesis::Record<'_, &str>) {}

fn stream(records: usize) -> Stream {
    Stream::new().shard((0..records).map(|number| Record::kinesis("key", number.to_string())))
}

fn mapping(faults: Faults) -> EventSourceMapping {
    EventSourceMapping::kinesis().report_batch_item_failures(true).batch_size(2).faults(faults)
}

async fn failing_with(fault: Fault) -> String {
    let report = mapping(Faults::new().at_invocation(1, fault)).run(&stream(2), handle).await;
    report.assert_nothing_lost();
    assert_eq!(report.batch_sizes(), [2, 2]);
    match &report.deliveries()[0].outcome {
        DeliveryOutcome::Failed { why } => why.clone(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn every_fault_fails_the_batch_and_loses_nothing() {
    assert!(failing_with(Fault::Error).await.contains("error"));
    assert!(failing_with(Fault::Panic).await.contains("panic"));
    assert!(failing_with(Fault::Crash).await.contains("Runtime.ExitError"));
    assert!(failing_with(Fault::CrashAtOnce).await.contains("Runtime.ExitError"));
    assert!(failing_with(Fault::Hang).await.contains("timed out after 3 s"));
    assert!(failing_with(Fault::OutOfMemory).await.contains("Runtime.OutOfMemory"));
    assert!(failing_with(Fault::Delay(Duration::from_secs(3))).await.contains("timed out after 3 s"));
    assert!(failing_with(Fault::TruncatedResponse).await.contains("cannot be read as JSON"));
    assert!(failing_with(Fault::InvalidJson).await.contains("cannot be read as JSON"));
}

/// The number of calls of the handler, and the durations of the two invocations.
async fn calls_with(fault: Fault) -> (usize, Duration) {
    let mut calls = 0;
    let counts = async |_: LambdaEvent<Value>| {
        calls += 1;
        tokio::time::sleep(Duration::from_secs(1)).await;
        Ok::<_, String>(Value::Null)
    };
    let report = mapping(Faults::new().at_invocation(1, fault)).run(&stream(1), counts).await;
    let taken = report.deliveries().iter().map(|delivery| delivery.end - delivery.start);
    (calls, taken.sum())
}

#[tokio::test]
async fn a_fault_comes_before_the_work_or_after_it() {
    for at_once in [Fault::Error, Fault::Panic, Fault::CrashAtOnce] {
        assert_eq!(calls_with(at_once).await, (1, Duration::from_secs(1)));
    }
    assert_eq!(calls_with(Fault::Delay(Duration::from_secs(3))).await, (1, Duration::from_secs(3 + 1)));
    assert_eq!(calls_with(Fault::Delay(Duration::from_secs(1))).await, (1, Duration::from_secs(1 + 1)));
    for after in [Fault::Crash, Fault::OutOfMemory, Fault::TruncatedResponse, Fault::InvalidJson] {
        assert_eq!(calls_with(after).await, (2, Duration::from_secs(2)));
    }
    assert_eq!(calls_with(Fault::Hang).await, (2, Duration::from_secs(3 + 1)));
}

#[tokio::test]
async fn a_fault_at_one_attempt_of_a_record_strikes_only_then() {
    let faults = Faults::new().at_attempt(0, 1, 2, Fault::Crash).at_first_attempts(0, 1, 1, Fault::Error);
    let report = mapping(faults).batch_size(1).run(&stream(3), handle).await;
    let attempts: Vec<_> =
        report.deliveries().iter().map(|delivery| (delivery.records[0], delivery.attempt)).collect();
    assert_eq!(attempts, [(0, 1), (1, 1), (1, 2), (1, 3), (2, 1)]);
    assert!(
        matches!(&report.deliveries()[2].outcome, DeliveryOutcome::Failed { why } if why.contains("ExitError"))
    );
}

#[tokio::test]
async fn throttling_uses_up_no_retries() {
    let faults = Faults::new().at_first_attempts(0, 0, 5, Fault::Throttle);
    let report = mapping(faults).maximum_retry_attempts(0).run(&stream(3), handle).await;
    assert_eq!((report.throttled(), report.batch_sizes()), (5, vec![2, 1]));
    report.assert_nothing_discarded();
}

#[tokio::test]
async fn a_record_with_a_fault_is_isolated() {
    let faults = Faults::new().at_first_attempts(0, 1, usize::MAX, Fault::OutOfMemory);
    let mapping =
        mapping(faults).batch_size(4).maximum_retry_attempts(1).bisect_batch_on_function_error(true);
    let report = mapping.run(&stream(4), handle).await;
    assert_eq!(report.discarded()[0].records, [1]);
}

#[tokio::test]
async fn random_faults_are_the_same_in_every_run() {
    let run = async || -> Report {
        let faults = Faults::new().at_random(42, 0.3, Fault::Crash).at_random(7, 0.2, Fault::Throttle);
        mapping(faults).run(&stream(100), handle).await
    };
    let report = run().await;
    assert_eq!(report, run().await);
    assert!(report.throttled() > 0 && report.deliveries().len() > 50, "{report}");
}

/// The records after one that exhausts its retries are given up with it.
#[tokio::test]
#[should_panic(expected = "discarded UNTRIED: r3 of shard 0")]
async fn the_report_names_records_that_were_never_tried() {
    let stops_at_second = async |event: LambdaEvent<Value>| {
        let records = event.payload["Records"].as_array().cloned().unwrap();
        let bad = records.iter().find(|record| record["kinesis"]["data"] == "MQ==").unwrap();
        let identifier = &bad["kinesis"]["sequenceNumber"];
        Ok::<_, String>(serde_json::json!({ "batchItemFailures": [{ "itemIdentifier": identifier }] }))
    };
    let mapping = mapping(Faults::new()).batch_size(3).maximum_retry_attempts(1);
    let report = mapping.run(&stream(3), stops_at_second).await;
    assert_eq!((report.batch_sizes(), &report.discarded()[0].records[..]), (vec![3, 2, 2], &[1, 2][..]));
    report.assert_nothing_discarded_untried();
}
