//! The model of a queue: which messages can be received, and what becomes of those that come back. Pure.

use std::{
    collections::{HashMap, HashSet},
    time::Duration,
};

/// What the model needs to know of the settings.
#[derive(Debug, Clone, Copy)]
pub(super) struct QueueRules {
    pub(super) fifo: bool,
    pub(super) batch_size: usize,
    pub(super) payload_limit: usize,
    pub(super) visibility_timeout: Duration,
    /// `None` without a dead-letter queue.
    pub(super) max_receive_count: Option<u32>,
}

/// A message, and where it is.
#[derive(Debug, Clone)]
pub(super) struct QueueMessage {
    /// The message group of a FIFO queue.
    pub(super) group: Option<String>,
    pub(super) bytes: usize,
    /// Nobody receives it earlier.
    pub(super) visible_at: Duration,
    pub(super) receive_count: u32,
    state: State,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    /// Since then.
    Deleted(Duration),
    DeadLettered,
}

impl QueueMessage {
    pub(super) fn new(group: Option<String>, bytes: usize, sent: Duration) -> Self {
        QueueMessage { group, bytes, visible_at: sent, receive_count: 0, state: State::Waiting }
    }

    /// Whether it is in flight, or comes back later.
    fn is_away(&self, now: Duration) -> bool {
        match self.state {
            State::Waiting => self.visible_at > now,
            State::Deleted(at) => at > now,
            State::DeadLettered => false,
        }
    }

    /// When it can be received, behind what holds its group back.
    fn next_visible(&self, held: &mut Held, fifo: bool) -> Option<Duration> {
        match self.state {
            State::Deleted(at) => held.until = held.until.max(at),
            State::Waiting if fifo && held.by_one_that_waits => {}
            State::Waiting => {
                held.by_one_that_waits = true;
                let until = if fifo { held.until } else { Duration::ZERO };
                return Some(self.visible_at.max(until));
            }
            State::DeadLettered => {}
        }
        None
    }
}

/// What holds a message group back.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    until: Duration,
    by_one_that_waits: bool,
}

/// A queue with its messages in order.
#[derive(Debug)]
pub(super) struct Queue {
    rules: QueueRules,
    messages: Vec<QueueMessage>,
}

impl Queue {
    pub(super) fn new(messages: Vec<QueueMessage>, rules: QueueRules) -> Self {
        Queue { rules, messages }
    }

    /// Whether every message is deleted or dead-lettered.
    pub(super) fn is_empty(&self) -> bool {
        self.messages.iter().all(|message| message.state != State::Waiting)
    }

    /// When there is next something to receive or to move to the dead letters, `from` at the earliest.
    pub(super) fn next_visible(&self, from: Duration) -> Option<Duration> {
        // Of each group the first message, and those in front of it that are still in flight, hold the others back.
        let mut groups: HashMap<&Option<String>, Held> = HashMap::new();
        let mut next: Option<Duration> = None;
        for message in &self.messages {
            let held = groups.entry(&message.group).or_default();
            if let Some(visible_at) = message.next_visible(held, self.rules.fifo) {
                let visible_at = visible_at.max(from);
                next = Some(next.map_or(visible_at, |next| next.min(visible_at)));
            }
        }
        next
    }

    /// When a batch can be received that is full, `first` at the earliest, or else `late`.
    pub(super) fn full_at(&self, first: Duration, late: Duration) -> Duration {
        let arrivals = self.messages.iter().map(|message| message.visible_at);
        let mut moments: Vec<Duration> = arrivals.filter(|at| (first..late).contains(at)).collect();
        moments.push(first);
        moments.sort_unstable();
        moments.dedup();
        let full = moments.into_iter().find(|at| self.receivable(*at).len() >= self.rules.batch_size);
        full.unwrap_or(late)
    }

    /// Moves the messages to the dead-letter queue that were received too often and can be received again: returned are
    /// their positions. SQS does so when somebody would receive them.
    pub(super) fn redrive(&mut self, now: Duration) -> Vec<usize> {
        let Some(limit) = self.rules.max_receive_count else { return Vec::new() };
        let mut moved = Vec::new();
        for (position, message) in self.messages.iter_mut().enumerate() {
            if message.state == State::Waiting && message.receive_count >= limit && message.visible_at <= now
            {
                message.state = State::DeadLettered;
                moved.push(position);
            }
        }
        moved
    }

