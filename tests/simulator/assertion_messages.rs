//! The messages of failed assertions.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    time::Duration,
};

use checkpointed::{
    LambdaEvent, checkpointed_stream_handler, kinesis,
    simulator::{self, EventSourceMapping, Fault, Faults, Record, Report, StartingPosition, Stream},
};
use serde_json::{Value, json};

#[checkpointed_stream_handler]
async fn handle(record: kinesis::Record<'_, &str>) -> Result<(), String> {
    if record.data == "bad" { Err(String::from("bad")) } else { Ok(()) }
}

fn shard(records: &[&str]) -> Stream {
    Stream::new().shard(records.iter().map(|data| Record::kinesis("key", data)))
}

/// The message of an assertion that fails.
pub(crate) fn said(report: &Report, assertion: impl FnOnce(&Report)) -> String {
    let panic = catch_unwind(AssertUnwindSafe(|| assertion(report))).expect_err("it holds");
    panic.downcast_ref::<String>().expect("a message").clone()
}

#[tokio::test]
async fn the_message_has_the_report_and_what_to_change() {
    let report = EventSourceMapping::kinesis().run(&shard(&["ok", "bad", "ok"]), handle).await;
    assert_eq!(
        said(&report, Report::assert_nothing_lost),
        "LOST: r2–3 of shard 0: a partial answer was returned but ReportBatchItemFailures is off\n  \
         r2 of shard 0: delivered 1×, started 1×, first in delivery 1 at 0 s, never done, acknowledged by delivery 1\n    \
         it failed with: bad\n  \
         r3 of shard 0: delivered 1×, started 0×, never done, acknowledged by delivery 1\n\
         \n\
         delivery  records  outcome\n       \
         1     r1–3  r2 reported, and IGNORED\n\
         LOST: r2–3 of shard 0: a partial answer was returned but ReportBatchItemFailures is off\n\
         \n\
         to change: switch on `report_batch_item_failures(true)` here, and `FunctionResponseTypes: \
         [ReportBatchItemFailures]` in the event source mapping that is deployed"
    );
}

#[tokio::test]
async fn the_message_names_discarded_records() {
    let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true).maximum_retry_attempts(0);
    let report = mapping.run(&shard(&["ok", "bad", "ok"]), handle).await;
    let discarded = said(&report, Report::assert_nothing_discarded);
    assert!(
        discarded.starts_with("discarded: r2–3 of shard 0 after 1 delivery (RetryAttemptsExhausted)\n"),
        "{discarded}"
    );
    assert!(
        discarded.contains("never done, discarded after delivery 2\n    it failed with: bad\n"),
        "{discarded}"
    );
    assert!(discarded.contains("to change: find out why"), "{discarded}");
    let untried = said(&report, Report::assert_nothing_discarded_untried);
    assert!(
        untried.starts_with("discarded UNTRIED: r3 of shard 0\n  r3 of shard 0: delivered 2×, started 0×"),
        "{untried}"
    );
    assert!(
        untried.contains("to change: when its retries are used up")
            && untried.contains("BisectBatchOnFunctionError")
    );
    assert!(report.to_string().contains("of these, never tried: r3 of shard 0"), "{report}");
    let not_done = said(&report, Report::assert_each_done_once);
    assert!(not_done.starts_with("NOT DONE: r2–3 of shard 0\n"), "{not_done}");
}

#[tokio::test]
async fn the_message_names_records_done_twice_or_out_of_order() {
    let faults = Faults::new().at_invocation(1, Fault::Crash);
    let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true);
    let report = mapping.clone().faults(faults).run(&shard(&["ok", "ok"]), handle).await;
    let twice = said(&report, Report::assert_each_done_once);
    assert!(twice.starts_with("done MORE THAN ONCE: r1–2 of shard 0\n"), "{twice}");
    assert!(
        twice.contains("done 2×, first in delivery 1") && twice.contains("repeated work: 2 times, of r1–2"),
        "{twice}"
    );
    mapping.run(&shard(&["ok", "ok"]), handle).await.assert_each_done_once();

    let backwards = async |_: LambdaEvent<Value>| {
        simulator::done(1);
        simulator::done(0);
        Ok::<_, String>(Value::Null)
    };
    let report = EventSourceMapping::kinesis().run(&shard(&["ok", "ok"]), backwards).await;
    report.assert_each_done_once();
    let order = said(&report, Report::assert_in_order);
    assert!(
        order.starts_with("OUT OF ORDER: r2 of shard 0 overtook r1, which was not done yet\n"),
        "{order}"
    );
    assert!(order.contains("to change: after a failure start nothing more"), "{order}");
}

