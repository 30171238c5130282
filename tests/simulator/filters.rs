//! Filters: a record that does not fit counts as done, takes no room in a batch, and never reaches the function.

use std::time::Duration;

use checkpointed::{
    LambdaEvent, checkpointed_stream_handler, kinesis,
    simulator::{EventSourceMapping, Fate, Record, Report, Stream},
};
use serde_json::{Value, json};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, &str>) -> Result<(), String> {
    if record.data.contains("bad") { Err(String::from("bad")) } else { Ok(()) }
}

/// A pattern for records of the kind `in`.
const IN: &str = r#"{"data": {"kind": ["in"]}}"#;

fn record(kind: &str) -> Record {
    Record::kinesis_json("key", &json!({ "kind": kind }))
}

fn positions(report: &Report) -> Vec<Vec<usize>> {
    report.deliveries().iter().map(|delivery| delivery.records.clone()).collect()
}

#[tokio::test]
async fn a_batch_is_made_of_records_that_fit() {
    let kinds = ["in", "out", "out", "in", "out", "in", "in", "out"];
    let stream = Stream::new().shard(kinds.map(record));
    let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true).batch_size(3);
    let report = mapping.filter_criteria([IN]).run(&stream, handle).await;
    assert_eq!(positions(&report), [vec![0, 3, 5], vec![6]]);
    assert_eq!(report.filtered_out(), [(0, vec![1, 2, 4, 7])]);
    report.assert_each_done_once();
    report.assert_in_order();
    report.assert_nothing_discarded();
    assert!(report.to_string().ends_with("\nfiltered out: r2–3, r5, r8"), "{report}");
    assert!(!report.to_svg().is_empty());
}

#[tokio::test]
async fn without_a_record_that_fits_there_is_no_invocation() {
    let stream = Stream::new().shard([record("out"), Record::kinesis("key", "no JSON")]);
    let report = EventSourceMapping::kinesis().filter_criteria([IN]).run(&stream, handle).await;
    assert_eq!((report.deliveries().len(), report.is_blocked()), (0, false));
    assert_eq!(report.filtered_out(), [(0, vec![0, 1])]);
    report.assert_each_done_once();
}

/// The mapping has not read up to the later records.
#[tokio::test]
async fn records_after_a_blocking_batch_are_not_filtered_yet() {
    let bad = Record::kinesis_json("key", &json!({ "kind": "in", "bad": true }));
    let stream = Stream::new().shard([record("out"), bad, record("out"), record("in"), record("out")]);
    let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true).batch_size(1);
    let report =
        mapping.maximum_deliveries_without_progress(3).filter_criteria([IN]).run(&stream, handle).await;
    assert_eq!(report.filtered_out(), [(0, vec![0, 2])]);
    assert_eq!(report.history(0, 4).unwrap().fate, Fate::Waiting);
}

/// A record that is filtered out is not sent to the destination, even if it is too old.
#[tokio::test]
async fn filtered_records_are_not_given_up() {
    let old = |kind| record(kind).age(Duration::from_secs(3_600));
    let stream = Stream::new().shard([old("out"), old("in"), record("in")]);
    let mapping = EventSourceMapping::kinesis().maximum_record_age_in_seconds(60).filter_criteria([IN]);
    let report = mapping.run(&stream, handle).await;
    assert_eq!(report.discarded().iter().map(|one| one.records.clone()).collect::<Vec<_>>(), [vec![1]]);
    assert_eq!(report.filtered_out(), [(0, vec![0])]);
}

/// A shard ends with its last record, even if that one is filtered out.
#[tokio::test]
async fn a_child_waits_for_the_filtered_records_of_its_parent() {
    let late = record("out").arrives_after(Duration::from_secs(50));
    let stream = Stream::new().shard([record("in"), late]).shard([record("in")]).child_of([0]);
    let report = EventSourceMapping::kinesis().filter_criteria([IN]).run(&stream, handle).await;
    let started: Vec<u64> = report.deliveries().iter().map(|delivery| delivery.start.as_secs()).collect();
    assert_eq!(started, [0, 50]);
}

async fn received(mapping: EventSourceMapping, queue: &Stream) -> Report {
    mapping.run(queue, async |_: LambdaEvent<Value>| Ok::<_, String>(Value::Null)).await
}

