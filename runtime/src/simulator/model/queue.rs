//! A queue: which messages can be received, and what becomes of those that come back.
//!
//! A queue may hold a million messages, so nothing here goes through all of them: an index holds those that can be received
//! next.

use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    time::Duration,
};

use super::rules::QueueRules;

/// A message and its state.
#[derive(Debug, Clone)]
pub(in crate::simulator) struct QueueMessage {
    /// The message group of a FIFO queue.
    group: Option<String>,
    bytes: usize,
    /// It is hidden until then.
    visible_at: Duration,
    receive_count: u32,
}

impl QueueMessage {
    pub(in crate::simulator) fn new(group: Option<String>, bytes: usize, sent: Duration) -> Self {
        QueueMessage { group, bytes, visible_at: sent, receive_count: 0 }
    }
}

/// Messages that are received in order: a message group, or a single message of a queue without order.
#[derive(Debug, Default)]
struct Line {
    /// The positions of the messages that are neither deleted nor dead-lettered, in order.
    waiting: VecDeque<usize>,
    /// When the latest of its messages was deleted or dead-lettered. Until then the rest of the line waits.
    free_at: Duration,
}

/// A queue with its messages in order.
#[derive(Debug)]
pub(in crate::simulator) struct Queue {
    rules: QueueRules,
    messages: Vec<QueueMessage>,
    lines: Vec<Line>,
    /// The line of each message.
    line_of: Vec<usize>,
    /// When messages were last received.
    now: Duration,
    /// The first message of each line, sorted by when it can be received.
    heads: BTreeSet<(Duration, usize)>,
    /// Of these, the messages that can be received now, and those that were received too often.
    ready: BTreeSet<usize>,
    spent: BTreeSet<usize>,
}

impl Queue {
    pub(in crate::simulator) fn new(messages: Vec<QueueMessage>, rules: QueueRules) -> Self {
        let mut lines: Vec<Line> = Vec::new();
        let mut groups = HashMap::new();
        let mut line_of = Vec::with_capacity(messages.len());
        for (position, message) in messages.iter().enumerate() {
            let line = match &message.group {
                Some(group) if rules.fifo => *groups.entry(group.clone()).or_insert(lines.len()),
                None if rules.fifo => *groups.entry(String::new()).or_insert(lines.len()),
                _ => lines.len(),
            };
            if line == lines.len() {
                lines.push(Line::default());
            }
            line_of.push(line);
            if let Some(line) = lines.get_mut(line) {
                line.waiting.push_back(position);
            }
        }
        let (heads, ready, spent) = Default::default();
        let mut queue = Queue { rules, messages, lines, line_of, now: Duration::ZERO, heads, ready, spent };
        for line in 0..queue.lines.len() {
            queue.enter(line);
        }
        queue
    }

    /// Whether every message is deleted or dead-lettered.
    pub(in crate::simulator) fn is_empty(&self) -> bool {
        self.heads.is_empty()
    }

    /// When the next message can be received or moved to the dead letters, `from` at the earliest.
    pub(in crate::simulator) fn next_visible(&self, from: Duration) -> Option<Duration> {
        self.heads.first().map(|(at, _)| (*at).max(from))
    }

    /// When a full batch can be received, `first` at the earliest; `late` if there is none before. Only queues without order
    /// wait for a full batch.
    pub(in crate::simulator) fn full_at(&self, first: Duration, late: Duration) -> Duration {
        let mut room = Room::new(&self.rules);
        for (at, position) in self.heads.iter().take_while(|(at, _)| *at < late) {
            if !room.take(self.bytes(*position)) || room.is_full() {
                return first.max(*at);
            }
        }
        late
    }

    /// Moves the messages to the dead-letter queue that were received too often and are visible again, and returns their
    /// positions. SQS moves them when somebody would receive them.
    pub(in crate::simulator) fn redrive(&mut self, now: Duration) -> Vec<usize> {
        self.move_on(now);
        let mut moved = Vec::new();
        while let Some(position) = self.spent.first().copied() {
            self.take_away(position, now);
            moved.push(position);
        }
        moved.sort_unstable();
        moved
    }

    /// Receives messages that fit into the batch beside those `received` for it. They are hidden until they are deleted or
    /// their visibility timeout is over.
    pub(in crate::simulator) fn receive(&mut self, now: Duration, received: &[usize]) -> Vec<usize> {
        self.move_on(now);
        let batch = self.receivable(received);
        let lines: BTreeSet<usize> = batch.iter().filter_map(|position| self.line(*position)).collect();
        for line in &lines {
            self.leave(*line);
        }
        for position in &batch {
            if let Some(message) = self.messages.get_mut(*position) {
                message.receive_count += 1;
                message.visible_at = now + self.rules.visibility_timeout;
            }
        }
        for line in lines {
            self.enter(line);
        }
        batch
    }