#[tokio::test]
async fn a_handler_that_announces_nothing_cannot_pass_as_having_done_each_once() {
    let silent = async |_: LambdaEvent<Value>| Ok::<_, String>(Value::Null);
    let report = EventSourceMapping::kinesis().run(&shard(&["ok"]), silent).await;
    report.assert_nothing_lost();
    let unknown = said(&report, Report::assert_each_done_once);
    assert!(unknown.starts_with("UNKNOWN:") && unknown.contains("simulator::done"), "{unknown}");
    EventSourceMapping::kinesis().run(&shard(&[]), silent).await.assert_each_done_once();
}

/// The handler may have run the record after the one that it reported, or not.
#[tokio::test]
async fn a_handler_that_announces_nothing_cannot_pass_as_keeping_the_order() {
    let first_time = std::cell::Cell::new(true);
    let collects = async |event: LambdaEvent<Value>| {
        let first = &event.payload["Records"][0]["kinesis"]["sequenceNumber"];
        let failed =
            if first_time.replace(false) { vec![json!({ "itemIdentifier": first })] } else { vec![] };
        Ok::<_, String>(json!({ "batchItemFailures": failed }))
    };
    let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true);
    let report = mapping.run(&shard(&["ok", "ok"]), collects).await;
    assert!(said(&report, Report::assert_in_order).starts_with("UNKNOWN:"));
}

/// A planned error replaces the call of the handler.
#[tokio::test]
async fn a_record_is_untried_if_no_handler_was_called() {
    let silent = async |_: LambdaEvent<Value>| Ok::<_, String>(Value::Null);
    let faults = [Fault::Error, Fault::Panic, Fault::CrashAtOnce, Fault::Delay(Duration::MAX)];
    for fault in faults {
        let mapping = EventSourceMapping::kinesis()
            .maximum_retry_attempts(0)
            .faults(Faults::new().at_invocation(1, fault.clone()));
        let report = mapping.run(&shard(&["ok"]), silent).await;
        assert!(!report.deliveries()[0].handler_called);
        assert_eq!(report.discarded_untried(), [(0, vec![0])], "{fault:?}");
    }
}

/// The limit counts deliveries without progress: here, as many retries as AWS allows, before records that succeed.
#[tokio::test]
async fn the_limit_of_deliveries_counts_those_without_progress() {
    let mapping = EventSourceMapping::kinesis()
        .report_batch_item_failures(true)
        .batch_size(1)
        .maximum_deliveries_without_progress(3);
    let limited = mapping.clone().maximum_retry_attempts(2);
    let report = limited.run(&shard(&["bad", "ok", "bad", "ok", "ok", "ok"]), handle).await;
    assert!(!report.is_blocked(), "{report}");
    let report = mapping.run(&shard(&["ok", "bad"]), handle).await;
    assert_eq!((report.batch_sizes().len(), report.is_blocked()), (4, true), "{report}");
}

/// A record that waits at the end is not done. One that the starting position skipped does not count.
#[tokio::test]
async fn a_record_that_waits_is_not_done() {
    let mapping =
        EventSourceMapping::kinesis().report_batch_item_failures(true).maximum_deliveries_without_progress(2);
    let report = mapping.run(&shard(&["ok", "bad"]), handle).await;
    assert!(said(&report, Report::assert_each_done_once).starts_with("NOT DONE: r2 of shard 0"));
    let old = Record::kinesis("key", "bad").age(Duration::from_secs(60));
    let stream = Stream::new().shard([old, Record::kinesis("key", "ok")]);
    let latest = EventSourceMapping::kinesis().starting_position(StartingPosition::Latest);
    let report = latest.run(&stream, handle).await;
    assert_eq!(report.deliveries()[0].records, [1]);
    report.assert_each_done_once();
}

