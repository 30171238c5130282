//! A stream on its way through a mapping: batch after batch, until all is settled.

mod answers;
mod lanes;
mod queue;

use std::time::Duration;

pub(super) use self::{lanes::LaneRun, queue::QueueRun};
use super::{
    EventSourceMapping, Report, Stream,
    fault::{Fault, Faults},
    invocation::{Answer, Invocation, Invoke},
    report,
    report::OutOfOrder,
    stream::StreamRecord,
};

/// What every run has: the function, what goes wrong with it, and the report.
struct Course<'r, I> {
    mapping: &'r EventSourceMapping,
    stream: &'r Stream,
    function: I,
    faults: Faults,
    invocations: usize,
    report: Report,
}

impl<'r, I: Invoke> Course<'r, I> {
    fn new(mapping: &'r EventSourceMapping, stream: &'r Stream, function: I) -> Self {
        let report = Report::new(stream.shards().iter().map(|shard| shard.records.len()));
        Course { mapping, stream, function, faults: mapping.planned_faults(), invocations: 0, report }
    }

    fn goes_on(&self) -> bool {
        self.invocations < self.mapping.delivery_limit()
    }

    fn record(&self, shard: usize, position: usize) -> Option<&'r StreamRecord> {
        self.stream.shards().get(shard)?.records.get(position)
    }

    /// Invokes the function, and says when that ended; `None` if it was throttled.
    async fn invoke(
        &mut self,
        start: Duration,
        shard: usize,
        batch: &[usize],
        event: &str,
    ) -> Option<(Answer, Duration)> {
        self.invocations += 1;
        let number = self.invocations;
        let fault = self.faults.next(number, shard, batch);
        if fault == Some(Fault::Throttle) {
            self.report.throttle();
            return None;
        }
        let timeout = self.mapping.function_timeout();
        Some(self.function.invoke(Invocation { number, event, start, timeout, fault }).await)
    }

    /// Closes the report. `key` says within what the order of a shard is kept.
    fn end(
        mut self,
        blocked: Vec<usize>,
        key: impl for<'k> Fn(&'k StreamRecord) -> Option<&'k str>,
    ) -> Report {
        let of_shard = |(shard, records): (usize, &super::stream::Shard)| -> Vec<OutOfOrder> {
            let histories = self.report.histories().get(shard).map(Vec::as_slice).unwrap_or_default();
            report::out_of_order(shard, histories, |position| records.records.get(position).and_then(&key))
        };
        let out_of_order = self.stream.shards().iter().enumerate().flat_map(of_shard).collect();
        self.report.end(blocked, out_of_order);
        self.report
    }
}
