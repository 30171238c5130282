//! Invocations: a handler is called with an event in JSON, and its answer is taken as bytes.

use std::{fmt, marker::PhantomData, pin::pin, time::Duration};

use lambda_runtime::{Context, LambdaEvent};
use serde::{Serialize, de::DeserializeOwned};

use super::{clock, fault::Fault, trace};
use crate::guard;

pub(super) const FUNCTION_ARN: &str = "arn:aws:lambda:eu-central-1:123456789012:function:simulated";

pub(super) const CRASHED: &str = "Runtime.ExitError: the process ended as planned";

/// The answer of a function.
#[derive(Debug)]
pub(super) enum Answer {
    Response(Vec<u8>),
    FunctionError(String),
}

impl Answer {
    pub(super) fn is_function_error(&self) -> bool {
        matches!(self, Answer::FunctionError(_))
    }
}

/// An invocation of the function.
#[derive(Debug)]
pub(super) struct Invocation<'i> {
    /// The number of the invocation, counted from 1.
    pub(super) number: usize,
    pub(super) event: &'i str,
    /// Since the epoch.
    pub(super) start: Duration,
    pub(super) timeout: Duration,
    /// Never [`Fault::Throttle`], because there is no invocation then.
    pub(super) fault: Option<Fault>,
}

/// A function that can be invoked: a handler with any types, or an executable.
pub(super) trait Invoke {
    /// Invokes the function. Returns its answer, and when the answer came.
    async fn invoke(&mut self, invocation: Invocation<'_>) -> (Answer, Duration);
}

/// A handler, with the type of its event and the way in which its response becomes bytes.
pub(super) struct Handler<F, E, T> {
    function: F,
    serialize: fn(T) -> Result<Vec<u8>, String>,
    event: PhantomData<fn() -> E>,
}

impl<F, E, T: Serialize> Handler<F, E, T> {
    pub(super) fn new(function: F) -> Self {
        let serialize = |response: T| {
            serde_json::to_vec(&response)
                .map_err(|error| format!("the response cannot be serialized: {error}"))
        };
        Handler { function, serialize, event: PhantomData }
    }
}

impl<F, E> Handler<F, E, Vec<u8>> {
    /// For a function whose response is bytes.
    pub(super) fn raw(function: F) -> Self {
        Handler { function, serialize: Ok, event: PhantomData }
    }
}

impl<E, F, T, Err> Invoke for Handler<F, E, T>
where
    E: DeserializeOwned,
    F: AsyncFnMut(LambdaEvent<E>) -> Result<T, Err>,
    Err: fmt::Display,
{
    async fn invoke(&mut self, invocation: Invocation<'_>) -> (Answer, Duration) {
        let Invocation { number, event, start, timeout, fault } = invocation;
        let deadline = start + timeout;
        let start = match fault {
            Some(Fault::Delay(delay)) => start.saturating_add(delay),
            Some(Fault::Error) => return (function_error("an error as planned"), start),
            Some(Fault::Panic) => return (function_error("a panic as planned"), start),
            Some(Fault::CrashAtOnce) => return (function_error(CRASHED), start),
            _ => start,
        };
        let timed_out =
            || function_error(&format!("the function timed out after {} s", timeout.as_secs_f64()));
        if start >= deadline {
            return (timed_out(), deadline);
        }
        let payload = match serde_json::from_str(event) {
            Ok(payload) => payload,
            Err(error) => {
                return (function_error(&format!("the event cannot be deserialized: {error}")), start);
            }
        };
        let event = LambdaEvent::new(payload, context(number, deadline));
        trace::handler_is_called();
        let (answer, end) = clock::run(start, deadline, self.answer(event)).await;
        match answer {
            Some(answer) if fault != Some(Fault::Hang) => (apply_fault(answer, fault.as_ref()), end),
            _ => (timed_out(), deadline),
        }
    }
}

impl<F, E, T> Handler<F, E, T> {
    async fn answer<Err>(&mut self, event: LambdaEvent<E>) -> Answer
    where
        F: AsyncFnMut(LambdaEvent<E>) -> Result<T, Err>,
        Err: fmt::Display,
    {
        let function = &mut self.function;
        // A panic is a function error, as with `lambda_runtime`.
        let returned = || async { function(event).await.map_err(|error| error.to_string()) };
        match guard::guard(pin!(None), returned, None).await {
            Err(panic) => Answer::FunctionError(panic.message().to_owned()),
            Ok(Err(error)) => Answer::FunctionError(error),
            Ok(Ok(response)) => {
                (self.serialize)(response).map_or_else(Answer::FunctionError, Answer::Response)
            }
        }
    }
}

/// The answer that Lambda gets after a fault that strikes when the handler has run.
pub(super) fn apply_fault(answer: Answer, fault: Option<&Fault>) -> Answer {
    match (fault, answer) {
        (Some(Fault::Crash), _) => function_error(CRASHED),
        (Some(Fault::OutOfMemory), _) => {
            function_error("Runtime.OutOfMemory: the process was killed as planned")
        }
        (Some(Fault::TruncatedResponse), Answer::Response(response)) => {
            let half = response.len() / 2;
            Answer::Response(response.into_iter().take(half.max(1)).collect())
        }
        (Some(Fault::InvalidJson), Answer::Response(_)) => Answer::Response(b"not JSON, as planned".to_vec()),
        (_, answer) => answer,
    }
}

pub(super) fn function_error(error: &str) -> Answer {
    Answer::FunctionError(error.to_owned())
}

fn context(request: usize, deadline: Duration) -> Context {
    let mut context = Context::default();
    context.request_id = request_id(request);
    context.deadline = deadline.as_millis() as u64;
    context.invoked_function_arn = String::from(FUNCTION_ARN);
    context
}

/// A request id that is the same in every run.
pub(super) fn request_id(number: usize) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}
