//! Compiled functions with handlers made by the attribute.

use checkpointed::simulator::{Executable, Record, Stream};

use crate::simulation::{mapping, records};

#[tokio::test]
async fn a_function_continues_after_its_checkpoint() {
    let mut function = Executable::new(env!("CARGO_BIN_EXE_unsteady_function")).start().await.unwrap();
    let report = mapping().run_executable(&records(10), &mut function).await;
    assert_eq!(report.batch_sizes(), [10, 7, 4, 1], "{report}");
    report.assert_nothing_lost();
    report.assert_nothing_discarded();
}

#[tokio::test]
async fn without_reports_the_failed_records_are_lost() {
    let mut function = Executable::new(env!("CARGO_BIN_EXE_unsteady_function")).start().await.unwrap();
    let report =
        mapping().report_batch_item_failures(false).run_executable(&records(10), &mut function).await;
    assert_eq!(report.batch_sizes(), [10], "{report}");
    assert_eq!(report.lost()[0].records, [3, 4, 5, 6, 7, 8, 9], "{report}");
}

#[tokio::test]
async fn a_record_that_always_fails_is_discarded() {
    let order = |id: u32| {
        let customer = if id == 4 { "fail" } else { "ada" };
        Record::kinesis("key", format!(r#"{{"id":{id},"customer":"{customer}"}}"#))
    };
    let stream = Stream::new().shard((1..=6).map(order));
    let log = tempfile("always_fails.log");
    let mut function =
        Executable::new(env!("CARGO_BIN_EXE_kinesis_function")).log_to(&log).start().await.unwrap();
    let mapping = mapping().maximum_retry_attempts(1).bisect_batch_on_function_error(true);
    let report = mapping.run_executable(&stream, &mut function).await;
    assert_eq!(report.discarded().len(), 1, "{report}");
    assert_eq!(report.discarded()[0].records, [3], "{report}");
    report.assert_nothing_lost();
    let log = std::fs::read_to_string(log).unwrap();
    assert!(log.contains("the database refuses the order"), "{log}");
}

#[tokio::test]
async fn a_function_that_asks_for_several_events_gets_one_after_the_other() {
    let order = |id: u32| Record::kinesis("key", format!(r#"{{"id":{id},"customer":"ada"}}"#));
    let stream = Stream::new().shard((1..=6).map(order));
    let function = Executable::new(env!("CARGO_BIN_EXE_concurrent_kinesis_function"));
    let mut function = function.env("AWS_LAMBDA_MAX_CONCURRENCY", "4").start().await.unwrap();
    let report = mapping().batch_size(1).run_executable(&stream, &mut function).await;
    assert_eq!(report.batch_sizes(), [1; 6], "{report}");
    report.assert_nothing_lost();
}

/// The path of a file that does not exist.
fn tempfile(name: &str) -> std::path::PathBuf {
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    // An earlier run of the tests may have left it.
    let _ = std::fs::remove_file(&file);
    file
}
