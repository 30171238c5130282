//! The parts of a run that streams and queues share.

use std::time::Duration;

use super::invocation_result::{self, InvocationResult};
use crate::simulator::{
    event_source::EventSource,
    fault::{Fault, Faults},
    filter::Filters,
    invocation::{Invocation, Invoke},
    mapping::EventSourceMapping,
    report::{Report, history::Fate},
    stream::{Stream, StreamRecord},
    trace::Trace,
};

/// The function, the faults planned for it, and the report.
pub(super) struct Simulation<'r, I> {
    pub(super) mapping: &'r EventSourceMapping,
    pub(super) stream: &'r Stream,
    function: I,
    pub(super) filters: Filters,
    faults: Faults,
    pub(super) invocations: usize,
    /// The number of invocations when a record last came to its end.
    pub(super) invocations_at_progress: usize,
    pub(super) report: Report,
}

impl<'r, I: Invoke> Simulation<'r, I> {
    pub(super) fn new(mapping: &'r EventSourceMapping, stream: &'r Stream, function: I) -> Self {
        let sizes = stream.shards().iter().map(|shard| shard.records.len());
        let report = Report::new(mapping.event_source(), sizes);
        Simulation {
            mapping,
            stream,
            function,
            filters: mapping.filters(),
            faults: mapping.planned_faults(),
            invocations: 0,
            invocations_at_progress: 0,
            report,
        }
    }

    /// Whether the limit of deliveries without progress is not reached yet.
    pub(super) fn goes_on(&self) -> bool {
        self.invocations < self.invocations_at_progress.saturating_add(self.mapping.delivery_limit())
    }

    /// Notes that a record has come to its end, which is progress.
    pub(super) fn end_record(&mut self, shard: usize, position: usize, fate: Fate) {
        self.invocations_at_progress = self.invocations;
        self.report.set_fate(shard, position, fate);
    }

    pub(super) fn record(&self, shard: usize, position: usize) -> Option<&'r StreamRecord> {
        self.stream.shards().get(shard)?.records.get(position)
    }

    /// Invokes the function; `None` if it was throttled.
    pub(super) async fn invoke(
        &mut self,
        start: Duration,
        shard: usize,
        batch: &[usize],
        event: &str,
    ) -> Option<InvocationResult> {
        self.invocations += 1;
        let number = self.invocations;
        let fault = self.faults.next(number, shard, batch);
        if fault == Some(Fault::Throttle) {
            self.report.throttle();
            return None;
        }
        let timeout = self.mapping.function_timeout();
        let invocation = Invocation { number, event, start, timeout, fault };
        let mut trace = Trace::default();
        let (answer, end) = trace.follow(self.function.invoke(invocation)).await;
        let handler_called = trace.handler_called();
        let trace = invocation_result::in_shard(trace, &self.as_in_the_event(shard, batch), start);
        Some(InvocationResult { answer, start, end, handler_called, trace })
    }

    /// The records of a batch in the order of the event. An event of Kafka has them grouped by partition.
    fn as_in_the_event(&self, shard: usize, batch: &[usize]) -> Vec<usize> {
        let mut batch = batch.to_vec();
        if self.mapping.event_source() == EventSource::Kafka {
            let partition = |position: usize| Some(&self.record(shard, position)?.offset.as_ref()?.0);
            batch.sort_by_key(|position| partition(*position));
        }
        batch
    }

    /// Completes the report. Within a shard, records with the same `key` are expected in order.
    pub(super) fn end(
        mut self,
        blocked: Vec<usize>,
        key: impl for<'k> Fn(&'k StreamRecord) -> Option<&'k str>,
    ) -> Report {
        let (report, stream) = (&mut self.report, self.stream);
        report.end(blocked, |shard, position| key(stream.shards().get(shard)?.records.get(position)?));
        self.report
    }
}
