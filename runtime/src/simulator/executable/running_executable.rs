//! An executable that is invoked again and again, whatever becomes of its processes.

use std::time::{Duration, Instant};

use tokio::time;

use super::{Executable, process::Process, start_error::StartError};
use crate::simulator::{
    fault::Fault,
    invocation::{Answer, CRASHED, Invocation, Invoke, function_error, request_id, spoil},
    mapping::EventSourceMapping,
    report::Report,
    stream::Stream,
    trace,
};

/// An executable with its process. The process lives on from one invocation, and one run, to the next, as on Lambda; where
/// it ends, the next invocation starts it again. Dropping this kills it; what it has started itself is left alone.
///
/// It belongs to the tokio runtime in which it was started.
#[derive(Debug)]
pub struct RunningExecutable {
    executable: Executable,
    /// `None` where the next invocation has to start it.
    process: Option<Process>,
}

impl Executable {
    /// Starts the process. Whether it comes as far as to ask for an event shows in the first invocation.
    ///
    /// # Errors
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
    /// The answer that comes in time; `None` if none does.
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

    /// A process that asks for an event. It is taken out, so that one which is still at work is killed where the future of
    /// an invocation is dropped.
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
            Some(Fault::Slow(delay)) => *delay,
            _ => Duration::ZERO,
        };
        let timed_out =
            || function_error(&format!("the function timed out after {} s", timeout.as_secs_f64()));
        let left = timeout.saturating_sub(delay);
        if left.is_zero() {
            return (timed_out(), start + timeout);
        }
        let began = Instant::now();
        trace::reaches_the_handler();
        let answer = self.answer(number, event, left).await;
        if matches!(fault, Some(Fault::Crash | Fault::OutOfMemory)) {
            self.crash().await;
        }
        if fault == Some(Fault::Hang) {
            return (timed_out(), start + timeout);
        }
        let answer = answer.map_or_else(timed_out, |answer| spoil(answer, fault.as_ref()));
        (answer, start + delay + began.elapsed())
    }
}

impl EventSourceMapping {
    /// Like [`run`](Self::run), for a function that is an executable: see [`Executable`].
    ///
    /// # What becomes of an invocation
    /// * A response is read as the bytes that they are, JSON or not, sent in one piece or in chunks; where the connection
    ///   breaks, as far as it came. One of more than 6 MB is a function error
    ///   ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html)).
    /// * A process that ends in the invocation is a function error (`Runtime.ExitError`). The next one starts it again.
    /// * A process that has not answered by the [`timeout`](Self::timeout) is killed: a function error. The next invocation
    ///   starts it again.
    /// * A process that posts an initialization error, ends before it asks for its first event, or has not asked for it
    ///   within ten seconds, is a function error, and is killed. The next invocation starts it again.
    /// * A process that ends between two invocations is started again, and nobody notices.
    ///
    /// What it does with a record, [`started`](super::super::started) and [`done`](super::super::done), a process cannot tell:
    /// the report knows it from the answers alone.
    ///
    /// # Time
    /// An executable lives in real time: a process takes as long as it takes, and the deadline that it is told is a time of
    /// the machine's clock. So long takes the invocation in the time of the simulation too, together with the start of the
    /// process where it waited for that; what lies between the deliveries, such as the waits before a retry, still takes no
    /// time. Two runs therefore make the same deliveries, if the function does the same, but not at the same times.
    ///
    /// # Faults
    /// [`Fault::Crash`] and [`Fault::OutOfMemory`] kill the process when it has answered. [`Fault::Slow`] brings the deadline
    /// nearer, without a wait in real time. [`Fault::Error`] and [`Fault::Panic`] leave the process alone.
    ///
    /// # Panics
    /// As [`run`](Self::run) does, and if tokio's clock is paused: limits of time would be over at once.
    pub async fn run_executable(&self, stream: &Stream, function: &mut RunningExecutable) -> Report {
        assert!(
            clock_moves(),
            "tokio's clock is paused, and an executable lives in real time: leave out `start_paused` and `pause()`"
        );
        self.complete(stream, function).await
    }
}

/// Tokio has no way to ask whether its clock is paused.
fn clock_moves() -> bool {
    let before = time::Instant::now();
    std::thread::sleep(Duration::from_millis(1));
    time::Instant::now() > before
}
