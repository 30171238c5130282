//! What a failed assertion says.

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

fn said(report: &Report, assertion: impl FnOnce(&Report)) -> String {
    let panic = catch_unwind(AssertUnwindSafe(|| assertion(report))).expect_err("it holds");
    panic.downcast_ref::<String>().expect("a message").clone()
}

#[tokio::test]
async fn it_tells_the_story_and_what_to_change() {
    let report = EventSourceMapping::kinesis().run(&shard(&["ok", "bad", "ok"]), handle).await;
    assert_eq!(
        said(&report, Report::assert_nothing_lost),
        "LOST: r2–3 of shard 0: a partial answer was returned but ReportBatchItemFailures is off\n  \
         r2 of shard 0: delivered 1×, handled 1×, first in delivery 1 at 0 s, never done, acknowledged by delivery 1\n  \
         r3 of shard 0: delivered 1×, handled 0×, never done, acknowledged by delivery 1\n\
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
async fn it_tells_what_was_discarded() {
    let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true).maximum_retry_attempts(0);
    let report = mapping.run(&shard(&["ok", "bad", "ok"]), handle).await;
    let discarded = said(&report, Report::assert_nothing_discarded);
    assert!(
        discarded.starts_with("discarded: r2–3 of shard 0 after 1 deliveries (RetryAttemptsExhausted)\n"),
        "{discarded}"
    );
    assert!(discarded.contains("to change: find why"), "{discarded}");
    let untried = said(&report, Report::assert_nothing_untried_discarded);
    assert!(
        untried.starts_with("discarded UNTRIED: r3 of shard 0\n  r3 of shard 0: delivered 2×, handled 0×"),
        "{untried}"
    );
    assert!(
        untried.contains("to change: when retries end") && untried.contains("BisectBatchOnFunctionError")
    );
    assert!(report.to_string().contains("of these, never tried: r3 of shard 0"), "{report}");
    let not_done = said(&report, Report::assert_each_done_once);
    assert!(not_done.starts_with("NOT DONE: r2–3 of shard 0\n"), "{not_done}");
}

#[tokio::test]
async fn it_tells_what_was_done_twice_and_out_of_order() {
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
async fn a_handler_that_does_not_tell_cannot_pass_as_having_done_each_once() {
    let silent = async |_: LambdaEvent<Value>| Ok::<_, String>(Value::Null);
    let report = EventSourceMapping::kinesis().run(&shard(&["ok"]), silent).await;
    report.assert_nothing_lost();
    let unknown = said(&report, Report::assert_each_done_once);
    assert!(unknown.starts_with("UNKNOWN:") && unknown.contains("simulator::done"), "{unknown}");
    EventSourceMapping::kinesis().run(&shard(&[]), silent).await.assert_each_done_once();
}

/// It may have run the record behind the one that it reported, or not.
#[tokio::test]
async fn a_handler_that_does_not_tell_cannot_pass_as_keeping_the_order() {
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

/// A planned error comes in the place of the handler.
#[tokio::test]
async fn what_no_handler_was_called_for_was_never_tried() {
    let silent = async |_: LambdaEvent<Value>| Ok::<_, String>(Value::Null);
    let faults = [Fault::Error, Fault::Panic, Fault::CrashAtOnce, Fault::Slow(Duration::MAX)];
    for fault in faults {
        let mapping = EventSourceMapping::kinesis()
            .maximum_retry_attempts(0)
            .faults(Faults::new().at_invocation(1, fault.clone()));
        let report = mapping.run(&shard(&["ok"]), silent).await;
        assert!(!report.deliveries()[0].reached);
        assert_eq!(report.untried_discarded(), [(0, vec![0])], "{fault:?}");
    }
}

/// As many retries as AWS allows, and then records that go well: the limit counts what moves nothing.
#[tokio::test]
async fn the_limit_of_deliveries_is_for_what_makes_no_progress() {
    let mapping =
        EventSourceMapping::kinesis().report_batch_item_failures(true).batch_size(1).maximum_deliveries(3);
    let limited = mapping.clone().maximum_retry_attempts(2);
    let report = limited.run(&shard(&["bad", "ok", "bad", "ok", "ok", "ok"]), handle).await;
    assert!(!report.is_blocked(), "{report}");
    let report = mapping.run(&shard(&["ok", "bad"]), handle).await;
    assert_eq!((report.sizes().len(), report.is_blocked()), (4, true), "{report}");
}

/// What waits at the end is not done; what the starting position skipped is nobody's business.
#[tokio::test]
async fn a_record_that_waits_is_not_done() {
    let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true).maximum_deliveries(2);
    let report = mapping.run(&shard(&["ok", "bad"]), handle).await;
    assert!(said(&report, Report::assert_each_done_once).starts_with("NOT DONE: r2 of shard 0"));
    let old = Record::kinesis("key", "bad").age(Duration::from_secs(60));
    let stream = Stream::new().shard([old, Record::kinesis("key", "ok")]);
    let latest = EventSourceMapping::kinesis().starting_position(StartingPosition::Latest);
    let report = latest.run(&stream, handle).await;
    assert_eq!(report.deliveries()[0].records, [1]);
    report.assert_each_done_once();
}

#[tokio::test]
async fn a_long_list_is_cut() {
    let report = EventSourceMapping::kinesis().run(&shard(&["bad"; 30]), handle).await;
    let lost = said(&report, Report::assert_nothing_lost);
    assert!(lost.contains("  r10 of shard 0") && !lost.contains("  r11 of shard 0"), "{lost}");
    assert!(lost.contains("and 20 more records"), "{lost}");
}
