//! Runs streams and topics: delivers their records lane by lane.

use std::{collections::HashMap, time::Duration};

use serde_json::Value;

use super::{
    answers,
    invocation_result::InvocationResult,
    lane_reader::{LaneReader, readers},
    simulation::Simulation,
};
use crate::{
    response::identifier::ItemIdentifier,
    simulator::{
        START,
        destination::DiscardedBatch,
        event::{WindowFields, kafka_event, records_event},
        event_source::EventSource,
        invocation::{Answer, Invoke},
        mapping::{EventSourceMapping, kafka_redelivery::KafkaRedelivery},
        model::{batch::Batch, lane::BatchResult, policy::DiscardCondition},
        report::{
            Report,
            delivery::{Delivery, DeliveryOutcome},
            discarded::Discarded,
            history::Fate,
        },
        stream::{Stream, StreamRecord},
    },
    verdict::remaining::Remaining,
};

/// One run of a stream, or of topics, through a mapping.
pub(in crate::simulator) struct LaneRun<'r, I> {
    simulation: Simulation<'r, I>,
    lanes: Vec<LaneReader>,
}

impl<'r, I: Invoke> LaneRun<'r, I> {
    pub(in crate::simulator) fn new(
        mapping: &'r EventSourceMapping,
        stream: &'r Stream,
        function: I,
    ) -> Self {
        let simulation = Simulation::new(mapping, stream, function);
        let shards = 0..stream.shards().len();
        let lanes = shards.flat_map(|shard| readers(mapping, &simulation.filters, stream, shard)).collect();
        LaneRun { simulation, lanes }
    }

    pub(in crate::simulator) async fn run_to_end(mut self) -> Report {
        self.begin_children();
        while self.simulation.goes_on()
            && let Some((number, now)) = self.next_lane()
        {
            self.deliver(number, now).await;
            self.begin_children();
        }
        for reader in &self.lanes {
            for position in reader.filtered_out() {
                self.simulation.report.set_fate(reader.shard, position, Fate::FilteredOut);
            }
        }
        let mut blocked: Vec<usize> =
            self.lanes.iter().filter(|reader| !reader.lane.is_done()).map(|reader| reader.shard).collect();
        blocked.dedup();
        // Without parallel batches Lambda keeps a whole shard in order. A handler may still work on several keys at once.
        let by_key = self.simulation.mapping.lanes() > 1
            || self.simulation.mapping.event_source() == EventSource::Kafka
            || self.simulation.report.is_traced();
        self.simulation.end(blocked, move |record| if by_key { record.key.as_deref() } else { Some("") })
    }

    /// Begins to read each shard whose parents are consumed.
    fn begin_children(&mut self) {
        for number in 0..self.lanes.len() {
            let Some(reader) = self.lanes.get(number).filter(|reader| reader.waits_for_parents) else {
                continue;
            };
            let consumed_at = self.parents_consumed_at(reader.shard);
            if let (Some(reader), Some(consumed_at)) = (self.lanes.get_mut(number), consumed_at) {
                reader.waits_for_parents = false;
                reader.lane.begin_at(consumed_at);
            }
        }
    }

    fn parents_consumed_at(&self, shard: usize) -> Option<Duration> {
        let parents = &self.simulation.stream.shards().get(shard)?.parents;
        let lanes = self.lanes.iter().filter(|reader| parents.contains(&reader.shard));
        lanes.map(LaneReader::consumed_at).try_fold(START, |latest, consumed| Some(latest.max(consumed?)))
    }

    /// The lane whose batch is ready first, and when. Among several, the one whose latest invocation is longest ago.
    fn next_lane(&self) -> Option<(usize, Duration)> {
        let ready = self.lanes.iter().enumerate().filter_map(|(number, reader)| {
            let now = reader.lane.ready_at().filter(|_| !reader.waits_for_parents)?;
            Some((now, reader.latest_invocation, number))
        });
        ready.min().map(|(now, _, number)| (number, now))
    }

    /// Delivers the next batch of a lane, or discards those of its records that are too old.
    async fn deliver(&mut self, number: usize, now: Duration) {
        let Some(reader) = self.lanes.get_mut(number) else { return };
        let Some(batch) = reader.lane.next_batch(now) else { return };
        let shard = reader.shard;
        if let Some((expired, condition)) = reader.lane.expire(now) {
            let records = reader.in_shard(&expired);
            reader.drop_state(&expired);
            return self.discard(
                shard,
                records,
                condition,
                expired.failed_attempts.max(u32::from(condition == DiscardCondition::RecordAgeExceeded)),
                now,
            );
        }
        let (records, event) = (reader.in_shard(&batch), self.event(number, &batch));
        let invocation = self.simulation.invoke(now, shard, &records, &event).await;
        let Some(reader) = self.lanes.get_mut(number) else { return };
        reader.latest_invocation = self.simulation.invocations;
        let Some(invocation) = invocation else { return reader.lane.throttle(now) };
        self.apply_answer(number, &batch, &invocation);
    }

