//! StepKind holds of a run as a whole.

use checkpointed::simulator::{Discarded, Fate, Fault};
use proptest::prelude::*;

use crate::{
    ledger::{Call, StepKind},
    plan::Source,
    simulated_run::SimulatedRun,
};

impl SimulatedRun<'_> {
    /// The place of a call among the deliveries. A throttled invocation is none.
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
            checked.and(self.is_told_rightly(record)).map_err(|error| self.tell(&error))?;
        }
        self.only_what_must_be_is_given_up().map_err(|error| self.tell(&error))
    }

    /// With nothing that stays wrong.
    pub(crate) fn check_all_done(&self) -> Result<(), TestCaseError> {
        for record in 0..self.plan.records.len() {
            let is_acknowledged = matches!(self.fate(record), Fate::Acknowledged { .. });
            prop_assert!(is_acknowledged, "r{} is not done in the end\n{}", record, self.report);
        }
        prop_assert!(!self.report.is_blocked(), "{}", self.report);
        Ok(())
    }

    fn tell(&self, error: &TestCaseError) -> TestCaseError {
        TestCaseError::fail(format!("{error}\n{:#?}\n{}", self.ledger.calls, self.report))
    }

    fn fate(&self, record: usize) -> Fate {
        self.report.history(0, record).unwrap().fate
    }

    /// StepKind is acknowledged was done, in that delivery or before.
    fn is_really_done(&self, record: usize) -> Result<(), TestCaseError> {
        let Fate::Acknowledged { delivery } = self.fate(record) else { return Ok(()) };
        let done = |call: &Call| call.has(record, StepKind::Done) && self.delivery(call) < delivery;
        prop_assert!(self.ledger.calls.iter().any(done), "r{} is acknowledged and was never done", record);
        Ok(())
    }

    /// A record is first started when the one in front of it is done, or was given up.
    fn is_in_order(&self, record: usize) -> Result<(), TestCaseError> {
        let Some(earlier) = self.in_front_of(record) else { return Ok(()) };
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
                    // The report does not tell when.
                    Fate::DeadLettered => true,
                    _ => false,
                };
                prop_assert!(is_given_up, "r{} is started before r{} is done", record, earlier);
                return Ok(());
            }
        }
        Ok(())
    }

    /// The nearest record in front of it that must be done first.
    fn in_front_of(&self, record: usize) -> Option<usize> {
        let SimulatedRun { plan, .. } = self;
        let is_one_lane = plan.source.is_stream() && plan.settings.parallelization_factor == 1;
        (0..record).rev().find(|earlier| match plan.source {
            Source::Sqs => false,
            _ if is_one_lane && plan.concurrency == 1 => true,
            _ => plan.records[*earlier].key == plan.records[record].key,
        })
    }

    /// StepKind was done is started again only where the answer did not arrive, or where a stream goes back behind it: of that
    /// there is at most `run_ahead` after each answer.
    fn is_repeated_for_a_reason(&self, record: usize) -> Result<(), TestCaseError> {
        let mut done_in: Option<&Call> = None;
        for call in self.ledger.calls.iter().filter(|call| call.has(record, StepKind::Started)) {
            if let Some(done_in) = done_in {
                let reported = &done_in.answer.as_ref().unwrap().reported;
                let goes_back = self.plan.source.is_stream()
                    && reported.as_ref().is_ok_and(|reported| reported.iter().any(|lowest| *lowest < record));
                let has_reason = goes_back || self.is_answer_lost(done_in);
                prop_assert!(has_reason, "r{} is repeated for no reason", record);
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

    /// The report says of it what the ledger says, unless no invocation reached the handler: then it can only guess.
    fn is_told_rightly(&self, record: usize) -> Result<(), TestCaseError> {
        if !self.report.is_traced() {
            return Ok(());
        }
        let history = self.report.history(0, record).unwrap();
        let done = self.ledger.calls.iter().filter(|call| call.has(record, StepKind::Done)).count();
        let told = (history.times_started, history.times_done);
        prop_assert_eq!(
            told,
            (self.ledger.attempts[record], done),
            "how often r{} was started and done",
            record
        );
        Ok(())
    }

    /// The platform gives up only where it was told to: with finite retries, a maximum age, or a dead-letter queue. Untried
    /// is then only what the answer could not help.
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

    /// Untried are, of a batch whose retries are used up, those behind the failed one; with bisecting there are none behind
    /// it. And a whole batch, if no invocation reached the handler.
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

    /// Untried are messages of a FIFO queue that others of their group held back each time. Of a standard queue there are
    /// none, unless the handler was not reached or its time was over.
    fn is_received_often_enough(&self, message: usize) -> Result<(), TestCaseError> {
        let history = self.report.history(0, message).unwrap();
        let received = self.plan.settings.max_receive_count.unwrap() as usize;
        prop_assert!(history.times_delivered <= received);
        prop_assert!(
            history.times_delivered + self.report.throttled() >= received,
            "r{} given up early",
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
