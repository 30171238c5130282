//! Reports of handlers that announce their steps, and of those that do not.

use std::time::Duration;

use checkpointed::{
    LambdaEvent, Outcome, checkpointed_stream_handler, kinesis,
    simulator::{self, EventSourceMapping, Fate, Fault, Faults, Record, Report, Stream},
};
use serde_json::{Value, json};
use tokio::time::sleep;

/// One shard. The data of each record says how it ends: `ok`, or `bad` with the number of failures.
fn shard(records: &[(&str, &str)]) -> Stream {
    Stream::new().shard(records.iter().map(|(key, data)| Record::kinesis(*key, data)))
}

fn keyless(records: &[&str]) -> Stream {
    shard(&records.iter().map(|data| ("key", *data)).collect::<Vec<_>>())
}

fn reporting() -> EventSourceMapping {
    EventSourceMapping::kinesis().report_batch_item_failures(true)
}

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, &str>) -> Result<(), String> {
    sleep(Duration::from_millis(100)).await;
    if record.data == "bad" { Err(String::from("bad")) } else { Ok(()) }
}

/// How a handler goes on after a record that failed.
#[derive(Clone, Copy, PartialEq)]
enum After {
    Stops,
    Collects,
    Ignores,
}

/// A handler as people write it, which announces its steps.
fn by_hand(event: &LambdaEvent<Value>, after: After) -> Value {
    let mut failures = Vec::new();
    for (position, record) in event.payload["Records"].as_array().into_iter().flatten().enumerate() {
        simulator::started(position);
        // "bad"
        if record["kinesis"]["data"] != "YmFk" {
            simulator::done(position);
        } else if after != After::Ignores {
            failures.push(json!({ "itemIdentifier": record["kinesis"]["sequenceNumber"] }));
            if after == After::Stops {
                break;
            }
        }
    }
    json!({ "batchItemFailures": failures })
}

async fn run(mapping: EventSourceMapping, stream: &Stream, after: After) -> Report {
    mapping.run(stream, async |event| Ok::<_, String>(by_hand(&event, after))).await
}

fn positions(records: &[simulator::Lost]) -> Vec<&[usize]> {
    records.iter().map(|lost| &lost.records[..]).collect()
}

#[tokio::test]
async fn a_history_says_when_a_record_was_started_and_done() {
    let report = reporting()
        .maximum_retry_attempts(1)
        .bisect_batch_on_function_error(true)
        .run(&keyless(&["ok", "bad", "ok"]), handle)
        .await;
    assert!(report.is_traced());
    let [first, bad, last] = &report.histories()[0][..] else { panic!("{report}") };
    assert_eq!((first.times_delivered, first.times_started, first.times_done), (1, 1, 1));
    assert_eq!(first.first_done.unwrap().at, Duration::from_millis(100));
    assert_eq!(first.first_started.unwrap().at, Duration::ZERO);
    assert_eq!((bad.first_done, bad.times_done), (None, 0));
    assert!(bad.is_given_up() && bad.times_started == 4, "{report}");
    assert_eq!((last.times_started, last.first_done.unwrap().delivery), (1, report.deliveries().len()));
    assert_eq!((report.times_started(), report.times_repeated()), (6, 0));
    assert_eq!(
        (&report.deliveries()[0].started[..], &report.deliveries()[0].done[..]),
        (&[0, 1][..], &[0][..])
    );
    report.assert_nothing_lost();
    report.assert_in_order();
    report.assert_nothing_discarded_untried();
}

/// The answers alone cannot show this: they say that all is well.
#[tokio::test]
async fn a_swallowed_error_is_found() {
    let report = run(reporting(), &keyless(&["ok", "bad", "ok", "bad"]), After::Ignores).await;
    assert_eq!(positions(report.lost()), [&[1, 3][..]]);
    assert_eq!(report.lost()[0].cause, "the function returned success, but the record was not done");
    assert_eq!(
        (report.lost()[0].delivery, report.histories()[0][1].fate),
        (1, Fate::Acknowledged { delivery: 1 })
    );
}

