//! Decides which record may start next. Pure: no I/O, no async, no event.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap, hash_map::Entry},
};

use crate::source::Order;

/// The records of a batch: which are done, and which may start.
///
/// A record starts only after the earlier records with its key are done. A record whose key cannot be read could have any key,
/// so it runs alone: after all earlier records, and before all later ones.
#[derive(Debug)]
pub(crate) struct Schedule {
    order: Order,
    states: Vec<State>,
    /// The last record of each key so far; `None` if no keys are needed.
    last_of_key: Option<HashMap<String, usize>>,
    /// Which record waits for which. At most one record waits for another, because each waits for the latest one with its key.
    waiting_for: HashMap<usize, usize>,
    /// Records that were passed over and whose predecessor is now done.
    ready: BinaryHeap<Reverse<usize>>,
    /// The first record that was never considered.
    next: usize,
    /// The first record that is not done.
    lowest: usize,
    /// No record from here on may start.
    end: usize,
    /// A record whose key cannot be read, while it waits for all earlier records.
    barrier: Option<usize>,
    /// A record that runs alone, or that failed while it ran alone.
    alone: Option<usize>,
    run_ahead: usize,
    started: usize,
    done: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Not considered yet, or running.
    Open,
    /// It waits for its predecessor. If that fails, it waits for good.
    Waiting,
    Done,
    Failed,
}

/// How many records may run at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mode {
    /// One.
    OneByOne,
    /// Several. Each one starts at most `run_ahead` positions after the lowest record that is not done.
    SideBySide { run_ahead: usize },
}

impl Schedule {
    /// A schedule of this many records.
    pub(crate) fn new(records: usize, order: Order, mode: Mode) -> Self {
        let by_key = match order {
            Order::Batch => mode != Mode::OneByOne,
            Order::Key => true,
            Order::Unordered => false,
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
                // Only a stream is read again from its checkpoint, and so repeats what was done after it.
                Mode::SideBySide { run_ahead } if order == Order::Batch => run_ahead,
                _ => records,
            },
            started: 0,
            done: 0,
        }
    }

    /// The lowest position that may start now; `None` if none may. The record counts as running from now on.
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
            // The key is read only once, because the record may be long.
            let key = if self.barrier == Some(position) { None } else { key(position) };
            let Some(key) = key else {
                if self.lowest < position {
                    self.barrier = Some(position);
                    return None; // until all earlier records are done
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

    /// The end of the records that may start now.
    fn bound(&self) -> usize {
        let alone = self.alone.map_or(usize::MAX, |position| position + 1);
        let ahead = self.lowest.saturating_add(self.run_ahead).saturating_add(1);
        self.end.min(alone).min(ahead)
    }

    /// Records whether a record that ran is done.
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

    /// Starts no more records. Returns whether any would still have started.
    pub(crate) fn stop(&mut self) -> bool {
        if self.end == 0 {
            return false; // already stopped
        }
        let may_start = |(predecessor, position): (&usize, &usize)| {
            *position < self.end && self.states.get(*predecessor) == Some(&State::Open)
        };
        let was_open =
            self.next < self.end || !self.ready.is_empty() || self.waiting_for.iter().any(may_start);
        self.end = 0;
        was_open
    }

    /// Whether an answer could acknowledge any record by now.
    pub(crate) fn has_progressed(&self) -> bool {
        match self.order {
            Order::Batch => self.lowest > 0,
            Order::Key | Order::Unordered => self.done > 0,
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
