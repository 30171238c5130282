//! One shard, ten records, and a function that fails on the fourth record of each batch.

use std::sync::atomic::{AtomicUsize, Ordering};

use aws_lambda_events::kinesis::KinesisEvent;
use checkpointed::{
    LambdaEvent, checkpointed_stream_handler, kinesis,
    simulator::{EventSourceMapping, Record, Report, Stream},
};

fn stream() -> Stream {
    Stream::new().shard((1..=10).map(|number| Record::kinesis("key", format!("r{number}"))))
}

/// The first and last record of each delivery, counted from 1.
fn deliveries(report: &Report) -> Vec<(usize, usize)> {
    report
        .deliveries()
        .iter()
        .map(|delivery| (delivery.records[0] + 1, delivery.records[delivery.records.len() - 1] + 1))
        .collect()
}

/// A function without partial answers: the first error fails the invocation.
async fn all_or_nothing(event: LambdaEvent<KinesisEvent>) -> Result<(), String> {
    for (position, _record) in event.payload.records.iter().enumerate() {
        if position == 3 {
            return Err(String::from("the fourth record failed"));
        }
    }
    Ok(())
}

#[checkpointed_stream_handler]
async fn checkpointed(_record: kinesis::Record<'_, &str>, handled: &AtomicUsize) -> Result<(), String> {
    if handled.fetch_add(1, Ordering::Relaxed) == 3 {
        Err(String::from("the fourth record failed"))
    } else {
        Ok(())
    }
}

#[tokio::test]
async fn by_default_the_failure_is_never_passed() {
    let report = EventSourceMapping::kinesis()
        .maximum_deliveries_without_progress(5)
        .run(&stream(), all_or_nothing)
        .await;
    assert_eq!(report.batch_sizes(), [10; 5]);
    assert_eq!(report.blocked(), [0]);
}

#[tokio::test]
async fn bisecting_ends_and_repeats_work() {
    let mapping = EventSourceMapping::kinesis().bisect_batch_on_function_error(true);
    let report = mapping.run(&stream(), all_or_nothing).await;
    assert_eq!(deliveries(&report), [(1, 10), (1, 5), (1, 2), (3, 5), (6, 10), (6, 7), (8, 10)]);
    assert!(report.blocked().is_empty());
    report.assert_nothing_lost();
    report.assert_nothing_discarded();
}

#[tokio::test]
async fn a_reported_checkpoint_does_each_record_once() {
    let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true);
    let report = mapping.run(&stream(), async |event| checkpointed(event, &AtomicUsize::new(0)).await).await;
    assert_eq!(deliveries(&report), [(1, 10), (4, 10), (7, 10), (10, 10)]);
    report.assert_nothing_lost();
    report.assert_nothing_discarded();
    assert_eq!(
        report.to_string(),
        "delivery  records  outcome\n       \
         1    r1–10  continue from r4\n       \
         2    r4–10  continue from r7\n       \
         3    r7–10  continue from r10\n       \
         4      r10  done"
    );
}

/// The most frequent accident: the function reports, but the mapping ignores it.
#[tokio::test]
async fn an_ignored_report_loses_records() {
    let mapping = EventSourceMapping::kinesis();
    let report = mapping.run(&stream(), async |event| checkpointed(event, &AtomicUsize::new(0)).await).await;
    assert_eq!(report.batch_sizes(), [10]);
    let lost = report.lost();
    assert_eq!(
        lost.iter().map(|lost| lost.records.clone()).collect::<Vec<_>>(),
        [(3..10).collect::<Vec<_>>()]
    );
    assert_eq!(
        report.to_string(),
        "delivery  records  outcome\n       \
         1    r1–10  r4 reported, and IGNORED\n\
         LOST: r4–10 of shard 0: a partial answer was returned but ReportBatchItemFailures is off"
    );
}

#[tokio::test]
#[should_panic(expected = "LOST: r4–10 of shard 0")]
async fn a_lost_record_fails_a_test() {
    let mapping = EventSourceMapping::kinesis();
    mapping
        .run(&stream(), async |event| checkpointed(event, &AtomicUsize::new(0)).await)
        .await
        .assert_nothing_lost();
}
