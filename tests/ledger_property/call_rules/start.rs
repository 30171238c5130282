//! Which records of a batch may start, at each step of a call.

use std::time::Duration;

use proptest::prelude::*;

use super::CheckedCall;
use crate::ledger::{Step, StepKind};

/// What has happened to each record of the plan in this call so far.
pub(super) struct Progress {
    last: Vec<Option<StepKind>>,
    started: usize,
    in_flight: usize,
    at: Duration,
}

impl Progress {
    /// The beginning of a call, before anything has happened.
    pub(super) fn start(records: usize) -> Self {
        Progress { last: vec![None; records], started: 0, in_flight: 0, at: Duration::ZERO }
    }

    pub(super) fn advance(&mut self, step: &Step) {
        self.last[step.record] = Some(step.what);
        self.at = step.at;
        match step.what {
            StepKind::Started => {
                self.started += 1;
                self.in_flight += 1;
            }
            StepKind::Done | StepKind::Failed => self.in_flight -= 1,
        }
    }

    fn is(&self, record: usize, what: StepKind) -> bool {
        self.last[record] == Some(what)
    }
}

impl CheckedCall<'_> {
    /// Every record that starts may start. While the call waits, every record that may start has started.
    pub(super) fn starts_by_the_rules(&self) -> Result<(), TestCaseError> {
        let mut progress = Progress::start(self.plan.records.len());
        for step in &self.call.steps {
            // A step is noted after its work.
            let work = if step.what == StepKind::Done { self.computes(step.record) } else { Duration::ZERO };
            let began = step.at.saturating_sub(work);
            if began > progress.at && progress.started > 0 {
                self.has_started_all_that_may(&progress)?;
            }
            if step.what == StepKind::Started {
                self.may_start(step.record, step.at, &progress)?;
            }
            progress.advance(step);
            if step.what == StepKind::Started {
                progress.at += self.computes(step.record);
            }
        }
        Ok(())
    }

    fn computes(&self, record: usize) -> Duration {
        self.plan.computes(self.call.number, record)
    }

    fn has_started_all_that_may(&self, progress: &Progress) -> Result<(), TestCaseError> {
        if progress.at >= self.at_hand() - self.margin() {
            return Ok(());
        }
        for record in self.batch.iter().filter(|record| progress.last[**record].is_none()) {
            let may_start = self.may_start(*record, progress.at, progress).is_ok();
            prop_assert!(!may_start, "r{} may start at {:?} and does not", record, progress.at);
        }
        Ok(())
    }

    fn may_start(&self, record: usize, at: Duration, progress: &Progress) -> Result<(), TestCaseError> {
        let position = self.position(record);
        for earlier in &self.batch[..position] {
            let waits = self.plan.holds_back(*earlier, record) && !progress.is(*earlier, StepKind::Done);
            prop_assert!(!waits, "r{} is started before r{} is done", record, earlier);
            let is_stopped = self.plan.source.is_stream() && progress.is(*earlier, StepKind::Failed);
            prop_assert!(!is_stopped, "r{} is started although r{} has failed", record, earlier);
        }
        let room = progress.in_flight < self.plan.concurrency;
        prop_assert!(room, "{} are in flight already", progress.in_flight);
        if self.plan.source.is_stream() && self.plan.concurrency > 1 {
            let lowest = self.batch.iter().position(|record| !progress.is(*record, StepKind::Done));
            let is_near = lowest.is_none_or(|lowest| position <= lowest + self.plan.run_ahead);
            prop_assert!(is_near, "r{} runs too far ahead", record);
        }
        let is_late = at > self.at_hand() - self.least_margin();
        prop_assert!(progress.started == 0 || !is_late, "r{} is started after its time is over", record);
        Ok(())
    }
}
