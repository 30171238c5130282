//! How far a batch is at a moment of a call, and which record may start then.

use std::time::Duration;

use proptest::prelude::*;

use super::OneCall;
use crate::ledger::{Step, What};

/// What has happened to each record of the plan, in this call.
pub(super) struct Moment {
    last: Vec<Option<What>>,
    started: usize,
    in_flight: usize,
    at: Duration,
}

impl Moment {
    /// Nothing has happened yet.
    pub(super) fn first(records: usize) -> Self {
        Moment { last: vec![None; records], started: 0, in_flight: 0, at: Duration::ZERO }
    }

    pub(super) fn go_on(&mut self, step: &Step) {
        self.last[step.record] = Some(step.what);
        self.at = step.at;
        match step.what {
            What::Started => {
                self.started += 1;
                self.in_flight += 1;
            }
            What::Done | What::Failed => self.in_flight -= 1,
        }
    }

    fn is(&self, record: usize, what: What) -> bool {
        self.last[record] == Some(what)
    }
}

impl OneCall<'_> {
    /// All that starts may start, and while the call waits there is nothing that may start and does not.
    pub(super) fn keeps_the_rules(&self) -> Result<(), TestCaseError> {
        let mut moment = Moment::first(self.plan.records.len());
        for step in &self.call.steps {
            // Work that comes before what is noted.
            let work = if step.what == What::Done { self.computes(step.record) } else { Duration::ZERO };
            let began = step.at.saturating_sub(work);
            if began > moment.at && moment.started > 0 {
                self.runs_all_it_may(&moment)?;
            }
            if step.what == What::Started {
                self.may_start(step.record, step.at, &moment)?;
            }
            moment.go_on(step);
            if step.what == What::Started {
                moment.at += self.computes(step.record);
            }
        }
        Ok(())
    }

    fn computes(&self, record: usize) -> Duration {
        self.plan.computes(self.call.number, record)
    }

    fn runs_all_it_may(&self, moment: &Moment) -> Result<(), TestCaseError> {
        if moment.at >= self.at_hand() - self.margin() {
            return Ok(());
        }
        for record in self.batch.iter().filter(|record| moment.last[**record].is_none()) {
            let may_start = self.may_start(*record, moment.at, moment).is_ok();
            prop_assert!(!may_start, "r{} could run at {:?} and does not", record, moment.at);
        }
        Ok(())
    }

    fn may_start(&self, record: usize, at: Duration, moment: &Moment) -> Result<(), TestCaseError> {
        let position = self.position(record);
        for earlier in &self.batch[..position] {
            let waits = self.plan.holds_back(*earlier, record) && !moment.is(*earlier, What::Done);
            prop_assert!(!waits, "r{} is started before r{} is done", record, earlier);
            let is_stopped = self.plan.source.is_stream() && moment.is(*earlier, What::Failed);
            prop_assert!(!is_stopped, "r{} is started although r{} has failed", record, earlier);
        }
        let room = moment.in_flight < self.plan.concurrency;
        prop_assert!(room, "{} are in flight already", moment.in_flight);
        if self.plan.source.is_stream() && self.plan.concurrency > 1 {
            let lowest = self.batch.iter().position(|record| !moment.is(*record, What::Done));
            let is_near = lowest.is_none_or(|lowest| position <= lowest + self.plan.run_ahead);
            prop_assert!(is_near, "r{} runs too far ahead", record);
        }
        let is_late = at > self.at_hand() - self.least_margin();
        prop_assert!(moment.started == 0 || !is_late, "r{} is started when the time is over", record);
        Ok(())
    }
}
