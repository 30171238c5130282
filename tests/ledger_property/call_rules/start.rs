//! How far a batch is at a progress of a call, and which record may start then.

use std::time::Duration;

use proptest::prelude::*;

use super::CheckedCall;
use crate::ledger::{Step, StepKind};

/// StepKind has happened to each record of the plan, in this call.
pub(super) struct Progress {
    last: Vec<Option<StepKind>>,
    started: usize,
    in_flight: usize,
    at: Duration,
}

impl Progress {
    /// Nothing has happened yet.
    pub(super) fn first(records: usize) -> Self {
        Progress { last: vec![None; records], started: 0, in_flight: 0, at: Duration::ZERO }
    }

    pub(super) fn go_on(&mut self, step: &Step) {
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
    /// All that starts may start, and while the call waits there is nothing that may start and does not.
    pub(super) fn keeps_the_rules(&self) -> Result<(), TestCaseError> {
        let mut progress = Progress::first(self.plan.records.len());
        for step in &self.call.steps {
            // Work that comes before what is noted.
            let work = if step.what == StepKind::Done { self.computes(step.record) } else { Duration::ZERO };
            let began = step.at.saturating_sub(work);
            if began > progress.at && progress.started > 0 {
                self.runs_all_it_may(&progress)?;
            }
            if step.what == StepKind::Started {
                self.may_start(step.record, step.at, &progress)?;
            }
            progress.go_on(step);
            if step.what == StepKind::Started {
                progress.at += self.computes(step.record);
            }
        }
        Ok(())
    }

    fn computes(&self, record: usize) -> Duration {
        self.plan.computes(self.call.number, record)
    }

    fn runs_all_it_may(&self, progress: &Progress) -> Result<(), TestCaseError> {
        if progress.at >= self.at_hand() - self.margin() {
            return Ok(());
        }
        for record in self.batch.iter().filter(|record| progress.last[**record].is_none()) {
            let may_start = self.may_start(*record, progress.at, progress).is_ok();
            prop_assert!(!may_start, "r{} could run at {:?} and does not", record, progress.at);
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
        prop_assert!(progress.started == 0 || !is_late, "r{} is started when the time is over", record);
        Ok(())
    }
}
