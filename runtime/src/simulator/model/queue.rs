//! A queue: which of its messages can be received, and when.
//!
//! A queue may hold a million messages, so no operation goes through all of them. An index holds those that come next.

use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    time::Duration,
};

use super::policy::QueuePolicy;

/// A message and its state.
#[derive(Debug, Clone)]
pub(in crate::simulator) struct QueueMessage {
    /// The message group of a FIFO queue.
    group: Option<String>,
    bytes: usize,
    /// The end of its visibility timeout: until then it is hidden.
    visible_at: Duration,
    receive_count: u32,
}

impl QueueMessage {
    pub(in crate::simulator) fn new(group: Option<String>, bytes: usize, sent: Duration) -> Self {
        QueueMessage { group, bytes, visible_at: sent, receive_count: 0 }
    }
}

/// Messages that are received one after the other: a message group of a FIFO queue, or a single message of a standard queue.
#[derive(Debug, Default)]
struct Group {
    /// The positions of the messages that are neither deleted nor dead-lettered, in order.
    waiting: VecDeque<usize>,
    /// When the latest of its messages was deleted or dead-lettered. Until then the rest of the group waits.
    free_at: Duration,
}

/// A queue with its messages in order.
#[derive(Debug)]
pub(in crate::simulator) struct Queue {
    policy: QueuePolicy,
    messages: Vec<QueueMessage>,
    groups: Vec<Group>,
    /// The group of each message.
    group_of: Vec<usize>,
    /// When messages were last received.
    now: Duration,
    /// The first message of each group, sorted by when it can be received.
    heads: BTreeSet<(Duration, usize)>,
    /// The heads that can be received now.
    ready: BTreeSet<usize>,
    /// The heads that could be received now, had they not been received too often already.
    exhausted: BTreeSet<usize>,
}