#[tokio::test]
async fn a_message_that_does_not_fit_is_deleted_and_takes_no_room() {
    let bodies = ["out", "in", "out", "out", "in", "in", "out"];
    let queue = Stream::queue(bodies.map(Record::sqs));
    let mapping = EventSourceMapping::sqs().batch_size(2).filter_criteria([r#"{"body": ["in"]}"#]);
    let report = received(mapping, &queue).await;
    assert_eq!(positions(&report), [vec![1, 4], vec![5]]);
    assert_eq!(report.filtered_out(), [(0, vec![0, 2, 3, 6])]);
    assert_eq!((report.is_blocked(), report.dead_lettered()), (false, vec![]));
    assert!(report.history(0, 0).unwrap().times_delivered == 0);
}

/// A filter sees a message as it is received. This one filters out messages that come back.
#[tokio::test]
async fn a_filter_sees_the_fields_that_receiving_adds() {
    let queue = Stream::queue([Record::sqs("a"), Record::sqs("b")]);
    let first_time = r#"{"attributes": {"ApproximateReceiveCount": ["1"]}}"#;
    let mapping = EventSourceMapping::sqs().filter_criteria([first_time]);
    let report = mapping.run(&queue, async |_: LambdaEvent<Value>| Err::<Value, _>("no")).await;
    assert_eq!((report.batch_sizes(), report.filtered_out()), (vec![2], vec![(0, vec![0, 1])]));
}

#[tokio::test]
async fn a_group_goes_on_after_a_message_that_does_not_fit() {
    let message = |group: &str, body: &str| Record::sqs_in_group(group, body);
    let queue =
        Stream::queue([message("a", "out"), message("a", "in"), message("b", "out"), message("a", "in")]);
    let mapping = EventSourceMapping::sqs_fifo().batch_size(1).filter_criteria([r#"{"body": ["in"]}"#]);
    let report = received(mapping, &queue).await;
    assert_eq!(positions(&report), [vec![1], vec![3]]);
    report.assert_in_order();
}

/// Documented: a value in another format than the pattern is filtered by its other fields only.
#[tokio::test]
async fn topics_are_filtered_by_their_values() {
    let record = |offset, value: &str| Record::kafka("t", 0, offset, value);
    let topics =
        Stream::topics([record(1, r#"{"kind": "in"}"#), record(2, r#"{"kind": "out"}"#), record(3, "plain")]);
    let mapping = EventSourceMapping::kafka().filter_criteria([r#"{"value": {"kind": ["in"]}}"#]);
    let report = received(mapping, &topics).await;
    assert_eq!((positions(&report), report.filtered_out()), (vec![vec![0, 2]], vec![(0, vec![1])]));
}

#[test]
fn criteria_that_aws_refuses_are_refused() {
    let said = |mapping: EventSourceMapping| mapping.validate().unwrap_err().to_string();
    let refused = said(EventSourceMapping::sqs().filter_criteria([r#"{"body": "x"}"#]));
    assert!(
        refused.starts_with("InvalidParameterValueException: Invalid filter pattern definition."),
        "{refused}"
    );
    assert!(refused.contains("filter 1: at `body`: a list of rules is needed"), "{refused}");
    let ten = EventSourceMapping::sqs().filter_criteria([r#"{"body": ["x"]}"#; 10]);
    assert_eq!(ten.validate(), Ok(()));
    let eleven = said(EventSourceMapping::sqs().filter_criteria([r#"{"body": ["x"]}"#; 11]));
    assert!(
        eleven.contains("'filterCriteria.filters'") && eleven.ends_with("less than or equal to 10"),
        "{eleven}"
    );
    let long = format!(r#"{{"body": ["{}"]}}"#, "x".repeat(4_096));
    assert!(said(EventSourceMapping::sqs().filter_criteria([long])).ends_with("less than or equal to 4096"));
}

#[test]
fn the_configuration_of_a_mapping_has_its_criteria() {
    let mapping = EventSourceMapping::kinesis();
    assert_eq!(mapping.configuration().get("FilterCriteria"), None);
    let configuration = mapping.filter_criteria([IN]).configuration();
    assert_eq!(configuration["FilterCriteria"], json!({ "Filters": [{ "Pattern": IN }] }));
}
