//! Runs queues: receives messages, delivers them, and deletes the acknowledged ones.

use std::{collections::HashMap, time::Duration};

use super::{answers, invocation_result::InvocationResult, simulation::Simulation};
use crate::{
    response::identifier::ItemIdentifier,
    simulator::{
        START,
        event::{ReceivedFields, records_event},
        event_source::EventSource,
        invocation::{Answer, Invoke},
        mapping::EventSourceMapping,
        model::queue::{Queue, QueueMessage},
        report::{Report, delivery::DeliveryOutcome, history::Fate},
        stream::{Shard, Stream, StreamRecord},
    },
    verdict::remaining::Remaining,
};

/// One run of a queue through a mapping.
pub(in crate::simulator) struct QueueRun<'r, I> {
    simulation: Simulation<'r, I>,
    queues: Vec<QueueReader>,
}

/// A queue and its pollers.
struct QueueReader {
    queue: Queue,
    /// The number of the latest invocation for this queue.
    latest_invocation: usize,
    /// When each poller is free again.
    pollers: Vec<Duration>,
    /// When each message was first received.
    first_received: HashMap<usize, Duration>,
}

impl<'r, I: Invoke> QueueRun<'r, I> {
    pub(in crate::simulator) fn new(
        mapping: &'r EventSourceMapping,
        stream: &'r Stream,
        function: I,
    ) -> Self {
        let is_fifo = mapping.event_source() == EventSource::SqsFifo;
        let message = |message: &StreamRecord| {
            let group = if is_fifo { message.key.clone() } else { None };
            QueueMessage::new(group, message.json.len(), message.arrival)
        };
        let queue = |shard: &Shard| QueueReader {
            queue: Queue::new(shard.records.iter().map(message).collect(), mapping.queue_policy()),
            latest_invocation: 0,
            pollers: vec![START; mapping.pollers()],
            first_received: HashMap::new(),
        };
        let queues = stream.shards().iter().map(queue).collect();
        QueueRun { simulation: Simulation::new(mapping, stream, function), queues }
    }

    pub(in crate::simulator) async fn run_to_end(mut self) -> Report {
        while self.simulation.goes_on()
            && let Some((now, _, shard, poller)) = self.next_poll()
        {
            self.poll(shard, poller, now).await;
        }
        let queues = self.queues.iter().enumerate();
        let blocked = queues.filter(|(_, reader)| !reader.queue.is_empty()).map(|(shard, _)| shard).collect();
        let is_fifo = self.simulation.mapping.event_source() == EventSource::SqsFifo;
        self.simulation.end(blocked, move |message| if is_fifo { message.key.as_deref() } else { None })
    }

    /// When the next batch is received, from which queue and by which poller. Among several queues, the one whose latest
    /// invocation is longest ago.
    fn next_poll(&self) -> Option<(Duration, usize, usize, usize)> {
        let polls = self.queues.iter().enumerate().filter_map(|(shard, reader)| {
            let (now, poller) = self.next_poll_of(reader)?;
            Some((now, reader.latest_invocation, shard, poller))
        });
        polls.min()
    }

    /// The poller that is free first, and when it receives a batch: when the batch is full, or when the batching window is over.
    /// That window begins with the first message.
    fn next_poll_of(&self, reader: &QueueReader) -> Option<(Duration, usize)> {
        let (poller, free_at) =
            reader.pollers.iter().copied().enumerate().min_by_key(|(_, free_at)| *free_at)?;
        let first = reader.queue.next_visible(free_at)?;
        let late = first + self.simulation.mapping.batching_window();
        Some((reader.queue.full_at(first, late), poller))
    }