    /// Applies the answer to a batch.
    fn apply_answer(&mut self, number: usize, batch: &Batch, invocation: &InvocationResult) {
        let InvocationResult { answer, end, .. } = invocation;
        let Some(reader) = self.lanes.get_mut(number) else { return };
        let (shard, records) = (reader.shard, reader.in_shard(batch));
        let (outcome, state) = self.simulation.read_answer(shard, &records, answer);
        reader.keep_state(batch, &outcome, state, self.simulation.mapping.keeps_state_of_partial_response());
        let delivery = invocation.delivery(shard, batch.failed_attempts + 1, records, outcome);
        let remaining = self.simulation.remaining(&delivery);
        let is_failure = matches!(delivery.outcome, DeliveryOutcome::Failed { .. });
        let discarded = reader.lane.apply(batch_result(is_failure, &remaining), *end);
        self.simulation.acknowledge(&delivery, &remaining);
        let records = delivery.records.clone();
        self.simulation.report.add(delivery, &invocation.trace);
        if let Some(batch) = discarded {
            reader.drop_state(&batch);
            let condition =
                DiscardCondition::RetryAttemptsExhausted { function_error: answer.is_function_error() };
            self.discard(shard, records, condition, batch.failed_attempts, *end);
        }
    }

    fn event(&self, number: usize, batch: &Batch) -> String {
        let Some(reader) = self.lanes.get(number) else { return String::new() };
        let positions = reader.in_shard(batch);
        let window = batch.window.map(|window| WindowFields {
            window,
            state: &reader.state,
            end: batch.window_end,
            shard_id: self.simulation.mapping.event_source().shard_id(reader.shard),
        });
        self.simulation.event(reader.shard, &positions, window)
    }

    fn discard(
        &mut self,
        shard: usize,
        records: Vec<usize>,
        condition: DiscardCondition,
        approximate_invoke_count: u32,
        at: Duration,
    ) {
        // The final invocation of a window has no records.
        if records.is_empty() {
            return;
        }
        let mapping = self.simulation.mapping;
        let simulation = &mut self.simulation;
        let event_source = mapping.event_source();
        let destination = mapping.destination().filter(|_| condition != DiscardCondition::ExpiredInTheStream);
        let message = destination.map(|destination| {
            let discarded = DiscardedBatch {
                event_source,
                shard,
                records: simulation.records(shard, &records),
                condition,
                approximate_invoke_count,
                at,
                number: simulation.report.destination_messages().len(),
                event: &simulation.event(shard, &records, None),
            };
            discarded.message(destination)
        });
        let condition = condition.name(event_source);
        simulation.invocations_at_progress = simulation.invocations;
        simulation.report.discard(Discarded { shard, records, condition, approximate_invoke_count }, message);
    }
}

fn batch_result(is_failure: bool, remaining: &[usize]) -> BatchResult {
    match (is_failure, remaining.is_empty()) {
        (true, _) => BatchResult::Failure,
        (false, true) => BatchResult::Success,
        (false, false) => BatchResult::Remaining(remaining.to_vec()),
    }
}

impl<'r, I: Invoke> Simulation<'r, I> {
    fn records(&self, shard: usize, positions: &[usize]) -> Vec<&'r StreamRecord> {
        positions.iter().filter_map(|position| self.record(shard, *position)).collect()
    }

    fn event(&self, shard: usize, positions: &[usize], window: Option<WindowFields<'_>>) -> String {
        let records = self.records(shard, positions);
        match self.mapping.event_source() {
            EventSource::Kafka => kafka_event(&records),
            event_source => {
                let records: Vec<String> = records.iter().map(|record| record.json.clone()).collect();
                records_event(event_source, &records, window)
            }
        }
    }

    fn read_answer(
        &self,
        shard: usize,
        positions: &[usize],
        answer: &Answer,
    ) -> (DeliveryOutcome, Option<Value>) {
        let (records, reads_reports) = (self.records(shard, positions), self.mapping.reads_reports());
        if self.mapping.event_source() == EventSource::Kafka {
            let offset = |record: &&'r StreamRecord| {
                record.offset.as_ref().map(|(partition, offset)| (partition.as_str(), *offset))
            };
            let batch: Vec<_> = records.iter().map(offset).collect();
            let read = |response: &[u8]| Remaining::of_kafka(response, &batch);
            return (answers::read_items(answer, read, reads_reports), None);
        }
        let event_source = self.mapping.event_source();
        let identifiers: Vec<Option<ItemIdentifier>> =
            records.iter().map(|record| event_source.identifier(&record.json)).collect();
        let batch: Vec<Option<&str>> = identifiers
            .iter()
            .map(|identifier| identifier.as_ref().and_then(ItemIdentifier::as_text))
            .collect();
        if self.mapping.has_windows() {
            return answers::read_window(answer, &batch, reads_reports);
        }
        (answers::read_stream(answer, &batch, reads_reports), None)
    }

    /// The positions in the batch of the records to deliver again, as the setting for Kafka says.
    fn remaining(&self, delivery: &Delivery) -> Vec<usize> {
        let remaining = delivery.remaining();
        let is_report = matches!(delivery.outcome, DeliveryOutcome::Remaining { .. });
        if !is_report || self.mapping.redelivery_of_kafka() == KafkaRedelivery::OnlyReported {
            return remaining;
        }
        let partition = |position: usize| {
            let record = self.record(delivery.shard, *delivery.records.get(position)?)?;
            record.offset.as_ref().map(|(partition, _)| partition)
        };
        let mut lowest = HashMap::new();
        for position in remaining {
            lowest.entry(partition(position)).or_insert(position);
        }
        let stays =
            |position: &usize| lowest.get(&partition(*position)).is_some_and(|lowest| lowest <= position);
        (0..delivery.records.len()).filter(stays).collect()
    }

    fn acknowledge(&mut self, delivery: &Delivery, remaining: &[usize]) {
        let number = self.report.deliveries().len() + 1;
        let mut remaining = remaining.iter().peekable();
        for (position, record) in delivery.records.iter().enumerate() {
            if remaining.next_if(|next| **next == position).is_none() {
                self.end_record(delivery.shard, *record, Fate::Acknowledged { delivery: number });
            }
        }
    }
}
