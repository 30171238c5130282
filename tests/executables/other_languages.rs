//! Functions in other languages, some of which do what no runtime for Rust would do.

use std::{fs, path::PathBuf, process::Command};

use checkpointed::simulator::{DeliveryOutcome, Executable, Report, RunningExecutable};

use crate::simulation::{errors, mapping, records};

/// A function that needs only Python's standard library; `None`, with a message, without Python.
async fn python(function: &str) -> Option<RunningExecutable> {
    let found = Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        eprintln!("SKIPPED: functions in Python are not tested, because there is no `python3`");
        return None;
    }
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("executables/functions/function.py");
    let executable = Executable::new("python3").arg(script).env("FUNCTION", function);
    Some(executable.start().await.unwrap())
}

async fn run(function: &str) -> Option<Report> {
    let mut function = python(function).await?;
    let mapping = mapping().maximum_retry_attempts(0);
    Some(mapping.run_executable(&records(10), &mut function).await)
}

/// Delivers two batches.
async fn run_twice(function: &str) -> Option<Report> {
    let mut function = python(function).await?;
    let mapping = mapping().maximum_retry_attempts(0).batch_size(5);
    Some(mapping.run_executable(&records(10), &mut function).await)
}

/// The error of the second invocation, if the process survived the first one.
const LIVED_ON: Option<&str> = Some("ValueError: as ever");

#[tokio::test]
async fn a_function_in_python_continues_after_its_checkpoint() {
    let Some(report) = run("fourth_fails").await else { return };
    assert_eq!(report.batch_sizes(), [10, 7, 4, 1], "{report}");
    report.assert_nothing_lost();
    report.assert_nothing_discarded();
}

#[tokio::test]
async fn a_function_gets_the_headers_and_the_environment_of_lambda() {
    let Some(report) = run("looks_around").await else { return };
    assert_eq!(errors(&report), [None], "{report}");
}

#[tokio::test]
async fn an_error_of_the_function_is_a_function_error() {
    let Some(report) = run("error").await else { return };
    assert_eq!(errors(&report), [Some("ValueError: as ever")], "{report}");
}

#[tokio::test]
async fn an_error_before_the_first_event_is_a_function_error() {
    let Some(report) = run("init_error").await else { return };
    assert_eq!(errors(&report), [Some("Runtime.NoSuchModule: no module named `orders`")], "{report}");
}

#[tokio::test]
async fn a_response_in_chunks_is_read_whole() {
    let Some(report) = run("chunks").await else { return };
    assert_eq!(report.deliveries()[0].outcome, DeliveryOutcome::Partial { position: 3 }, "{report}");
}

#[tokio::test]
async fn a_stream_that_breaks_with_an_error_is_a_function_error() {
    let Some(report) = run("chunks_and_error").await else { return };
    let failed = "Function.Broken: the function failed while it streamed its response";
    assert_eq!(errors(&report), [Some(failed)], "{report}");
}

#[tokio::test]
async fn a_response_that_breaks_off_is_read_as_far_as_it_came() {
    let Some(report) = run("cut").await else { return };
    assert_eq!(errors(&report), [Some("the response cannot be read as JSON")], "{report}");
}

#[tokio::test]
async fn a_response_that_is_too_large_is_a_function_error() {
    let Some(report) = run_twice("too_large").await else { return };
    let too_large = "Function.ResponseSizeTooLarge: the response is larger than 6291556 bytes, the most that Lambda accepts";
    assert_eq!(errors(&report), [Some(too_large), LIVED_ON], "{report}");
}

#[tokio::test]
async fn a_process_that_ends_after_its_answer_is_started_again() {
    let Some(mut function) = python("once").await else { return };
    let mapping = mapping().batch_size(2).maximum_retry_attempts(0);
    let report = mapping.run_executable(&records(6), &mut function).await;
    assert_eq!(errors(&report), [None; 3], "{report}");
}

#[tokio::test]
async fn an_answer_counts_though_the_process_ends_at_once() {
    let Some(mut function) = python("last_words").await else { return };
    let mapping = mapping().batch_size(1).maximum_retry_attempts(0);
    let report = mapping.run_executable(&records(10), &mut function).await;
    assert_eq!(errors(&report), [None; 10], "{report}");
}

#[tokio::test]
async fn an_answer_to_another_invocation_is_refused() {
    let Some(report) = run_twice("stranger").await else { return };
    assert_eq!(errors(&report), [None, LIVED_ON], "{report}");
}

/// With `curl`, even a shell script will do.
#[cfg(unix)]
#[tokio::test]
async fn a_shell_script_is_a_function() {
    if Command::new("curl").arg("--version").output().is_err() {
        eprintln!("SKIPPED: a function that is a shell script is not tested, because there is no `curl`");
        return;
    }
    use std::os::unix::fs::PermissionsExt;
    let script = r#"#!/bin/sh
runtime="http://$AWS_LAMBDA_RUNTIME_API/2018-06-01/runtime"
while true; do
    id=$(curl -sS -D - -o /dev/null "$runtime/invocation/next" | tr -d '\r' | sed -n 's/^lambda-runtime-aws-request-id: //Ip')
    curl -sS -o /dev/null -d '{"batchItemFailures":[]}' "$runtime/invocation/$id/response" || exit 1
done
"#;
    let bootstrap = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bootstrap.sh");
    fs::write(&bootstrap, script).unwrap();
    fs::set_permissions(&bootstrap, fs::Permissions::from_mode(0o755)).unwrap();
    let mut function = Executable::new(bootstrap).start().await.unwrap();
    let report = mapping().batch_size(4).run_executable(&records(10), &mut function).await;
    assert_eq!(report.batch_sizes(), [4, 4, 2], "{report}");
    report.assert_nothing_lost();
}