    async fn poll(&mut self, shard: usize, poller: usize, now: Duration) {
        let Some(reader) = self.queues.get_mut(shard) else { return };
        for position in reader.queue.redrive(now) {
            self.simulation.end_record(shard, position, Fate::DeadLettered);
        }
        let batch = self.receive(shard, now);
        if batch.is_empty() {
            return;
        }
        let event =
            records_event(self.simulation.mapping.event_source(), &self.messages(shard, &batch), None);
        let invocation = self.simulation.invoke(now, shard, &batch, &event).await;
        if let Some(reader) = self.queues.get_mut(shard) {
            reader.latest_invocation = self.simulation.invocations;
        }
        // The messages of a throttled batch come back like those of a failed one, because SQS has counted the receive.
        let Some(invocation) = invocation else { return };
        if let Some(free_at) = self.queues.get_mut(shard).and_then(|reader| reader.pollers.get_mut(poller)) {
            *free_at = invocation.end;
        }
        self.apply_answer(shard, batch, &invocation);
    }

    /// Receives a batch. Filtered messages are deleted, and others are received in their place
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-criteria-not-met)).
    fn receive(&mut self, shard: usize, now: Duration) -> Vec<usize> {
        let mut batch = Vec::new();
        loop {
            let Some(reader) = self.queues.get_mut(shard) else { return batch };
            let received = reader.queue.receive(now, &batch);
            for position in &received {
                reader.first_received.entry(*position).or_insert(now);
            }
            let messages = self.messages(shard, &received);
            let passes = messages.iter().map(|message| self.simulation.filters.let_pass(message));
            let received: Vec<(usize, bool)> = received.into_iter().zip(passes.collect::<Vec<_>>()).collect();
            let all_pass = received.iter().all(|(_, passes)| *passes);
            for (position, passes) in received {
                if passes {
                    batch.push(position);
                } else {
                    self.filter_out(shard, position, now);
                }
            }
            if all_pass {
                return batch;
            }
        }
    }

    fn filter_out(&mut self, shard: usize, position: usize, now: Duration) {
        if let Some(reader) = self.queues.get_mut(shard) {
            reader.queue.delete(position, now);
        }
        self.simulation.end_record(shard, position, Fate::FilteredOut);
    }

    /// Applies the answer to a batch: deletes the messages that are not delivered again.
    fn apply_answer(&mut self, shard: usize, batch: Vec<usize>, invocation: &InvocationResult) {
        let outcome = self.simulation.read_queue_answer(shard, &batch, &invocation.answer);
        let number = self.simulation.report.deliveries().len() + 1;
        let delivery = invocation.delivery(shard, 1, batch, outcome);
        let mut remaining = delivery.remaining().into_iter().peekable();
        let Some(reader) = self.queues.get_mut(shard) else { return };
        for (place, position) in delivery.records.iter().enumerate() {
            if remaining.next_if_eq(&place).is_some() {
                continue;
            }
            reader.queue.delete(*position, invocation.end);
            self.simulation.end_record(shard, *position, Fate::Acknowledged { delivery: number });
        }
        self.simulation.report.add(delivery, &invocation.trace);
    }

    /// The JSON of the messages, with the fields that receiving adds.
    fn messages(&self, shard: usize, batch: &[usize]) -> Vec<String> {
        let Some(reader) = self.queues.get(shard) else { return Vec::new() };
        let event_source = self.simulation.mapping.event_source();
        let message = |position: &usize| {
            let received = ReceivedFields {
                event_source,
                receive_count: reader.queue.receive_count(*position),
                first_received: reader.first_received.get(position).copied().unwrap_or_default(),
                has_batching_window: !self.simulation.mapping.batching_window().is_zero(),
            };
            Some(received.added_to(self.simulation.record(shard, *position)?))
        };
        batch.iter().filter_map(message).collect()
    }
}

impl<I: Invoke> Simulation<'_, I> {
    fn read_queue_answer(&self, shard: usize, batch: &[usize], answer: &Answer) -> DeliveryOutcome {
        let event_source = self.mapping.event_source();
        let identifiers: Vec<Option<ItemIdentifier>> = batch
            .iter()
            .map(|position| event_source.identifier(&self.record(shard, *position)?.json))
            .collect();
        let batch: Vec<Option<&str>> = identifiers
            .iter()
            .map(|identifier| identifier.as_ref().and_then(ItemIdentifier::as_text))
            .collect();
        let read = |response: &[u8]| Remaining::of_queue(response, &batch);
        answers::read_items(answer, read, self.mapping.reads_reports())
    }
}
