//! Records in flight: the futures of several records, which one task polls.

mod wake_queue;

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use crate::{failure::RecordFailure, guard::put, outcome::Outcome, panic::caught, time_slice::TimeSlice};

use self::wake_queue::WakeQueue;

/// The records in flight. Their futures are async blocks, which hold no values once they have ended or panicked.
///
/// `FuturesUnordered` doesn't do: it polls a new future only after others, and doesn't look at the clock
/// as long as others are woken.
///
/// A slot keeps its waker for the whole life of a record, because a future may keep only the first waker that it gets.
pub(crate) struct InFlight<Fut> {
    slots: Vec<Slot<Fut>>,
    /// The numbers of the slots without a record.
    vacant: Vec<usize>,
    woken: Arc<WakeQueue>,
}

/// What polling the woken records led to.
#[derive(Debug)]
pub(crate) enum Progress {
    /// The record at this position has this outcome.
    Finished(usize, Outcome),
    /// All woken records have been polled, and none is done.
    AllWait,
    /// Others are still woken, but the time slice is over.
    TimeSliceOver,
}

/// A place for a record. Others use it after that one.
struct Slot<Fut> {
    /// The position of its record; `None` if it has none.
    position: Option<usize>,
    /// The record's future. It is in its place for good: the next record's takes the place of one that has ended.
    record: Pin<Box<Option<Fut>>>,
    waker: Waker,
}

impl<Fut: Future<Output = Outcome>> InFlight<Fut> {
    pub(crate) fn new() -> Self {
        InFlight { slots: Vec::new(), vacant: Vec::new(), woken: Arc::default() }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.slots.len() - self.vacant.len()
    }

    /// Makes the future of a record and polls it before any other, so that no record starts after one that fails without
    /// waiting. `None` if the record waits.
    pub(crate) fn poll_first(&mut self, position: usize, make: impl FnOnce() -> Fut) -> Option<Outcome> {
        let number = self.vacant.pop().unwrap_or_else(|| {
            let number = self.slots.len();
            self.slots.push(Slot::new(WakeQueue::waker(&self.woken, number)));
            number
        });
        let slot = self.slots.get_mut(number)?;
        slot.position = Some(position);
        let outcome = slot.poll(Some(make));
        if outcome.is_some() {
            self.vacate(number);
        }
        outcome
    }

    /// Polls the woken records, each once, until one is finished or the time slice is over.
    pub(crate) fn poll_woken(&mut self, time_slice: &mut TimeSlice) -> Progress {
        for _ in 0..self.woken.len() {
            let Some(number) = self.woken.next() else { break };
            let Some(slot) = self.slots.get_mut(number) else { continue };
            // The waker of a finished record may be woken late.
            let Some(position) = slot.position else { continue };
            if let Some(outcome) = slot.poll(None::<fn() -> Fut>) {
                self.vacate(number);
                return Progress::Finished(position, outcome);
            }
            if time_slice.is_over() {
                break;
            }
        }
        if self.woken.len() == 0 { Progress::AllWait } else { Progress::TimeSliceOver }
    }

    /// Ready if a record is woken; otherwise the task is woken when one is.
    // `&mut self`, because a record need not be `Sync`.
    pub(crate) fn poll_wake(&mut self, context: &Context<'_>) -> Poll<()> {
        self.woken.poll(context)
    }

    /// Ends all records, each at the await point that it has reached. Returns their positions and outcomes.
    pub(crate) fn cut_off(&mut self) -> Vec<(usize, Outcome)> {
        let in_flight = self.slots.iter_mut().filter_map(|slot| Some((slot.position.take()?, slot)));
        let mut cut_off: Vec<_> = in_flight
            .map(|(position, slot)| {
                slot.clear();
                (position, Outcome::Failed(RecordFailure::cut_off()))
            })
            .collect();
        cut_off.sort_unstable_by_key(|(position, _)| *position);
        self.vacant = (0..self.slots.len()).collect();
        cut_off
    }

    fn vacate(&mut self, number: usize) {
        if let Some(slot) = self.slots.get_mut(number) {
            slot.position = None;
        }
        self.vacant.push(number);
    }
}

impl<Fut> Slot<Fut> {
    fn new(waker: Waker) -> Self {
        Slot { position: None, record: Box::pin(None), waker }
    }

    /// Drops its future. The values that it still holds are the user's and can panic when they are dropped.
    fn clear(&mut self) {
        drop(caught(|| self.record.set(None)));
    }
}

impl<Fut: Future<Output = Outcome>> Slot<Fut> {
    /// Polls its record. `make` makes the record's future if this is the first time. Returns the record's outcome; `None` if the
    /// record waits.
    fn poll(&mut self, make: Option<impl FnOnce() -> Fut>) -> Option<Outcome> {
        // The user's code also prepares the call.
        let polled = caught(|| {
            if let Some(make) = make {
                put(make, self.record.as_mut());
            }
            let running = self.record.as_mut().as_pin_mut()?;
            Some(running.poll(&mut Context::from_waker(&self.waker)))
        });
        match polled {
            Ok(None | Some(Poll::Pending)) => None,
            Ok(Some(Poll::Ready(outcome))) => Some(outcome),
            Err(panicked) => Some(Outcome::Failed(panicked)),
        }
    }
}

impl<Fut> Drop for Slot<Fut> {
    /// Catches a panic where the whole invocation is dropped.
    fn drop(&mut self) {
        self.clear();
    }
}
