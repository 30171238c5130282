//! The CPU time of an invocation in a process of its own: HTTP, `lambda_runtime`, and all that is around the handler.
//!
//! This executable starts itself as the function, by hand and with the attribute, on the same kind of runtime.

mod runtime_api;

use std::{
    env, fs,
    net::TcpListener,
    process::{Child, Command, Stdio},
    time::Duration,
};

use lambda_runtime::{Error, service_fn};

use self::runtime_api::Invocations;
use crate::{
    cases::{self, Total},
    results,
};

/// The argument with which this executable starts itself.
pub(crate) const FUNCTION: &str = "--function";
/// The argument for the function that is written by hand.
pub(crate) const BY_HAND: &str = "--by-hand";

/// How often each function is started for each event.
const ROUNDS: usize = 8;
/// Invocations that aren't measured.
const WARM_UP: usize = 5;

/// Runs the function, on the runtime that `#[tokio::main(flavor = "current_thread")]` makes.
pub(crate) fn run_function(by_hand: bool) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    let total = Total::default();
    let ended: Result<(), Error> = runtime.block_on(async {
        if by_hand {
            lambda_runtime::tracing::init_default_subscriber();
            lambda_runtime::run(service_fn(|event| cases::kinesis_by_hand(event, &total))).await
        } else {
            checkpointed::run(|event| cases::kinesis_owned(event, &total)).await
        }
    });
    ended.expect("the Runtime API can be reached");
}

/// Compares the functions, event by event.
pub(crate) fn compare() {
    let events = [
        ("1 record", 1, 300, 400),
        ("100 records of 1 KB", 100, 1_024, 60),
        ("5,800 records of 300 B", 5_800, 300, 10),
    ];
    let mut rows = Vec::new();
    println!("CPU time of an invocation, medians of {ROUNDS} processes each");
    for (name, records, size, invocations) in events {
        let event = cases::kinesis(records, size);
        let measure = |arguments: &[&str]| cpu_time(arguments, &event, invocations);
        let mut times: Vec<(Duration, Duration)> =
            (0..ROUNDS).map(|_| (measure(&[FUNCTION, BY_HAND]), measure(&[FUNCTION]))).collect();
        let ratio = median(&mut times, |(by_hand, ours)| by_hand.as_secs_f64() / ours.as_secs_f64());
        let by_hand = median(&mut times, |(by_hand, _)| by_hand.as_secs_f64() * 1e6);
        let ours = median(&mut times, |(_, ours)| ours.as_secs_f64() * 1e6);
        println!("  {name:<24} by hand {by_hand:>9.1} us   attribute {ours:>9.1} us   x {ratio:.2}");
        let figures = [by_hand, ours, ratio].map(|figure| format!("{figure:.2}"));
        rows.push([vec![name.to_owned()], figures.to_vec()].concat());
    }
    results::save("process", &["event", "by_hand_us", "attribute_us", "ratio"], &rows);
}

fn median<T: Copy>(values: &mut [T], key: impl Fn(T) -> f64) -> f64 {
    values.sort_by(|one, other| key(*one).total_cmp(&key(*other)));
    key(values[values.len() / 2])
}

/// The CPU time of one invocation, on average.
fn cpu_time(arguments: &[&str], event: &[u8], invocations: usize) -> Duration {
    let listener = TcpListener::bind("127.0.0.1:0").expect("loopback has a free port");
    let address = listener.local_addr().expect("a bound listener has an address");
    let mut function = Command::new(env::current_exe().expect("this executable"))
        .args(arguments)
        .env_clear()
        .env("AWS_LAMBDA_RUNTIME_API", address.to_string())
        .env("AWS_LAMBDA_FUNCTION_NAME", "measured")
        .env("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "128")
        .env("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST")
        .env("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/measured")
        .env("AWS_LAMBDA_LOG_STREAM_NAME", "measured")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .expect("this executable starts");
    let mut started = Duration::ZERO;
    let invocations_until = |last| Invocations { event, last };
    let mut connections = runtime_api::Connections::new(listener);
    connections.serve(&invocations_until(WARM_UP));
    started += cpu_time_of(&function);
    connections.serve(&invocations_until(WARM_UP + invocations));
    let time = cpu_time_of(&function) - started;
    end(&mut function);
    time / invocations as u32
}

/// The CPU time that a process has used, in all its threads.
fn cpu_time_of(process: &Child) -> Duration {
    // The process has asked for the next event; soon it waits.
    std::thread::sleep(Duration::from_millis(5));
    let threads = fs::read_dir(format!("/proc/{}/task", process.id())).expect("Linux, and the process runs");
    let nanoseconds = threads.map(|thread| {
        let path = thread.expect("a thread").path().join("schedstat");
        let text = fs::read_to_string(path).expect("the scheduler's figures");
        text.split(' ').next().and_then(|first| first.parse().ok()).unwrap_or(0)
    });
    Duration::from_nanos(nanoseconds.sum())
}

fn end(function: &mut Child) {
    function.kill().expect("the function runs");
    function.wait().expect("the function ends");
}
