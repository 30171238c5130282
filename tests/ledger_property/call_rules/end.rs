//! When a call ends.

use std::time::Duration;

use checkpointed::simulator::Fault;
use proptest::prelude::*;

use super::CheckedCall;
use crate::{
    ledger::{Answer, Call, StepKind},
    plan::{LONGEST_WORK, Source, TIMEOUT},
    simulated_run::SimulatedRun,
};

/// Timers of tokio end at whole milliseconds.
const TICK: Duration = Duration::from_millis(1);

impl SimulatedRun<'_> {
    /// The simulation counts the same time as the handler.
    pub(super) fn takes_the_time_of_the_handler(&self, call: &Call) -> Result<(), TestCaseError> {
        let delivery = &self.report.deliveries()[self.delivery(call)];
        let timeout = Duration::from_secs(TIMEOUT.into());
        let late = timeout - self.plan.at_hand(call.number);
        let expected = match (self.plan.fault(call.number), &call.answer) {
            (Some(Fault::Hang), _) | (_, None) => timeout,
            (_, Some(answer)) => late + answer.at,
        };
        prop_assert_eq!(delivery.end - delivery.start, expected);
        Ok(())
    }
}

impl CheckedCall<'_> {
    /// The answer is given before the deadline. If a record is cut off, the answer waits for that record as long as it can;
    /// otherwise it is given at once.
    pub(super) fn answers_in_time(&self, answer: &Answer) -> Result<(), TestCaseError> {
        let latest = self.at_hand() - self.least_margin() + self.overrun();
        prop_assert!(answer.at <= latest, "answered after {:?}", answer.at);
        let last = self.call.steps.last().map_or(Duration::ZERO, |step| step.at);
        if !self.has_cut_off() {
            prop_assert_eq!(answer.at, last, "no record was cut off, and yet the answer was late");
            return Ok(());
        }
        let margin = if self.has_progressed() { self.margin() } else { self.least_margin() };
        let stop = self.at_hand() - margin;
        let is_right = (stop..=stop.max(last) + self.overrun()).contains(&answer.at);
        prop_assert!(is_right, "cut off at {:?} instead of {:?}", answer.at, stop);
        Ok(())
    }

    /// How late the answer can be: a record that is working when the time is over cannot be cut off.
    fn overrun(&self) -> Duration {
        let works = self.batch.iter().any(|record| self.plan.records[*record].computes > 0);
        if works { TICK + 3 * LONGEST_WORK } else { TICK }
    }

    fn has_cut_off(&self) -> bool {
        self.batch.iter().any(|record| {
            let has = |what| self.call.has(*record, what);
            has(StepKind::Started) && !has(StepKind::Done) && !has(StepKind::Failed)
        })
    }

    /// Whether the answer acknowledges a record.
    fn has_progressed(&self) -> bool {
        let mut done = self.batch.iter().map(|record| self.call.has(*record, StepKind::Done));
        match self.plan.source {
            Source::Kinesis | Source::DynamoDb => done.next() == Some(true),
            Source::Sqs | Source::SqsFifo | Source::Kafka => done.any(|done| done),
        }
    }

    pub(super) fn at_hand(&self) -> Duration {
        self.plan.at_hand(self.call.number)
    }

    /// How long before the deadline the guard stops a call that can acknowledge a record.
    pub(super) fn margin(&self) -> Duration {
        Duration::from_millis(500).min(self.at_hand() / 10)
    }

    /// How long before the deadline the guard stops a call that can acknowledge none.
    pub(super) fn least_margin(&self) -> Duration {
        self.margin().min(Duration::from_millis(50))
    }
}