/// The advice for a queue does not suggest bisecting.
#[tokio::test]
async fn the_advice_fits_the_event_source() {
    let failing = async |_: LambdaEvent<Value>| Err::<Value, _>("no");
    let never_called = Faults::new().at_random(1, 1.0, Fault::Error);
    let streams = Stream::new().shard([Record::kinesis("key", "a")]);
    let queue = Stream::queue([Record::sqs("a")]);
    let topics = Stream::topics([Record::kafka("t", 0, 1, "a")]);
    let stream = EventSourceMapping::kinesis().maximum_retry_attempts(0);
    let kafka = EventSourceMapping::kafka().provisioned_mode(true).maximum_retry_attempts(0);
    let sqs = EventSourceMapping::sqs().max_receive_count(1);
    let fifo = EventSourceMapping::sqs_fifo().max_receive_count(1);
    for (mapping, source, word, other) in [
        (stream, &streams, "bisect_batch_on_function_error", "batch_size(1)"),
        (kafka, &topics, "bisect_batch_on_function_error", "batch_size(1)"),
        (sqs, &queue, "raise `max_receive_count`", "bisect"),
        (fifo, &queue, "batch_size(1)", "bisect"),
    ] {
        let report = mapping.faults(never_called.clone()).run(source, failing).await;
        let untried = said(&report, Report::assert_nothing_discarded_untried);
        assert!(untried.contains(word) && !untried.contains(other), "{untried}");
        assert!(untried.contains("it failed with: an error as planned"), "{untried}");
        let given_up = said(&report, Report::assert_nothing_discarded);
        let of_queues = other == "bisect";
        assert_eq!(given_up.contains("`max_receive_count`"), of_queues, "{given_up}");
        assert_eq!(given_up.contains("`maximum_retry_attempts`"), !of_queues, "{given_up}");
    }
}

#[tokio::test]
async fn counts_of_one_are_singular() {
    let faults = Faults::new().at_invocation(1, Fault::Throttle).at_invocation(2, Fault::Crash);
    let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true).faults(faults);
    let text = mapping.run(&shard(&["ok"]), handle).await.to_string();
    assert!(
        text.contains("throttled: 1 more invocation\n") && text.contains("repeated work: 1 time, of"),
        "{text}"
    );
    let mapping =
        EventSourceMapping::kinesis().report_batch_item_failures(true).maximum_deliveries_without_progress(1);
    let text = mapping.run(&shard(&["bad"]), handle).await.to_string();
    assert!(text.ends_with("ended after 1 delivery, with records of shard 0 still waiting"), "{text}");
}

/// An answer for API Gateway hides its report.
#[tokio::test]
async fn an_answer_wrapped_for_api_gateway_is_pointed_at() {
    let wrapped = async |event: LambdaEvent<Value>| {
        let record = &event.payload["Records"][0];
        let id = record.pointer("/kinesis/sequenceNumber").or(record.get("messageId"));
        let body = json!({ "batchItemFailures": [{ "itemIdentifier": id }] }).to_string();
        Ok::<_, String>(json!({ "statusCode": 200, "body": body }))
    };
    let queue = Stream::queue([Record::sqs("a")]);
    let topics = Stream::topics([Record::kafka("t", 0, 1, "a")]);
    for (mapping, source) in [
        (EventSourceMapping::kinesis(), &shard(&["a"])),
        (EventSourceMapping::sqs(), &queue),
        (EventSourceMapping::kafka().provisioned_mode(true), &topics),
    ] {
        let report = mapping.report_batch_item_failures(true).run(source, wrapped).await;
        let message = said(&report, Report::assert_nothing_lost);
        assert!(message.starts_with("UNCLEAR: the answer to delivery 1"), "{message}");
        assert!(message.contains("wrapped for API Gateway (`statusCode`)"), "{message}");
        assert!(
            message.contains("to change: answer the report itself")
                && message.contains("without `statusCode`")
        );
    }
    // A handler that announces a start without an end has lost the record.
    let announces = async |_: LambdaEvent<Value>| {
        simulator::started(0);
        Ok::<_, String>(json!({ "statusCode": 200, "body": "{}" }))
    };
    let report =
        EventSourceMapping::kinesis().report_batch_item_failures(true).run(&shard(&["a"]), announces).await;
    let message = said(&report, Report::assert_nothing_lost);
    assert!(message.starts_with("LOST: r1 of shard 0: the answer is wrapped for API Gateway"), "{message}");
}

#[tokio::test]
async fn a_long_list_is_cut() {
    let report = EventSourceMapping::kinesis().run(&shard(&["bad"; 30]), handle).await;
    let lost = said(&report, Report::assert_nothing_lost);
    assert!(lost.contains("  r10 of shard 0") && !lost.contains("  r11 of shard 0"), "{lost}");
    assert!(lost.contains("and 20 more records"), "{lost}");
}