#[tokio::test]
async fn a_record_that_is_skipped_is_found() {
    let first_only = async |_: LambdaEvent<Value>| {
        simulator::done(0);
        Ok::<_, String>(Value::Null)
    };
    let report = reporting().run(&keyless(&["ok", "ok"]), first_only).await;
    assert_eq!(positions(report.lost()), [&[1][..]]);
    assert!(report.lost()[0].cause.contains("never started"), "{report}");
}

/// The records after the failure were done, so only the failed one is lost if Lambda ignores the report.
#[tokio::test]
async fn records_that_were_done_are_not_lost() {
    let report = run(EventSourceMapping::kinesis(), &keyless(&["ok", "bad", "ok"]), After::Collects).await;
    assert_eq!(positions(report.lost()), [&[1][..]]);
    assert!(report.lost()[0].cause.contains("ReportBatchItemFailures is off"));
}

#[tokio::test]
async fn an_answer_that_names_too_late_a_record_loses_those_before_it() {
    let names_the_last = async |event: LambdaEvent<Value>| {
        simulator::done(0);
        let number = &event.payload["Records"][2]["kinesis"]["sequenceNumber"];
        let is_first = event.payload["Records"].as_array().unwrap().len() == 3;
        let failures = if is_first { json!([{ "itemIdentifier": number }]) } else { json!([]) };
        Ok::<_, String>(json!({ "batchItemFailures": failures }))
    };
    let report = reporting().run(&keyless(&["ok", "ok", "ok"]), names_the_last).await;
    assert_eq!(positions(report.lost()), [&[1][..]]);
    assert!(report.lost()[0].cause.contains("names a later record"), "{report}");
}

#[tokio::test]
async fn going_on_after_a_failure_is_out_of_order_and_repeats_work() {
    let stream = shard(&[("a", "ok"), ("a", "bad"), ("b", "ok"), ("a", "ok")]);
    let collects = run(reporting().maximum_retry_attempts(1), &stream, After::Collects).await;
    let found: Vec<_> = collects.out_of_order().iter().map(|found| (found.earlier, found.later)).collect();
    // r3 has another key.
    assert_eq!(found, [(1, 3)]);
    assert_eq!((collects.batch_sizes(), collects.times_repeated()), (vec![4, 3, 3], 4));
    let stops = run(reporting().maximum_retry_attempts(1), &stream, After::Stops).await;
    assert_eq!((stops.out_of_order(), stops.times_repeated()), (&[][..], 0));
    assert_eq!(stops.discarded_untried(), [(0, vec![2, 3])]);
}

/// A crash repeats records that were done, which does not violate the order.
#[tokio::test]
async fn a_replay_is_repeated_work() {
    let faults = Faults::new().at_invocation(1, Fault::Crash);
    let report = reporting().faults(faults).run(&keyless(&["ok", "ok"]), handle).await;
    assert_eq!((report.times_repeated(), report.times_started()), (2, 4));
    assert_eq!(report.history(0, 0).unwrap().first_done.unwrap().delivery, 1);
    report.assert_in_order();
    report.assert_nothing_lost();
}

/// If a function fails before its handler begins, no record was tried.
#[tokio::test]
async fn an_error_before_the_handler_leaves_records_untried() {
    let faults = Faults::new().at_first_attempts(0, 1, 2, Fault::Error);
    let mapping = reporting().batch_size(1).maximum_retry_attempts(1).faults(faults);
    let report = mapping.run(&keyless(&["ok", "ok"]), handle).await;
    assert_eq!(report.discarded_untried(), [(0, vec![1])]);
}

