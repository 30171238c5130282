//! The result of an invocation, from which a delivery of the report is made.

use std::time::Duration;

use crate::simulator::{
    START,
    invocation::Answer,
    report::{
        delivery::{Delivery, DeliveryOutcome},
        updates::ShardTrace,
    },
    trace::{Step, Trace},
};

/// The result of an invocation.
pub(super) struct InvocationResult {
    pub(super) answer: Answer,
    /// Since the epoch.
    pub(super) start: Duration,
    /// Since the epoch.
    pub(super) end: Duration,
    /// Whether the handler was called.
    pub(super) handler_called: bool,
    pub(super) trace: ShardTrace,
}

impl InvocationResult {
    /// The delivery for the report. The report itself adds the handler's steps.
    pub(super) fn delivery(
        &self,
        shard: usize,
        attempt: u32,
        records: Vec<usize>,
        outcome: DeliveryOutcome,
    ) -> Delivery {
        Delivery {
            shard,
            attempt,
            records,
            outcome,
            start: self.start.saturating_sub(START),
            end: self.end.saturating_sub(START),
            handler_called: self.handler_called,
            started: Vec::new(),
            done: Vec::new(),
        }
    }
}

/// Converts a trace's positions in the batch into positions in the shard. A step that names no record of the batch is dropped.
pub(super) fn in_shard(trace: Trace, batch: &[usize], start: Duration) -> ShardTrace {
    let step = |step: Step| {
        let at = step.at.max(start).saturating_sub(START);
        Some(Step { position: *batch.get(step.position)?, at, ..step })
    };
    let error = |(position, error): (usize, String)| Some((*batch.get(position)?, error));
    let (steps, errors) = trace.into_parts();
    ShardTrace {
        steps: steps.into_iter().filter_map(step).collect(),
        errors: errors.into_iter().filter_map(error).collect(),
    }
}
