//! The rules that a run keeps as a whole.

use checkpointed::simulator::{Discarded, Fate, Fault};
use proptest::prelude::*;

use crate::{
    ledger::{Call, StepKind},
    plan::Source,
    simulated_run::SimulatedRun,
};

impl SimulatedRun<'_> {
    /// The place of a call among the deliveries. A throttled invocation is not a delivery.
    pub(crate) fn delivery(&self, call: &Call) -> usize {
        let throttled = |number: &usize| self.plan.fault(*number) == Some(&Fault::Throttle);
        call.number - 1 - (1..call.number).filter(throttled).count()
    }

    pub(crate) fn check_whole(&self) -> Result<(), TestCaseError> {
        self.report.assert_nothing_lost();
        if self.plan.source != Source::Sqs {
            self.report.assert_in_order();
        }
        for record in 0..self.plan.records.len() {
            let checked = self.is_really_done(record).and(self.is_in_order(record));
            let checked = checked.and(self.is_repeated_for_a_reason(record));
            checked.and(self.is_reported_truly(record)).map_err(|error| self.explain_run(&error))?;
        }
        self.only_what_must_be_is_given_up().map_err(|error| self.explain_run(&error))
    }

    /// Every record is done in the end. This holds if every failure is temporary.
    pub(crate) fn check_all_done(&self) -> Result<(), TestCaseError> {
        for record in 0..self.plan.records.len() {
            let is_acknowledged = matches!(self.fate(record), Fate::Acknowledged { .. });
            prop_assert!(is_acknowledged, "r{} is not done in the end\n{}", record, self.report);
        }
        prop_assert!(!self.report.is_blocked(), "{}", self.report);
        Ok(())
    }

    fn explain_run(&self, error: &TestCaseError) -> TestCaseError {
        TestCaseError::fail(format!("{error}\n{:#?}\n{}", self.ledger.calls, self.report))
    }

    fn fate(&self, record: usize) -> Fate {
        self.report.history(0, record).unwrap().fate
    }

    /// An acknowledged record was done in that delivery or an earlier one.
    fn is_really_done(&self, record: usize) -> Result<(), TestCaseError> {
        let Fate::Acknowledged { delivery } = self.fate(record) else { return Ok(()) };
        let done = |call: &Call| call.has(record, StepKind::Done) && self.delivery(call) < delivery;
        prop_assert!(self.ledger.calls.iter().any(done), "r{} is acknowledged and was never done", record);
        Ok(())
    }

    /// A record is first started after the one before it is done or given up.
    fn is_in_order(&self, record: usize) -> Result<(), TestCaseError> {
        let Some(earlier) = self.record_before(record) else { return Ok(()) };
        for call in &self.ledger.calls {
            for step in &call.steps {
                if (step.record, step.what) == (earlier, StepKind::Done) {
                    return Ok(());
                }
                if (step.record, step.what) != (record, StepKind::Started) {
                    continue;
                }
                let is_given_up = match self.fate(earlier) {
                    Fate::Discarded { after } => after <= self.delivery(call),
                    // The report does not say when.
                    Fate::DeadLettered => true,
                    _ => false,
                };
                prop_assert!(is_given_up, "r{} is started before r{} is done", record, earlier);
                return Ok(());
            }
        }
        Ok(())
    }

    /// The nearest earlier record that must be done first.
    fn record_before(&self, record: usize) -> Option<usize> {
        let SimulatedRun { plan, .. } = self;
        let is_one_lane = plan.source.is_stream() && plan.settings.parallelization_factor == 1;
        (0..record).rev().find(|earlier| match plan.source {
            Source::Sqs => false,
            _ if is_one_lane && plan.concurrency == 1 => true,
            _ => plan.records[*earlier].key == plan.records[record].key,
        })
    }

    /// A finished record is started again only if the answer was lost, or if a stream goes back to a record before it.
    fn is_repeated_for_a_reason(&self, record: usize) -> Result<(), TestCaseError> {
        let mut done_in: Option<&Call> = None;
        for call in self.ledger.calls.iter().filter(|call| call.has(record, StepKind::Started)) {
            if let Some(done_in) = done_in {
                let reported = &done_in.answer.as_ref().unwrap().reported;
                let goes_back = self.plan.source.is_stream()
                    && reported.as_ref().is_ok_and(|reported| reported.iter().any(|lowest| *lowest < record));
                let has_reason = goes_back || self.is_answer_lost(done_in);
                prop_assert!(has_reason, "r{} is repeated without a reason", record);
            }
            if call.has(record, StepKind::Done) {
                done_in = Some(call);
            }
        }
        Ok(())
    }

    fn is_answer_lost(&self, call: &Call) -> bool {
        let fault = self.plan.fault(call.number);
        fault.is_some_and(|fault| !matches!(fault, Fault::Delay(_)))
    }

    /// The report agrees with the ledger. If no invocation reached the handler, the report can only guess.
    fn is_reported_truly(&self, record: usize) -> Result<(), TestCaseError> {
        if !self.report.is_traced() {
            return Ok(());
        }
        let history = self.report.history(0, record).unwrap();
        let done = self.ledger.calls.iter().filter(|call| call.has(record, StepKind::Done)).count();
        let reported = (history.times_started, history.times_done);
        prop_assert_eq!(
            reported,
            (self.ledger.attempts[record], done),
            "how often r{} was started and done",
            record
        );
        Ok(())
    }

    /// The platform gives up a record only if a setting asks for it: finite retries, a maximum age, or a dead-letter queue. An
    /// untried one only if the answer could not help it.
    fn only_what_must_be_is_given_up(&self) -> Result<(), TestCaseError> {
        for discarded in self.report.discarded() {
            match discarded.condition {
                "RecordAgeExceeded" => prop_assert!(self.plan.settings.maximum_age.is_some()),
                _ => self.is_exhausted(discarded)?,
            }
        }
        for message in self.report.dead_lettered() {
            prop_assert!(self.plan.settings.max_receive_count.is_some());
            self.is_received_often_enough(message)?;
        }
        Ok(())
    }

    /// A batch that used up its retries leaves the records after the failed one untried; with bisecting there are none after
    /// it. If no invocation reached the handler, the whole batch is untried.
    fn is_exhausted(&self, discarded: &Discarded) -> Result<(), TestCaseError> {
        let settings = &self.plan.settings;
        prop_assert!(settings.retries.is_some(), "{:?}", discarded);
        prop_assert!(!settings.bisect || discarded.records.len() == 1, "{:?}", discarded);
        let calls = self.ledger.calls.iter();
        let mut of_this_batch =
            calls.filter(|call| self.report.deliveries()[self.delivery(call)].records == discarded.records);
        let is_tried = discarded.records.iter().any(|record| self.ledger.attempts[*record] > 0);
        prop_assert!(is_tried || of_this_batch.next().is_none(), "nothing was tried of {:?}", discarded);
        Ok(())
    }

    /// A message of a FIFO queue stays untried if others of its group held it back at each receive. A message of a standard
    /// queue stays untried only if no invocation reached the handler or its time was over.
    fn is_received_often_enough(&self, message: usize) -> Result<(), TestCaseError> {
        let history = self.report.history(0, message).unwrap();
        let received = self.plan.settings.max_receive_count.unwrap() as usize;
        prop_assert!(history.times_delivered <= received);
        prop_assert!(
            history.times_delivered + self.report.throttled() >= received,
            "r{} is given up early",
            message
        );
        if self.plan.source == Source::Sqs && self.plan.faults.is_empty() && self.nothing_waits_long() {
            prop_assert!(self.ledger.attempts[message] > 0, "r{} was never tried", message);
        }
        Ok(())
    }

    /// Whether no call came near its deadline.
    fn nothing_waits_long(&self) -> bool {
        let ends = self.ledger.calls.iter().filter_map(|call| Some(call.answer.as_ref()?.at));
        ends.max().is_none_or(|latest| latest.as_millis() < 2_500)
    }
}
