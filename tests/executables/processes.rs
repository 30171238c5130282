//! How a process ends and is started again.

use std::{
    path::PathBuf,
    time::{Duration, Instant},
};

use checkpointed::simulator::{Executable, RunningExecutable};

use crate::simulation::{errors, mapping, records};

async fn unsteady(second_invocation: &str) -> RunningExecutable {
    let function = Executable::new(env!("CARGO_BIN_EXE_unsteady_function"));
    function.env("SECOND_INVOCATION", second_invocation).start().await.unwrap()
}

#[tokio::test]
async fn a_process_that_exits_is_a_function_error_and_starts_again() {
    let mut function = unsteady("exit").await;
    let report = mapping().batch_size(2).run_executable(&records(6), &mut function).await;
    // Each process exits in its second invocation.
    let exited = Some("Runtime.ExitError: the process ended: exit status: 3");
    assert_eq!(errors(&report), [None, exited, None, exited, None], "{report}");
    report.assert_nothing_lost();
}

#[cfg(unix)]
#[tokio::test]
async fn a_process_that_is_killed_by_a_signal_is_a_function_error() {
    let mut function = unsteady("abort").await;
    let report = mapping().batch_size(2).run_executable(&records(4), &mut function).await;
    let error = errors(&report)[1].unwrap();
    assert!(error.starts_with("Runtime.ExitError: the process ended: signal: 6"), "{error}");
    assert_eq!(report.batch_sizes(), [2, 2, 2], "{report}");
}

#[tokio::test]
async fn a_process_that_hangs_is_killed_at_the_timeout_and_starts_again() {
    let mut function = unsteady("hang").await;
    let began = Instant::now();
    let report = mapping().batch_size(2).timeout(1).run_executable(&records(4), &mut function).await;
    let (took, hung) = (began.elapsed(), &report.deliveries()[1]);
    assert_eq!(errors(&report), [None, Some("the function timed out after 1 s"), None], "{report}");
    // It takes real time, and time of the simulation.
    assert!((1.0..5.0).contains(&took.as_secs_f64()), "{took:?}");
    assert!(hung.end - hung.start >= Duration::from_secs(1), "{report}");
}

#[tokio::test]
async fn a_process_lives_on_from_one_run_to_the_next() {
    let mut function = unsteady("exit").await;
    let first = mapping().run_executable(&records(2), &mut function).await;
    let second = mapping().run_executable(&records(2), &mut function).await;
    assert_eq!((first.batch_sizes(), second.batch_sizes()), (vec![2], vec![2, 2]), "{first}\n{second}");
}

#[tokio::test]
async fn an_abandoned_invocation_leaves_no_process() {
    let mut function = unsteady("hang").await;
    let stream = records(4);
    let patience = Duration::from_millis(700);
    let run = async |function: &mut RunningExecutable| {
        mapping()
            .batch_size(2)
            .timeout(60)
            .maximum_deliveries_without_progress(2)
            .run_executable(&stream, function)
            .await
    };
    tokio::time::timeout(patience, run(&mut function)).await.expect_err("the second invocation hangs");
    // There is a new process, whose first invocation does not hang.
    let report = mapping().run_executable(&records(2), &mut function).await;
    assert_eq!(report.batch_sizes(), [2], "{report}");
}

#[tokio::test]
async fn a_process_that_ends_before_its_first_event_is_a_function_error() {
    // `lambda_runtime` panics if this variable is not a number.
    let function = Executable::new(env!("CARGO_BIN_EXE_unsteady_function"));
    let mut function = function.env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "much").start().await.unwrap();
    let mapping = mapping().maximum_retry_attempts(1);
    let report = mapping.run_executable(&records(2), &mut function).await;
    let exited = Some("Runtime.ExitError: the process ended: exit status: 101");
    assert_eq!(errors(&report), [exited, exited], "{report}");
    assert_eq!(report.discarded()[0].records, [0, 1], "{report}");
}

#[tokio::test]
async fn an_executable_that_cannot_be_started_is_named_in_the_error() {
    let error = Executable::new("no/such/bootstrap").start().await.unwrap_err();
    assert!(
        error.to_string().starts_with("the executable `no/such/bootstrap` cannot be started: "),
        "{error}"
    );
}

#[tokio::test]
#[should_panic(expected = "tokio's clock is paused")]
async fn a_paused_clock_is_refused() {
    let mut function = unsteady("").await;
    tokio::time::pause();
    mapping().run_executable(&records(1), &mut function).await;
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn dropping_a_running_executable_kills_its_process() {
    let pid = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("dropped.pid");
    let script = r#"echo $$ > "$PID"; exec sleep 600"#;
    let function = Executable::new("/bin/sh").arg("-c").arg(script).env("PID", &pid).start().await.unwrap();
    let process = loop {
        let written = std::fs::read_to_string(&pid).unwrap_or_default();
        if written.ends_with('\n') {
            break PathBuf::from("/proc").join(written.trim());
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    };
    drop(function);
    let runs = || {
        let status = std::fs::read_to_string(process.join("stat")).unwrap_or_default();
        // A zombie is killed, too.
        !status.is_empty() && !status.contains(") Z ")
    };
    let since = Instant::now();
    while runs() && since.elapsed() < Duration::from_secs(5) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert!(!runs(), "{} still runs", process.display());
}
