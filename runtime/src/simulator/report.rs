//! What happened to a stream.

mod assertions;
mod delivery;
mod history;
mod story;

use std::time::Duration;

pub(super) use self::history::out_of_order;
pub use self::{
    delivery::{Delivery, Discarded, Lost, Reading},
    history::{Fate, OutOfOrder, RecordHistory},
};
use super::destination::DestinationMessage;

/// What happened to a stream: every delivery, and what became of the records. Its `Display` is a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    deliveries: Vec<Delivery>,
    throttled: usize,
    discarded: Vec<Discarded>,
    destination_messages: Vec<DestinationMessage>,
    histories: Vec<Vec<RecordHistory>>,
    out_of_order: Vec<OutOfOrder>,
    blocked: Vec<usize>,
    ended_after: Duration,
}

impl Report {
    /// Of shards with so many records each.
    pub(super) fn new(shards: impl Iterator<Item = usize>) -> Self {
        Report {
            deliveries: Vec::new(),
            throttled: 0,
            discarded: Vec::new(),
            destination_messages: Vec::new(),
            histories: shards.map(|records| vec![RecordHistory::default(); records]).collect(),
            out_of_order: Vec::new(),
            blocked: Vec::new(),
            ended_after: Duration::ZERO,
        }
    }

    /// The invocations of the function, in the order in which they began.
    pub fn deliveries(&self) -> &[Delivery] {
        &self.deliveries
    }

    /// How many records each delivery had.
    pub fn sizes(&self) -> Vec<usize> {
        self.deliveries.iter().map(|delivery| delivery.records.len()).collect()
    }

    /// How many invocations were throttled before they reached the function.
    pub fn throttled(&self) -> usize {
        self.throttled
    }

    /// The records that were given up, in order.
    pub fn discarded(&self) -> &[Discarded] {
        &self.discarded
    }

    /// What was sent to the failure destination, in order.
    pub fn destination_messages(&self) -> &[DestinationMessage] {
        &self.destination_messages
    }

    /// What became of each record, by shard and position.
    pub fn histories(&self) -> &[Vec<RecordHistory>] {
        &self.histories
    }

    /// What became of one record; `None` if there is no such record.
    pub fn history(&self, shard: usize, position: usize) -> Option<&RecordHistory> {
        self.histories.get(shard)?.get(position)
    }

    /// The positions of the messages that went to the dead-letter queue.
    pub fn dead_lettered(&self) -> Vec<usize> {
        let messages = self.histories.iter().flatten().enumerate();
        let dead = messages.filter(|(_, message)| message.fate == Fate::DeadLettered);
        dead.map(|(position, _)| position).collect()
    }

    /// The records that are acknowledged although the function said that they are not done, or that one of them is not.
    pub fn lost(&self) -> Vec<Lost> {
        self.deliveries.iter().filter_map(Delivery::lost).collect()
    }

    /// The records that were acknowledged although one in front of them, of the same partition key, item, message group or
    /// partition, still had to be delivered again.
    pub fn out_of_order(&self) -> &[OutOfOrder] {
        &self.out_of_order
    }

    /// The numbers of the shards that still had records when the simulation ended.
    pub fn blocked(&self) -> &[usize] {
        &self.blocked
    }

    /// Whether a shard still had records when the simulation ended.
    pub fn is_blocked(&self) -> bool {
        !self.blocked.is_empty()
    }

    /// How long it took, in the time of the simulation.
    pub fn ended_after(&self) -> Duration {
        self.ended_after
    }

    /// How many invocations were in flight at once, in the time of the simulation.
    pub fn most_at_once(&self) -> usize {
        // At one moment ends come first: what takes no time overlaps with nothing.
        let mut moments: Vec<(Duration, isize)> = Vec::new();
        for delivery in &self.deliveries {
            moments.extend([(delivery.started, 1), (delivery.ended, -1)]);
        }
        moments.sort_unstable();
        let (mut running, mut most) = (0, isize::from(!moments.is_empty()));
        for (_, change) in moments {
            running += change;
            most = most.max(running);
        }
        most.unsigned_abs()
    }
}

/// How a run writes it.
impl Report {
    pub(super) fn add(&mut self, delivery: Delivery) {
        self.ended_after = self.ended_after.max(delivery.ended);
        for position in &delivery.records {
            if let Some(history) = self.history_mut(delivery.shard, *position) {
                history.deliveries += 1;
            }
        }
        self.note_answer(&delivery);
        self.deliveries.push(delivery);
    }

    fn note_answer(&mut self, delivery: &Delivery) {
        let behind = delivery.behind_the_reported();
        for position in delivery.records.iter().take(behind.unwrap_or(usize::MAX)) {
            if let Some(history) = self.history_mut(delivery.shard, *position) {
                history.may_have_been_tried = true;
            }
        }
    }

    pub(super) fn throttle(&mut self) {
        self.throttled += 1;
    }

    pub(super) fn settle(&mut self, shard: usize, position: usize, fate: Fate) {
        if let Some(history) = self.history_mut(shard, position) {
            history.fate = fate;
        }
    }

    pub(super) fn discard(&mut self, discarded: Discarded, message: Option<DestinationMessage>) {
        for position in &discarded.records {
            let after = self.deliveries.len();
            self.settle(discarded.shard, *position, Fate::Discarded { after });
        }
        self.discarded.push(discarded);
        self.destination_messages.extend(message);
    }

    pub(super) fn end(&mut self, blocked: Vec<usize>, out_of_order: Vec<OutOfOrder>) {
        self.blocked = blocked;
        self.out_of_order = out_of_order;
    }

    fn history_mut(&mut self, shard: usize, position: usize) -> Option<&mut RecordHistory> {
        self.histories.get_mut(shard)?.get_mut(position)
    }
}
