//! Which record may run next. Pure: no I/O, no async, no event.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap, hash_map::Entry},
};

use crate::source::Order;

/// The records of a batch: which are done, and which may start.
///
/// A record is started only after its predecessors of the same key are done. One whose key cannot be read may be of any
/// key: it runs alone, after all in front of it are done, and before all behind it.
#[derive(Debug)]
pub(crate) struct Schedule {
    order: Order,
    states: Vec<State>,
    /// The last record of each key that was looked at; `None` where no keys are needed.
    last_of_key: Option<HashMap<String, usize>>,
    /// Which record waits for which: at most one for each, since one of a key waits for the one in front of it.
    waiting_for: HashMap<usize, usize>,
    /// Records behind which nobody waits any more, and that were passed over before.
    ready: BinaryHeap<Reverse<usize>>,
    /// The first record that was not looked at.
    next: usize,
    /// The first record that is not done.
    lowest: usize,
    /// Nothing from here on is started any more.
    end: usize,
    /// A record whose key cannot be read, and that waits for all in front of it.
    barrier: Option<usize>,
    /// A record that runs alone, or has failed so.
    alone: Option<usize>,
    run_ahead: usize,
    started: usize,
    done: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Not looked at, or running.
    Open,
    /// It waits for its predecessor, which may fail: then it waits in vain.
    Waiting,
    Done,
    Failed,
}

/// How many records may run at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// One.
    OneByOne,
    /// Several. None is started further above the lowest record that is not done than `run_ahead` positions.
    SideBySide { run_ahead: usize },
}

impl Schedule {
    /// Of so many records.
    pub(crate) fn new(records: usize, order: Order, mode: Mode) -> Self {
        let by_key = match order {
            Order::Batch => mode != Mode::OneByOne,
            Order::Key => true,
            Order::Free => false,
        };
        Schedule {
            order,
            states: vec![State::Open; records],
            last_of_key: by_key.then(HashMap::new),
            waiting_for: HashMap::new(),
            ready: BinaryHeap::new(),
            next: 0,
            lowest: 0,
            end: records,
            barrier: None,
            alone: None,
            run_ahead: match mode {
                // Only a stream goes back, and so repeats what was done.
                Mode::SideBySide { run_ahead } if order == Order::Batch => run_ahead,
                _ => records,
            },
            started: 0,
            done: 0,
        }
    }

    /// The position of a record that may start now, the lowest; `None` if none may, now or ever. It counts as running from
    /// now on.
    pub(crate) fn next(&mut self, key: impl Fn(usize) -> Option<String>) -> Option<usize> {
        let position = self.next_ready().or_else(|| self.next_of_the_rest(key))?;
        self.started += 1;
        Some(position)
    }

    fn next_ready(&mut self) -> Option<usize> {
        let Reverse(position) = *self.ready.peek()?;
        if position >= self.bound() {
            return None;
        }
        self.ready.pop();
        self.set(position, State::Open);
        Some(position)
    }

    fn next_of_the_rest(&mut self, key: impl Fn(usize) -> Option<String>) -> Option<usize> {
        while self.next < self.bound() {
            let position = self.next;
            let Some(last_of_key) = &mut self.last_of_key else {
                self.next += 1;
                return Some(position);
            };
            // Not read again each time: the record may be a long one.
            let key = if self.barrier == Some(position) { None } else { key(position) };
            let Some(key) = key else {
                if self.lowest < position {
                    self.barrier = Some(position);
                    return None; // until all in front of it are done
                }
                self.alone = Some(position);
                self.next += 1;
                return Some(position);
            };
            self.next += 1;
            let predecessor = match last_of_key.entry(key) {
                Entry::Vacant(first) => {
                    first.insert(position);
                    return Some(position);
                }
                Entry::Occupied(mut last) => last.insert(position),
            };
            if self.states.get(predecessor) == Some(&State::Done) {
                return Some(position);
            }
            self.waiting_for.insert(predecessor, position);
            self.set(position, State::Waiting);
        }
        None
    }

    /// Where the records end that may start now.
    fn bound(&self) -> usize {
        let alone = self.alone.map_or(usize::MAX, |position| position + 1);
        let ahead = self.lowest.saturating_add(self.run_ahead).saturating_add(1);
        self.end.min(alone).min(ahead)
    }

    /// Takes note of what became of a record that ran.
    pub(crate) fn settle(&mut self, position: usize, done: bool) {
        if !done {
            self.set(position, State::Failed);
            if self.order == Order::Batch {
                self.end = self.end.min(position);
            }
            return;
        }
        self.set(position, State::Done);
        self.done += 1;
        while self.states.get(self.lowest) == Some(&State::Done) {
            self.lowest += 1;
        }
        self.ready.extend(self.waiting_for.remove(&position).map(Reverse));
        if self.alone == Some(position) {
            self.alone = None;
        }
    }

    /// Nothing is started any more. Says whether something would have been.
    pub(crate) fn stop(&mut self) -> bool {
        if self.end == 0 {
            return false; // asked again for each record that lands: what waits is not counted again
        }
        let comes = |(in_front, position): (&usize, &usize)| {
            *position < self.end && self.states.get(*in_front) == Some(&State::Open)
        };
        let was_open = self.next < self.end || !self.ready.is_empty() || self.waiting_for.iter().any(comes);
        self.end = 0;
        was_open
    }

    /// Whether the records that are done could be acknowledged, some of them at least.
    pub(crate) fn has_progressed(&self) -> bool {
        match self.order {
            Order::Batch => self.lowest > 0,
            Order::Key | Order::Free => self.done > 0,
        }
    }

    /// How many records were started.
    pub(crate) fn started(&self) -> usize {
        self.started
    }

    /// How many records there are.
    pub(crate) fn len(&self) -> usize {
        self.states.len()
    }

    /// Whether each record is done, in order.
    pub(crate) fn into_done(self) -> Vec<bool> {
        self.states.into_iter().map(|state| state == State::Done).collect()
    }

    fn set(&mut self, position: usize, state: State) {
        if let Some(slot) = self.states.get_mut(position) {
            *slot = state;
        }
    }
}

#[cfg(test)]
mod tests;
