//! The exchange between a test and a function: events go one way, answers the other.

use std::{
    collections::{HashMap, HashSet, VecDeque},
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// An event on its way to the function.
pub(crate) struct Invocation {
    pub(crate) request_id: String,
    pub(crate) event: Vec<u8>,
}

/// The answer to an invocation, byte for byte as the function posted it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Posted to `/response`. The event source mapping reads it.
    Response(String),
    /// Posted to `/error`. The event source mapping delivers the whole batch again.
    Error(String),
}

impl Answer {
    /// Every record is done.
    pub(crate) fn success() -> Self {
        Answer::Response(r#"{"batchItemFailures":[]}"#.to_owned())
    }

    /// Every record before the one with this identifier is done.
    pub(crate) fn checkpoint(identifier: &str) -> Self {
        Answer::Response(format!(r#"{{"batchItemFailures":[{{"itemIdentifier":"{identifier}"}}]}}"#))
    }

    /// Every record but these is done.
    pub(crate) fn failures(identifiers: &[String]) -> Self {
        let failures = identifiers.iter().map(|id| format!(r#"{{"itemIdentifier":"{id}"}}"#));
        Answer::Response(format!(r#"{{"batchItemFailures":[{}]}}"#, failures.collect::<Vec<_>>().join(",")))
    }

    /// Whether the whole batch is delivered again.
    pub(crate) fn is_error(&self) -> bool {
        matches!(self, Answer::Error(_))
    }
}

#[derive(Default)]
pub(crate) struct Exchange {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    delivered: usize,
    waiting: VecDeque<Invocation>,
    /// The request ids of the invocations that await an answer.
    in_flight: HashSet<String>,
    most_in_flight: usize,
    answers: HashMap<String, Answer>,
    /// The function's violations of the protocol.
    refused: Vec<String>,
    closed: bool,
}

impl Exchange {
    /// Hands an event to the function, and gives its request id.
    pub(crate) fn deliver(&self, event: Vec<u8>) -> String {
        let mut state = self.state();
        state.delivered += 1;
        let request_id = format!("8476a536-e9f4-11e8-9739-{:012}", state.delivered);
        state.waiting.push_back(Invocation { request_id: request_id.clone(), event });
        self.changed.notify_all();
        request_id
    }

    /// Waits for the next event; `None` if there will be none.
    pub(crate) fn next(&self) -> Option<Invocation> {
        let waits = |state: &mut State| state.waiting.is_empty() && !state.closed;
        let state = self.changed.wait_while(self.state(), waits);
        let mut state = state.unwrap_or_else(PoisonError::into_inner);
        let invocation = state.waiting.pop_front()?;
        state.in_flight.insert(invocation.request_id.clone());
        state.most_in_flight = state.most_in_flight.max(state.in_flight.len());
        Some(invocation)
    }

    /// Takes the answer to an invocation. Refused if there is no such invocation, or it was answered before.
    pub(crate) fn take(&self, request_id: &str, answer: Answer) -> bool {
        let mut state = self.state();
        let awaited = state.in_flight.remove(request_id);
        if awaited {
            state.answers.insert(request_id.to_owned(), answer);
        } else {
            state.refused.push(format!("an answer to {request_id}, which awaits none: {answer:?}"));
        }
        self.changed.notify_all();
        awaited
    }

    /// The answer to an invocation, if it is given within `patience`.
    pub(crate) fn answer(&self, request_id: &str, patience: Duration) -> Option<Answer> {
        let waits = |state: &mut State| !state.answers.contains_key(request_id) && state.refused.is_empty();
        let waited = self.changed.wait_timeout_while(self.state(), patience, waits);
        let (mut state, _) = waited.unwrap_or_else(PoisonError::into_inner);
        state.answers.remove(request_id)
    }

    /// The most invocations that the function had at a time.
    pub(crate) fn most_in_flight(&self) -> usize {
        self.state().most_in_flight
    }

    /// Notes a violation of the protocol. After the end it does not matter.
    pub(crate) fn refuse(&self, what: String) {
        let mut state = self.state();
        if !state.closed {
            state.refused.push(what);
        }
        self.changed.notify_all();
    }

    pub(crate) fn refused(&self) -> Vec<String> {
        self.state().refused.clone()
    }

    /// No event will come any more.
    pub(crate) fn close(&self) {
        self.state().closed = true;
        self.changed.notify_all();
    }

    pub(crate) fn is_closed(&self) -> bool {
        self.state().closed
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
