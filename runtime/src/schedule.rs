//! Decides which record may start next. Pure: no I/O, no async, no event.

use std::{
    cmp::Reverse,
    collections::{BinaryHeap, HashMap},
    mem,
    num::NonZeroUsize,
};

use crate::source::Order;

/// The records of a batch: which are done, and which may start.
#[derive(Debug)]
pub(crate) struct Schedule {
    order: Order,
    states: Vec<State>,
    /// `None` if no record waits for another one of its key.
    lanes: Option<Lanes>,
    /// The first record that was never considered.
    next: usize,
    /// The first record that is not done.
    lowest: usize,
    /// No record from here on may start.
    end: usize,
    started: usize,
    done: usize,
}

/// The order of records within their keys.
///
/// A record starts only after the earlier records with its key are done. A record whose key cannot be read could have any key,
/// so it runs alone: after all earlier records, and before all later ones.
#[derive(Debug)]
struct Lanes {
    /// The last record of each key so far.
    last_of_key: HashMap<String, usize>,
    /// The record that waits for each one; empty until any waits. At most one record waits for another, because each waits for
    /// the latest one with its key.
    waiting_for: Vec<Option<NonZeroUsize>>,
    /// Records that were passed over and whose predecessor is now done.
    ready: BinaryHeap<Reverse<usize>>,
    /// A record whose key cannot be read, while it waits for all earlier records.
    barrier: Option<usize>,
    /// A record that runs alone, or that failed while it ran alone.
    alone: Option<usize>,
    run_ahead: usize,
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
        let run_ahead = match (order, mode) {
            (Order::Unordered, _) | (Order::Batch, Mode::OneByOne) => None,
            // Only a stream is read again from its checkpoint, and so repeats what was done after it.
            (Order::Batch, Mode::SideBySide { run_ahead }) => Some(run_ahead),
            (Order::Key, _) => Some(records),
        };
        Schedule {
            order,
            states: vec![State::Open; records],
            lanes: run_ahead.map(Lanes::new),
            next: 0,
            lowest: 0,
            end: records,
            started: 0,
            done: 0,
        }
    }

    /// The lowest position that may start now; `None` if none may. The record counts as running from now on.
    pub(crate) fn next<K: AsRef<str> + Into<String>>(
        &mut self,
        key: impl Fn(usize) -> Option<K>,
    ) -> Option<usize> {
        let position = if self.lanes.is_some() { self.next_of_lanes(key) } else { self.next_in_order() }?;
        self.started += 1;
        Some(position)
    }

    fn next_in_order(&mut self) -> Option<usize> {
        let position = self.next;
        (position < self.end).then(|| {
            self.next += 1;
            position
        })
    }

    #[inline(never)]
    fn next_of_lanes<K: AsRef<str> + Into<String>>(
        &mut self,
        key: impl Fn(usize) -> Option<K>,
    ) -> Option<usize> {
        let lanes = self.lanes.as_mut()?;
        if let Some(position) = lanes.next_ready(self.lowest, self.end) {
            self.set(position, State::Open);
            return Some(position);
        }
        while self.next < lanes.bound(self.lowest, self.end) {
            let position = self.next;
            // The key is read only once, because the record may be long.
            let key = if lanes.barrier == Some(position) { None } else { key(position) };
            let Some(key) = key else {
                if self.lowest < position {
                    lanes.barrier = Some(position);
                    return None; // until all earlier records are done
                }
                lanes.alone = Some(position);
                self.next += 1;
                return Some(position);
            };
            self.next += 1;
            match lanes.predecessor(key, position) {
                Some(predecessor) if self.states.get(predecessor) != Some(&State::Done) => {
                    lanes.wait(self.states.len(), predecessor, position);
                    if let Some(state) = self.states.get_mut(position) {
                        *state = State::Waiting;
                    }
                }
                _ => return Some(position),
            }
        }
        None
    }

    /// Records that a record that ran is done.
    #[inline]
    pub(crate) fn settle_done(&mut self, position: usize) {
        self.set(position, State::Done);
        self.done += 1;
        while self.states.get(self.lowest) == Some(&State::Done) {
            self.lowest += 1;
        }
        if let Some(lanes) = &mut self.lanes {
            lanes.settle_done(position);
        }
    }

    /// Records that a record that ran has failed.
    pub(crate) fn settle_failed(&mut self, position: usize) {
        self.set(position, State::Failed);
        if self.order == Order::Batch {
            self.end = self.end.min(position);
        }
    }

    /// Starts no more records. Returns whether any would still have started.
    pub(crate) fn stop(&mut self) -> bool {
        if self.end == 0 {
            return false; // already stopped
        }
        let would_start = |lanes: &Lanes| lanes.would_start(&self.states, self.end);
        let was_open = self.next < self.end || self.lanes.as_ref().is_some_and(would_start);
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

    /// How far the order of the records matters.
    pub(crate) fn order(&self) -> Order {
        self.order
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

impl Lanes {
    fn new(run_ahead: usize) -> Self {
        Lanes {
            last_of_key: HashMap::new(),
            waiting_for: Vec::new(),
            ready: BinaryHeap::new(),
            barrier: None,
            alone: None,
            run_ahead,
        }
    }

    fn next_ready(&mut self, lowest: usize, end: usize) -> Option<usize> {
        let Reverse(position) = *self.ready.peek()?;
        if position >= self.bound(lowest, end) {
            return None;
        }
        self.ready.pop();
        Some(position)
    }

    /// The end of the records that may start now.
    fn bound(&self, lowest: usize, end: usize) -> usize {
        let alone = self.alone.map_or(usize::MAX, |position| position + 1);
        let ahead = lowest.saturating_add(self.run_ahead).saturating_add(1);
        end.min(alone).min(ahead)
    }

    /// The last record with this key. Now it is the one at `position`.
    fn predecessor<K: AsRef<str> + Into<String>>(&mut self, key: K, position: usize) -> Option<usize> {
        if let Some(last) = self.last_of_key.get_mut(key.as_ref()) {
            return Some(mem::replace(last, position));
        }
        self.last_of_key.insert(key.into(), position)
    }

    /// Lets a record wait for another one.
    fn wait(&mut self, records: usize, predecessor: usize, position: usize) {
        self.waiting_for.resize(records, None);
        if let Some(waiting) = self.waiting_for.get_mut(predecessor) {
            *waiting = NonZeroUsize::new(position); // the first record never waits
        }
    }

    fn settle_done(&mut self, position: usize) {
        if let Some(waiting) = self.waiting_for.get_mut(position).and_then(Option::take) {
            self.ready.push(Reverse(waiting.get()));
        }
        if self.alone == Some(position) {
            self.alone = None;
        }
    }

    /// Whether a record that was passed over would still start before `end`.
    fn would_start(&self, states: &[State], end: usize) -> bool {
        let may_start = |(state, waiting): (&State, &Option<NonZeroUsize>)| {
            *state == State::Open && waiting.is_some_and(|position| position.get() < end)
        };
        !self.ready.is_empty() || states.iter().zip(&self.waiting_for).any(may_start)
    }
}

#[cfg(test)]
mod tests;
