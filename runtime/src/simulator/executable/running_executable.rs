//! An executable that runs: it is invoked again and again, and its process is restarted when it ends.

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

/// An executable with its process. As on Lambda, the process lives on from one invocation to the next. It also lives on from one
/// run to the next. If it ends, the next invocation starts it again. Dropping this kills the process, but not its own child
/// processes.
///
/// It belongs to the tokio runtime in which it was started.
#[derive(Debug)]
pub struct RunningExecutable {
    executable: Executable,
    /// `None` if the next invocation has to start it.
    process: Option<Process>,
}

impl Executable {
    /// Starts the process. If the process never asks for an event, the first invocation fails, not this method.
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
    /// Invokes the process. Returns its answer, or `None` if the answer doesn't come in time.
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

    /// Takes out a process that asks for an event, and starts one if need be. Because it is taken out, dropping the future of an
    /// invocation kills the process.
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
    /// * A response is any bytes, JSON or not, sent at once or in chunks. If the connection breaks, the response is the bytes that
    ///   arrived. A response of more than 6 MB is a function error
    ///   ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html)).
    /// * A process that ends during the invocation causes a function error (`Runtime.ExitError`).
    /// * A process that has not answered by the [`timeout`](Self::timeout) causes a function error and is killed.
    /// * A process that posts an initialization error, ends before it asks for its first event, or does not ask for it within
    ///   ten seconds, causes a function error and is killed.
    /// * A process that ends between two invocations causes no error.
    ///
    /// If the process has ended or was killed, the next invocation starts it again.
    ///
    /// A process cannot call [`started`](super::super::started) and [`done`](super::super::done), so the report knows only its
    /// answers.
    ///
    /// # Time
    /// An executable runs in real time, and its deadline is a time of the machine's clock. An invocation takes the same time in the
    /// simulation, including the start of the process if it waits for that. Waits between deliveries, such as those before a
    /// retry, still take no real time. So two runs make the same deliveries at different times, if the function behaves the same.
    ///
    /// # Faults
    /// [`Fault::Crash`] and [`Fault::OutOfMemory`] kill the process after it has answered. [`Fault::Delay`] shortens the time until
    /// the deadline, and waits for no real time. [`Fault::Error`] and [`Fault::Panic`] leave the process alone.
    ///
    /// # Panics
    /// As [`run`](Self::run) does. Also if tokio's clock is paused, because then every timeout would be over at once.
    pub async fn run_executable(&self, stream: &Stream, function: &mut RunningExecutable) -> Report {
        assert!(
            clock_moves(),
            "tokio's clock is paused, but an executable runs in real time: leave out `start_paused` and `pause()`"
        );
        self.run_to_end(stream, function).await
    }
}

/// Whether tokio's clock is not paused. Tokio has no method for this.
fn clock_moves() -> bool {
    let before = time::Instant::now();
    std::thread::sleep(Duration::from_millis(1));
    time::Instant::now() > before
}
