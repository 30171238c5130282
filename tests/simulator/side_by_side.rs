//! Simulations inside of a handler, and on several threads at once: none sees the clock or the announcements of another.

use std::{cell::RefCell, thread, time::Duration};

use checkpointed::{
    checkpointed_stream_handler, kinesis,
    simulator::{self, EventSourceMapping, Record, Report, Stream},
};
use tokio::time::sleep;

fn three_records() -> Stream {
    Stream::new().shard(["a", "b", "c"].map(|data| Record::kinesis("key", data)))
}

fn mapping() -> EventSourceMapping {
    EventSourceMapping::kinesis().report_batch_item_failures(true).maximum_retry_attempts(0)
}

/// Takes a second for each record, and fails at `b`.
#[checkpointed_stream_handler]
async fn inner(record: kinesis::Record<'_, &str>) -> Result<(), String> {
    sleep(Duration::from_secs(1)).await;
    if record.data == "b" { Err(String::from("b fails")) } else { Ok(()) }
}

/// Runs a simulation for each record, and takes no other time.
#[checkpointed_stream_handler]
async fn outer(_record: kinesis::Record<'_, &str>, reports: &RefCell<Vec<(String, Duration)>>) {
    let before = simulator::now();
    let report = mapping().run(&three_records(), inner).await;
    assert_eq!(simulator::now().zip(before).map(|(after, before)| after > before), Some(true));
    reports.borrow_mut().push((format!("{report:?}"), report.duration()));
}

fn run(handler: impl AsyncFnOnce() -> Report) -> Report {
    tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(handler())
}

#[test]
fn a_handler_runs_simulations_of_its_own() {
    let alone = run(async || mapping().run(&three_records(), inner).await);
    let reports = RefCell::new(Vec::new());
    let report =
        run(async || mapping().timeout(60).run(&three_records(), |event| outer(event, &reports)).await);

    report.assert_each_done_once();
    assert!((0..3).all(|position| report.errors(0, position).is_empty()), "{report:?}");
    // Tokio's clock is one for all, and stands still between the deliveries of each.
    assert_eq!(report.duration(), 3 * alone.duration());
    let same = (format!("{alone:?}"), alone.duration());
    assert_eq!(reports.into_inner(), [same.clone(), same.clone(), same]);
}

#[test]
fn simulations_on_several_threads_have_the_same_result() {
    let alone = format!("{:?}", run(async || mapping().run(&three_records(), inner).await));
    thread::scope(|scope| {
        let run = || format!("{:?}", run(async || mapping().run(&three_records(), inner).await));
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(run)).collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), alone);
        }
    });
}