    /// Receives a batch: it is hidden until it is deleted or its visibility timeout is over.
    pub(super) fn receive(&mut self, now: Duration) -> Vec<usize> {
        let batch = self.receivable(now);
        for position in &batch {
            if let Some(message) = self.messages.get_mut(*position) {
                message.receive_count += 1;
                message.visible_at = now + self.rules.visibility_timeout;
            }
        }
        batch
    }

    /// In order, as many as there may be in a batch. A message of a group whose earlier ones are in flight or come back
    /// later is not among them
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html)).
    fn receivable(&self, now: Duration) -> Vec<usize> {
        let (mut batch, mut bytes) = (Vec::new(), 0);
        let mut held_back: HashSet<&Option<String>> = HashSet::new();
        for (position, message) in self.messages.iter().enumerate() {
            if message.is_away(now) && self.rules.fifo {
                held_back.insert(&message.group);
            }
            let is_there = message.state == State::Waiting && message.visible_at <= now;
            if !is_there || held_back.contains(&message.group) {
                continue;
            }
            bytes += message.bytes;
            let is_full = batch.len() == self.rules.batch_size || bytes > self.rules.payload_limit;
            if is_full && !batch.is_empty() {
                break;
            }
            batch.push(position);
        }
        batch
    }

    pub(super) fn receive_count(&self, position: usize) -> u32 {
        self.messages.get(position).map_or(0, |message| message.receive_count)
    }

    /// Deletes what is done, when the invocation has ended. What is not waits until its visibility timeout is over.
    pub(super) fn delete(&mut self, position: usize, at: Duration) {
        if let Some(message) = self.messages.get_mut(position) {
            message.state = State::Deleted(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn queue(groups: &[&str], rules: QueueRules) -> Queue {
        let message =
            |group: &&str| QueueMessage::new(rules.fifo.then(|| (*group).to_owned()), 9, Duration::ZERO);
        Queue::new(groups.iter().map(message).collect(), rules)
    }

    const STANDARD: QueueRules = QueueRules {
        fifo: false,
        batch_size: 10,
        payload_limit: 6_000_000,
        visibility_timeout: Duration::from_secs(30),
        max_receive_count: Some(2),
    };

    #[test]
    fn a_message_comes_back_after_its_visibility_timeout_and_then_goes_to_the_dead_letters() {
        let mut queue = queue(&["", ""], STANDARD);
        assert_eq!(queue.receive(Duration::ZERO), [0, 1]);
        queue.delete(0, Duration::ZERO);
        assert_eq!(queue.next_visible(SECOND), Some(30 * SECOND));
        assert_eq!(queue.receive(29 * SECOND), [0; 0]);
        assert!(queue.redrive(30 * SECOND).is_empty());
        assert_eq!(queue.receive(30 * SECOND), [1]);
        assert_eq!((queue.receive_count(1), queue.next_visible(SECOND)), (2, Some(60 * SECOND)));
        assert!(queue.redrive(59 * SECOND).is_empty());
        assert_eq!(queue.redrive(60 * SECOND), [1]);
        assert_eq!(queue.next_visible(60 * SECOND), None);
    }

    #[test]
    fn a_group_waits_for_its_first_message() {
        let rules = QueueRules { fifo: true, batch_size: 2, ..STANDARD };
        let mut queue = queue(&["a", "a", "b", "a"], rules);
        assert_eq!(queue.receive(Duration::ZERO), [0, 1]);
        assert_eq!(queue.receive(Duration::ZERO), [2]);
        assert_eq!(queue.receive(Duration::ZERO), [0; 0]);
        queue.delete(0, Duration::ZERO);
        assert_eq!(queue.receive(SECOND), [0; 0]);
        queue.delete(1, 5 * SECOND);
        // The invocation still runs.
        assert_eq!((queue.receive(4 * SECOND), queue.next_visible(SECOND)), (vec![], Some(5 * SECOND)));
        assert_eq!(queue.receive(5 * SECOND), [3]);
    }
}
