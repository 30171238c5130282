//! The rules that each call of the handler keeps.

mod end;
mod start;

use proptest::prelude::*;

use crate::{
    ledger::{Answer, Call, StepKind},
    plan::{Plan, Source},
    simulated_run::SimulatedRun,
};

/// A call of the handler, and its batch.
pub(crate) struct CheckedCall<'r> {
    plan: &'r Plan,
    call: &'r Call,
    /// The records in the order of the event.
    batch: Vec<usize>,
}

impl SimulatedRun<'_> {
    pub(crate) fn check_calls(&self) -> Result<(), TestCaseError> {
        for call in &self.ledger.calls {
            let one = CheckedCall { plan: self.plan, call, batch: self.batch(call) };
            one.check()
                .and(self.takes_the_time_of_the_handler(call))
                .map_err(|error| self.explain_call(call, &error))?;
        }
        Ok(())
    }

    fn batch(&self, call: &Call) -> Vec<usize> {
        let mut batch = self.report.deliveries()[self.delivery(call)].records.clone();
        if self.plan.source == Source::Kafka {
            batch.sort_by_key(|record| self.plan.records[*record].key);
        }
        batch
    }

    fn explain_call(&self, call: &Call, error: &TestCaseError) -> TestCaseError {
        TestCaseError::fail(format!("{error}\nin {call:?}\n{}", self.report))
    }
}

impl CheckedCall<'_> {
    fn check(&self) -> Result<(), TestCaseError> {
        self.each_is_started_once()?;
        self.starts_by_the_rules()?;
        let Some(answer) = &self.call.answer else {
            return Err(TestCaseError::fail("Lambda cut the handler off"));
        };
        self.answers_in_time(answer)?;
        self.each_is_tried(answer)?;
        prop_assert_eq!(
            answer.reported.clone(),
            Ok(self.expected()),
            "the answer names exactly the records that are not done"
        );
        self.runs_ahead_no_further()
    }

    fn each_is_started_once(&self) -> Result<(), TestCaseError> {
        let started = self.call.steps.iter().filter(|step| step.what == StepKind::Started);
        let mut started: Vec<usize> = started.map(|step| step.record).collect();
        prop_assert!(started.iter().all(|record| self.batch.contains(record)));
        started.sort_unstable();
        prop_assert!(
            started.is_sorted_by(|one, next| one < next),
            "a record is started twice: {:?}",
            started
        );
        Ok(())
    }

    /// A record is left untried only because of a record before it, or of the deadline.
    fn each_is_tried(&self, answer: &Answer) -> Result<(), TestCaseError> {
        if let Some(first) = self.batch.first() {
            prop_assert!(self.call.has(*first, StepKind::Started), "the first is always started");
        }
        if answer.at >= self.at_hand() - self.margin() {
            return Ok(());
        }
        for (position, record) in self.batch.iter().enumerate() {
            let holds = |earlier: &usize| {
                let is_open = !self.call.has(*earlier, StepKind::Done);
                let may_hold = if self.plan.source.is_stream() {
                    self.call.has(*earlier, StepKind::Started)
                } else {
                    self.plan.holds_back(*earlier, *record)
                };
                is_open && may_hold
            };
            let excused = self.batch[..position].iter().any(holds);
            prop_assert!(
                excused || self.call.has(*record, StepKind::Started),
                "r{} is left untried without a reason",
                record
            );
        }
        Ok(())
    }

    /// Exactly the records that must be reported.
    fn expected(&self) -> Vec<usize> {
        let mut again: Vec<usize> = Vec::new();
        for record in &self.batch {
            let comes_after = again
                .iter()
                .any(|earlier| self.plan.source.is_stream() || self.plan.holds_back(*earlier, *record));
            if comes_after || !self.call.has(*record, StepKind::Done) {
                again.push(*record);
            }
        }
        if self.plan.source.is_stream() {
            again.truncate(1);
        }
        again
    }

    /// A stream delivers the finished records above the checkpoint again. There are at most `run_ahead` of them.
    fn runs_ahead_no_further(&self) -> Result<(), TestCaseError> {
        if !self.plan.source.is_stream() {
            return Ok(());
        }
        let done = |record: &&usize| self.call.has(**record, StepKind::Done);
        let above = self.batch.iter().skip_while(done).filter(done).count();
        let most = if self.plan.concurrency == 1 { 0 } else { self.plan.run_ahead };
        prop_assert!(above <= most, "{} are repeated after one failure", above);
        Ok(())
    }

    fn position(&self, record: usize) -> usize {
        self.batch.iter().position(|other| *other == record).unwrap()
    }
}