#[tokio::test]
async fn the_steps_of_a_handler_that_times_out_are_known() {
    let slow = async |_: LambdaEvent<Value>| {
        simulator::done(0);
        simulator::started(1);
        sleep(Duration::from_secs(60)).await;
        Ok::<_, String>(Value::Null)
    };
    let report = reporting().maximum_retry_attempts(0).run(&keyless(&["ok", "ok", "ok"]), slow).await;
    let handled: Vec<_> =
        report.histories()[0].iter().map(|history| (history.times_started, history.times_done)).collect();
    assert_eq!(handled, [(1, 1), (1, 0), (0, 0)]);
    assert_eq!(report.discarded_untried(), [(0, vec![2])]);
}

#[checkpointed_stream_handler(batch)]
async fn whole(records: &[Result<kinesis::Record<'_, &str>, checkpointed::DecodeError>]) -> Vec<Outcome> {
    let outcome = |record: &Result<kinesis::Record<'_, &str>, _>| match record {
        Ok(record) if record.data == "ok" => Outcome::Done,
        _ => Outcome::failed("bad"),
    };
    records.iter().map(outcome).collect()
}

#[tokio::test]
async fn a_function_for_a_whole_batch_announces_its_steps_too() {
    let report = reporting().maximum_retry_attempts(0).run(&keyless(&["ok", "bad", "ok"]), whole).await;
    assert!(report.is_traced());
    let done: Vec<_> =
        report.histories()[0].iter().map(|history| (history.times_started, history.times_done)).collect();
    assert_eq!(done, [(1, 1), (2, 0), (2, 2)], "{report}");
}

/// An event of Kafka groups its records by partition, whatever order they were read in.
#[tokio::test]
async fn positions_of_kafka_are_those_of_the_event() {
    let record = |partition, offset| Record::kafka("orders", partition, offset, "value");
    let topics = Stream::topics([record(1, 7), record(0, 15), record(1, 8), record(0, 16)]);
    let first_two = async |_: LambdaEvent<Value>| {
        simulator::done(0);
        simulator::done(1);
        Ok::<_, String>(Value::Null)
    };
    let report = EventSourceMapping::kafka().run(&topics, first_two).await;
    assert_eq!(report.deliveries()[0].done, [1, 3]);
    assert_eq!(positions(report.lost()), [&[0, 2][..]]);
}

/// Without a trace only the answers count.
#[tokio::test]
async fn without_announcements_the_answers_count() {
    let silent = async |event: LambdaEvent<Value>| {
        let records = event.payload["Records"].as_array().unwrap().clone();
        let failures = if records.len() == 3 {
            json!([{ "itemIdentifier": records[1]["kinesis"]["sequenceNumber"] }])
        } else {
            json!([])
        };
        Ok::<_, String>(json!({ "batchItemFailures": failures }))
    };
    let report = reporting().run(&keyless(&["ok"; 3]), silent).await;
    assert!(!report.is_traced());
    let deliveries: Vec<_> =
        report.histories()[0].iter().map(|history| (history.times_started, history.times_done)).collect();
    assert_eq!(deliveries, [(1, 1), (2, 1), (1, 1)]);
    assert_eq!(report.history(0, 2).unwrap().first_done.unwrap().delivery, 2);
}

#[checkpointed_stream_handler(concurrency = 4)]
async fn side_by_side(record: kinesis::Record<'_, &str>) -> Result<(), String> {
    sleep(Duration::from_millis(100)).await;
    if record.data == "bad" { Err(String::from("bad")) } else { Ok(()) }
}

/// Records with different keys overlap, and none overtakes one with the same key.
#[tokio::test]
async fn records_side_by_side_are_in_order_within_their_key() {
    let stream = shard(&[("a", "ok"), ("b", "bad"), ("a", "ok"), ("b", "ok"), ("c", "ok")]);
    let mapping = reporting().maximum_retry_attempts(1);
    let report = mapping.run(&stream, side_by_side).await;
    assert_eq!(report.deliveries()[0].started, [0, 1, 4, 2], "{report}");
    report.assert_in_order();
    report.assert_nothing_lost();
    assert!(report.times_repeated() > 0, "what was done above the checkpoint is repeated\n{report}");
}
