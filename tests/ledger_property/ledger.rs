//! What really happened. The functions write it down themselves, without the crate.

use std::{cell::RefCell, fmt, time::Duration};

use checkpointed::{Context, Error, StreamsEventResponse};
use tokio::time::Instant;

use crate::plan::{Plan, simulation::index_of};

thread_local! {
    /// The ledger of the case that runs on this thread. It is no parameter, because decoding a record takes none.
    static LEDGER: RefCell<Ledger> = RefCell::default();
}

#[derive(Debug, Default)]
pub(crate) struct Ledger {
    plan: Option<Plan>,
    /// The invocations that reached the handler, in order.
    pub(crate) calls: Vec<Call>,
    /// How often each record was started.
    pub(crate) attempts: Vec<usize>,
    /// How often a dead letter was written for each record.
    letters: Vec<usize>,
}

pub(crate) struct Call {
    /// The number of the invocation, from 1.
    pub(crate) number: usize,
    began: Instant,
    pub(crate) steps: Vec<Step>,
    /// `None` if Lambda cut the call off.
    pub(crate) answer: Option<Answer>,
}

#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) record: usize,
    pub(crate) what: StepKind,
    /// The time since the call began.
    pub(crate) at: Duration,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum StepKind {
    Started,
    /// Its function returned `Ok`, or its letter was accepted.
    Done,
    Failed,
}

#[derive(Debug)]
pub(crate) struct Answer {
    /// The records that it names.
    pub(crate) reported: Result<Vec<usize>, String>,
    /// The time since the call began.
    pub(crate) at: Duration,
}

/// Opens a new ledger for a plan.
pub(crate) fn open(plan: &Plan) {
    let none = vec![0; plan.records.len()];
    LEDGER.set(Ledger { plan: Some(plan.clone()), calls: Vec::new(), attempts: none.clone(), letters: none });
}

pub(crate) fn close() -> Ledger {
    LEDGER.take()
}

/// Looks something up in the plan.
pub(crate) fn planned<T>(what: impl FnOnce(&Plan) -> T) -> T {
    LEDGER.with_borrow(|ledger| what(ledger.plan.as_ref().unwrap()))
}

/// The number of the invocation, from 1.
pub(crate) fn invocation(context: &Context) -> usize {
    context.request_id.rsplit_once('-').unwrap().1.parse().unwrap()
}

pub(crate) fn begin_call(number: usize) {
    let call = Call { number, began: Instant::now(), steps: Vec::new(), answer: None };
    LEDGER.with_borrow_mut(|ledger| ledger.calls.push(call));
}

pub(crate) fn end_call(number: usize, answer: &Result<StreamsEventResponse, Error>) {
    let reported = match answer {
        Ok(response) => Ok(response.item_identifiers().map(index_of).collect()),
        Err(error) => Err(error.to_string()),
    };
    write_to_call(number, |call| call.answer = Some(Answer { reported, at: call.began.elapsed() }));
}

pub(crate) fn note(number: usize, record: usize, what: StepKind) {
    write_to_call(number, |call| call.steps.push(Step { record, what, at: call.began.elapsed() }));
}

fn write_to_call(number: usize, write: impl FnOnce(&mut Call)) {
    LEDGER.with_borrow_mut(|ledger| {
        write(ledger.calls.iter_mut().rfind(|call| call.number == number).unwrap());
    });
}

/// Notes that a record is started. Returns the number of the attempt, from 1.
pub(crate) fn start_record(number: usize, record: usize) -> usize {
    note(number, record, StepKind::Started);
    LEDGER.with_borrow_mut(|ledger| {
        ledger.attempts[record] += 1;
        ledger.attempts[record]
    })
}

/// Notes that a dead letter is written for a record. Returns the number of the letter, from 1.
pub(crate) fn write_letter(record: usize) -> usize {
    LEDGER.with_borrow_mut(|ledger| {
        ledger.letters[record] += 1;
        ledger.letters[record]
    })
}

impl Call {
    /// Whether the record had such a step in this call.
    pub(crate) fn has(&self, record: usize, what: StepKind) -> bool {
        self.steps.iter().any(|step| step.record == record && step.what == what)
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "invocation {}:", self.number)?;
        for Step { record, what, at } in &self.steps {
            write!(f, " r{record} {what:?} at {at:?},")?;
        }
        match &self.answer {
            Some(Answer { reported, at }) => write!(f, " reported {reported:?} at {at:?}"),
            None => f.write_str(" cut off"),
        }
    }
}