    /// As many messages as fit into the batch, in order. A message whose group has earlier messages in flight, or hidden, is
    /// left out
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html)). The next message of
    /// the same group follows, as SQS prefers it
    /// ([AWS's documentation](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html)),
    /// or the next one in the order of the queue.
    fn receivable(&self, received: &[usize]) -> Vec<usize> {
        let (mut batch, mut room) = (Vec::new(), Room::new(&self.rules));
        for position in received {
            room.take(self.bytes(*position));
        }
        let mut heads = self.ready.iter().copied().peekable();
        // The messages that follow a message of the batch in its line.
        let mut in_line = BTreeSet::new();
        while !room.is_full() {
            let is_next = |next: &usize| {
                self.rules.same_message_group_first || heads.peek().is_none_or(|head| next < head)
            };
            let is_in_line = in_line.first().is_some_and(is_next);
            let next = if is_in_line { in_line.pop_first() } else { heads.next() };
            let Some(position) = next.filter(|position| room.take(self.bytes(*position))) else { break };
            batch.push(position);
            in_line.extend(self.next_in_line(position));
        }
        batch
    }

    fn next_in_line(&self, position: usize) -> Option<usize> {
        let waiting = &self.lines.get(self.line(position)?)?.waiting;
        let next = *waiting.get(waiting.binary_search(&position).ok()? + 1)?;
        (self.messages.get(next)?.visible_at <= self.now).then_some(next)
    }

    pub(in crate::simulator) fn receive_count(&self, position: usize) -> u32 {
        self.messages.get(position).map_or(0, |message| message.receive_count)
    }

    /// Deletes a message when its invocation has ended.
    pub(in crate::simulator) fn delete(&mut self, position: usize, at: Duration) {
        self.take_away(position, at);
    }

    fn take_away(&mut self, position: usize, at: Duration) {
        let Some(number) = self.line(position) else { return };
        self.leave(number);
        if let Some(line) = self.lines.get_mut(number) {
            line.free_at = line.free_at.max(at);
            if let Ok(place) = line.waiting.binary_search(&position) {
                line.waiting.remove(place);
            }
        }
        self.enter(number);
    }

    fn bytes(&self, position: usize) -> usize {
        self.messages.get(position).map_or(0, |message| message.bytes)
    }

    fn line(&self, position: usize) -> Option<usize> {
        self.line_of.get(position).copied()
    }

    /// The first message of a line, and when it can be received.
    fn head(&self, line: usize) -> Option<(Duration, usize)> {
        let line = self.lines.get(line)?;
        let first = *line.waiting.front()?;
        Some((self.messages.get(first)?.visible_at.max(line.free_at), first))
    }

    /// Indexes the first message of a line: no other message of the line can be received before it.
    fn enter(&mut self, line: usize) {
        let Some(head) = self.head(line) else { return };
        self.heads.insert(head);
        if head.0 <= self.now {
            self.show(head.1);
        }
    }

    /// Removes a line from the index, before the line changes.
    fn leave(&mut self, line: usize) {
        let Some(head) = self.head(line) else { return };
        self.heads.remove(&head);
        self.ready.remove(&head.1);
        self.spent.remove(&head.1);
    }

    /// Moves the clock on, and shows the messages that can be received by then.
    fn move_on(&mut self, now: Duration) {
        if now <= self.now {
            return;
        }
        let from = (self.now, usize::MAX);
        self.now = now;
        let shown: Vec<usize> = self.heads.range(from..=(now, usize::MAX)).map(|(_, head)| *head).collect();
        for head in shown {
            self.show(head);
        }
    }

    fn show(&mut self, head: usize) {
        let is_spent = self.rules.max_receive_count.is_some_and(|limit| self.receive_count(head) >= limit);
        if is_spent {
            self.spent.insert(head)
        } else {
            self.ready.insert(head)
        };
    }
}

/// The room that is left in a batch.
struct Room {
    messages: usize,
    bytes: usize,
    is_unused: bool,
}

impl Room {
    fn new(rules: &QueueRules) -> Self {
        Room { messages: rules.batch_size, bytes: rules.payload_limit, is_unused: true }
    }

    fn is_full(&self) -> bool {
        self.messages == 0
    }

    /// Takes room for a message, and returns whether it fits. The first message always does.
    fn take(&mut self, bytes: usize) -> bool {
        if self.is_full() || (bytes > self.bytes && !self.is_unused) {
            return false;
        }
        (self.messages, self.bytes) = (self.messages - 1, self.bytes.saturating_sub(bytes));
        self.is_unused = false;
        true
    }
}

#[cfg(test)]
mod tests;