impl Queue {
    pub(in crate::simulator) fn new(messages: Vec<QueueMessage>, policy: QueuePolicy) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut numbers = HashMap::new();
        let mut group_of = Vec::with_capacity(messages.len());
        for (position, message) in messages.iter().enumerate() {
            let group = match &message.group {
                Some(id) if policy.fifo => *numbers.entry(id.clone()).or_insert(groups.len()),
                None if policy.fifo => *numbers.entry(String::new()).or_insert(groups.len()),
                _ => groups.len(),
            };
            if group == groups.len() {
                groups.push(Group::default());
            }
            group_of.push(group);
            if let Some(group) = groups.get_mut(group) {
                group.waiting.push_back(position);
            }
        }
        let (heads, ready, exhausted) = Default::default();
        let mut queue =
            Queue { policy, messages, groups, group_of, now: Duration::ZERO, heads, ready, exhausted };
        for group in 0..queue.groups.len() {
            queue.index_head(group);
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

    /// When a full batch can be received, `first` at the earliest. If none can be before `late`, that time. Only standard
    /// queues wait for a full batch.
    pub(in crate::simulator) fn full_at(&self, first: Duration, late: Duration) -> Duration {
        let mut room = Room::new(&self.policy);
        for (at, position) in self.heads.iter().take_while(|(at, _)| *at < late) {
            if !room.take(self.bytes(*position)) || room.is_full() {
                return first.max(*at);
            }
        }
        late
    }

    /// Moves the visible messages that were received too often to the dead-letter queue, and returns their positions. SQS moves
    /// a message only when somebody would receive it.
    pub(in crate::simulator) fn redrive(&mut self, now: Duration) -> Vec<usize> {
        self.advance_to(now);
        let mut moved = Vec::new();
        while let Some(position) = self.exhausted.first().copied() {
            self.delete(position, now);
            moved.push(position);
        }
        moved.sort_unstable();
        moved
    }

    /// Receives messages that fit into the batch beside those that were `received` for it before. They are hidden until they
    /// are deleted or their visibility timeout is over.
    pub(in crate::simulator) fn receive(&mut self, now: Duration, received: &[usize]) -> Vec<usize> {
        self.advance_to(now);
        let batch = self.receivable(received);
        let groups: BTreeSet<usize> = batch.iter().filter_map(|position| self.group(*position)).collect();
        for group in &groups {
            self.unindex_head(*group);
        }
        for position in &batch {
            if let Some(message) = self.messages.get_mut(*position) {
                message.receive_count += 1;
                message.visible_at = now + self.policy.visibility_timeout;
            }
        }
        for group in groups {
            self.index_head(group);
        }
        batch
    }

    /// As many messages as fit into the batch, in order. A message is left out while earlier ones of its group are in flight or
    /// hidden ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html)).
    ///
    /// After a message comes the next one of its group, which SQS prefers
    /// ([AWS's documentation](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html)),
    /// or the next one in the order of the queue, as the policy says.
    fn receivable(&self, received: &[usize]) -> Vec<usize> {
        let (mut batch, mut room) = (Vec::new(), Room::new(&self.policy));
        for position in received {
            room.take(self.bytes(*position));
        }
        let mut heads = self.ready.iter().copied().peekable();
        // The messages that follow a message of the batch in its group.
        let mut followers = BTreeSet::new();
        while !room.is_full() {
            let is_next = |next: &usize| {
                self.policy.same_message_group_first || heads.peek().is_none_or(|head| next < head)
            };
            let is_follower = followers.first().is_some_and(is_next);
            let next = if is_follower { followers.pop_first() } else { heads.next() };
            let Some(position) = next.filter(|position| room.take(self.bytes(*position))) else { break };
            batch.push(position);
            followers.extend(self.follower(position));
        }
        batch
    }

    /// The message that comes after this one in its group, if it is visible.
    fn follower(&self, position: usize) -> Option<usize> {
        let waiting = &self.groups.get(self.group(position)?)?.waiting;
        let next = *waiting.get(waiting.binary_search(&position).ok()? + 1)?;
        (self.messages.get(next)?.visible_at <= self.now).then_some(next)
    }

    pub(in crate::simulator) fn receive_count(&self, position: usize) -> u32 {
        self.messages.get(position).map_or(0, |message| message.receive_count)
    }

    /// Removes a message at this time. The rest of its group waits until then.
    pub(in crate::simulator) fn delete(&mut self, position: usize, at: Duration) {
        let Some(number) = self.group(position) else { return };
        self.unindex_head(number);
        if let Some(group) = self.groups.get_mut(number) {
            group.free_at = group.free_at.max(at);
            if let Ok(place) = group.waiting.binary_search(&position) {
                group.waiting.remove(place);
            }
        }
        self.index_head(number);
    }

    fn bytes(&self, position: usize) -> usize {
        self.messages.get(position).map_or(0, |message| message.bytes)
    }

    fn group(&self, position: usize) -> Option<usize> {
        self.group_of.get(position).copied()
    }

    /// The first message of a group, and when it can be received.
    fn head(&self, group: usize) -> Option<(Duration, usize)> {
        let group = self.groups.get(group)?;
        let first = *group.waiting.front()?;
        Some((self.messages.get(first)?.visible_at.max(group.free_at), first))
    }

    /// Adds the first message of a group to the index. The others cannot be received before it.
    fn index_head(&mut self, group: usize) {
        let Some(head) = self.head(group) else { return };
        self.heads.insert(head);
        if head.0 <= self.now {
            self.reveal(head.1);
        }
    }

    /// Removes the first message of a group from the index. The index finds it by its times, so this comes before any change
    /// of the group.
    fn unindex_head(&mut self, group: usize) {
        let Some(head) = self.head(group) else { return };
        self.heads.remove(&head);
        self.ready.remove(&head.1);
        self.exhausted.remove(&head.1);
    }

    /// Moves the clock on, and reveals the messages that become visible.
    fn advance_to(&mut self, now: Duration) {
        if now <= self.now {
            return;
        }
        let from = (self.now, usize::MAX);
        self.now = now;
        let visible: Vec<usize> = self.heads.range(from..=(now, usize::MAX)).map(|(_, head)| *head).collect();
        for head in visible {
            self.reveal(head);
        }
    }

    fn reveal(&mut self, head: usize) {
        let is_exhausted =
            self.policy.max_receive_count.is_some_and(|limit| self.receive_count(head) >= limit);
        if is_exhausted {
            self.exhausted.insert(head)
        } else {
            self.ready.insert(head)
        };
    }
}

/// The room left in a batch.
struct Room {
    messages: usize,
    bytes: usize,
    is_unused: bool,
}

impl Room {
    fn new(policy: &QueuePolicy) -> Self {
        Room { messages: policy.batch_size, bytes: policy.payload_limit, is_unused: true }
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
