//! Planned faults of executables.

use std::time::Duration;

use checkpointed::simulator::{Executable, Fault, Faults, Report};

use crate::simulation::{errors, mapping, records};

/// Six records in batches of two, with a fault at the second invocation.
async fn run(fault: Fault) -> Report {
    run_unsteady(Faults::new().at_invocation(2, fault), "").await
}

async fn run_unsteady(faults: Faults, second_invocation: &str) -> Report {
    let function = Executable::new(env!("CARGO_BIN_EXE_unsteady_function"));
    let mut function = function.env("SECOND_INVOCATION", second_invocation).start().await.unwrap();
    mapping().batch_size(2).faults(faults).run_executable(&records(6), &mut function).await
}

#[tokio::test]
async fn a_planned_crash_kills_the_process() {
    // A process exits in its second invocation. Here that is the third one, because the first one's process is gone.
    let report = run_unsteady(Faults::new().at_invocation(1, Fault::Crash), "exit").await;
    let crashed = Some("Runtime.ExitError: the process ended as planned");
    let exited = Some("Runtime.ExitError: the process ended: exit status: 3");
    assert_eq!(errors(&report), [crashed, None, exited, None, exited, None], "{report}");
}

#[tokio::test]
async fn a_planned_error_leaves_the_process_alone() {
    // The second invocation does not reach the process, so that the third one is its second.
    let report = run_unsteady(Faults::new().at_invocation(2, Fault::Error), "exit").await;
    let exited = Some("Runtime.ExitError: the process ended: exit status: 3");
    assert_eq!(errors(&report), [None, Some("an error as planned"), exited, None, exited, None], "{report}");
}

#[tokio::test]
async fn a_process_killed_for_its_memory_starts_again() {
    let report = run(Fault::OutOfMemory).await;
    let killed = Some("Runtime.OutOfMemory: the process was killed as planned");
    assert_eq!(errors(&report), [None, killed, None, None], "{report}");
}

#[tokio::test]
async fn a_slow_process_has_less_time_in_the_simulation_only() {
    let began = std::time::Instant::now();
    let report = run(Fault::Delay(Duration::from_secs(2))).await;
    let slow = &report.deliveries()[1];
    assert_eq!(errors(&report), [None; 3], "{report}");
    assert!(slow.end - slow.start >= Duration::from_secs(2), "{report}");
    assert!(began.elapsed() < Duration::from_secs(2), "{:?}", began.elapsed());

    let report = run(Fault::Delay(Duration::from_secs(3))).await;
    assert_eq!(errors(&report), [None, Some("the function timed out after 3 s"), None, None], "{report}");
}

#[tokio::test]
async fn a_planned_hang_and_a_crash_at_once_are_function_errors() {
    let report = run(Fault::Hang).await;
    assert_eq!(errors(&report), [None, Some("the function timed out after 3 s"), None, None], "{report}");
    let report = run(Fault::CrashAtOnce).await;
    let crashed = Some("Runtime.ExitError: the process ended as planned");
    assert_eq!(errors(&report), [None, crashed, None, None], "{report}");
    assert!(!report.deliveries()[1].handler_called);
}

#[tokio::test]
async fn a_response_is_cut_as_planned() {
    let report = run(Fault::TruncatedResponse).await;
    let cut = Some("the response cannot be read as JSON");
    assert_eq!(errors(&report), [None, cut, None, None], "{report}");
}
