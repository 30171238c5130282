//! Invokes an executable again and again, and restarts its process when that ends.

use std::time::{Duration, Instant};

use tokio::time;

use super::{Executable, process::Process, start_error::StartError};
use crate::simulator::{
    fault::Fault,
    invocation::{Answer, CRASHED, Invocation, Invoke, apply_fault, function_error, request_id},
    mapping::EventSourceMapping,
    report::Report,
    stream::Stream,
    trace,
};

/// An executable with its process. As on Lambda, the process lives on from one invocation to the next, and from one run to the
/// next. If it ends, the next invocation starts it again. Dropping this kills the process, but not its own child processes.
///
/// It belongs to the tokio runtime in which it was started.
#[derive(Debug)]
pub struct RunningExecutable {
    executable: Executable,
    /// `None` if the next invocation has to start it.
    process: Option<Process>,
}

impl Executable {
    /// Starts the process. A process that never asks for an event fails the first invocation, not this method.
    ///
    /// # RecordErrors
    /// If the process cannot be started: no such file, or no permission.
    ///
    /// # Panics
    /// Outside of a tokio runtime with I/O and time enabled, as `#[tokio::test]` and `#[tokio::main]` make it.
    pub async fn start(self) -> Result<RunningExecutable, StartError> {
        let process = self.spawn().await?;
        Ok(RunningExecutable { executable: self, process: Some(process) })
    }

    async fn spawn(&self) -> Result<Process, StartError> {
        let started = Process::start(self).await;
        started.map_err(|source| StartError { program: self.program.clone(), source })
    }
}

impl RunningExecutable {
    /// The answer; `None` if it does not come in time.
    async fn answer(&mut self, number: usize, event: &str, timeout: Duration) -> Option<Answer> {
        let mut process = match self.ready().await {
            Ok(process) => process,
            Err(error) => return Some(Answer::FunctionError(error)),
        };
        let invocation = process.invoke(request_id(number), event, timeout);
        let answer = time::timeout(timeout, invocation).await.ok();
        if let Some(Ok(_)) = answer {
            self.process = Some(process);
        } else {
            process.kill().await;
        }
        answer.map(|answer| answer.unwrap_or_else(Answer::FunctionError))
    }

    /// Takes out a process that asks for an event. If the future of an invocation is dropped, the process is dropped with it,
    /// and thereby killed.
    async fn ready(&mut self) -> Result<Process, String> {
        if let Some(mut process) = self.process.take() {
            match process.ready().await {
                Ok(()) => return Ok(process),
                Err(error) => {
                    let between_invocations = process.was_invoked();
                    process.kill().await;
                    if !between_invocations {
                        return Err(error);
                    }
                }
            }
        }
        let mut process = self.executable.spawn().await.map_err(|error| error.to_string())?;
        match process.ready().await {
            Ok(()) => Ok(process),
            Err(error) => {
                process.kill().await;
                Err(error)
            }
        }
    }

    async fn crash(&mut self) {
        if let Some(process) = self.process.take() {
            process.kill().await;
        }
    }
}

impl Invoke for &mut RunningExecutable {
    async fn invoke(&mut self, invocation: Invocation<'_>) -> (Answer, Duration) {
        let Invocation { number, event, start, timeout, fault } = invocation;
        let delay = match &fault {
            Some(Fault::Error) => return (function_error("an error as planned"), start),
            Some(Fault::Panic) => return (function_error("a panic as planned"), start),
            Some(Fault::CrashAtOnce) => {
                self.crash().await;
                return (function_error(CRASHED), start);
            }
            Some(Fault::Delay(delay)) => *delay,
            _ => Duration::ZERO,
        };
        let timed_out =
            || function_error(&format!("the function timed out after {} s", timeout.as_secs_f64()));
        let left = timeout.saturating_sub(delay);
        if left.is_zero() {
            return (timed_out(), start + timeout);
        }
        let began = Instant::now();
        trace::handler_is_called();
        let answer = self.answer(number, event, left).await;
        if matches!(fault, Some(Fault::Crash | Fault::OutOfMemory)) {
            self.crash().await;
        }
        if fault == Some(Fault::Hang) {
            return (timed_out(), start + timeout);
        }
        let answer = answer.map_or_else(timed_out, |answer| apply_fault(answer, fault.as_ref()));
        (answer, start + delay + began.elapsed())
    }
}

impl EventSourceMapping {
    /// Like [`run`](Self::run), for a function that is an executable: see [`Executable`].
    ///
    /// # Outcomes of an invocation
    /// * A response is read as plain bytes, JSON or not, sent in one piece or in chunks. If the connection breaks, the bytes
    ///   that arrived count. A response of more than 6 MB is a function error
    ///   ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html)).
    /// * A process that ends during the invocation causes a function error (`Runtime.ExitError`).
    /// * A process that has not answered by the [`timeout`](Self::timeout) is killed, which is a function error.
    /// * A process that posts an initialization error, ends before it asks for its first event, or does not ask for it within
    ///   ten seconds, causes a function error and is killed.
    /// * A process that ends between two invocations causes no error.
    ///
    /// After each of these the next invocation starts the process again.
    ///
    /// A process cannot call [`started`](super::super::started) and [`done`](super::super::done): the report knows only its
    /// answers.
    ///
    /// # Time
    /// An executable runs in real time, and its deadline is a time of the machine's clock. In the time of the simulation the
    /// invocation takes as long, including the start of the process if the invocation waited for it. The waits between
    /// deliveries, such as those before a retry, still take no time. So two runs make the same deliveries, if the function
    /// behaves the same, but at different times.
    ///
    /// # Faults
    /// [`Fault::Crash`] and [`Fault::OutOfMemory`] kill the process after it has answered. [`Fault::Delay`] brings the deadline
    /// nearer, without a wait in real time. [`Fault::Error`] and [`Fault::Panic`] leave the process alone.
    ///
    /// # Panics
    /// As [`run`](Self::run) does, and if tokio's clock is paused: every timeout would be over at once.
    pub async fn run_executable(&self, stream: &Stream, function: &mut RunningExecutable) -> Report {
        assert!(
            clock_moves(),
            "tokio's clock is paused, but an executable runs in real time: leave out `start_paused` and `pause()`"
        );
        self.run_to_end(stream, function).await
    }
}

/// Tokio has no method that says whether its clock is paused.
fn clock_moves() -> bool {
    let before = time::Instant::now();
    std::thread::sleep(Duration::from_millis(1));
    time::Instant::now() > before
}
