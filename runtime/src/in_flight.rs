//! Records in slot: the futures of several records, all polled by one task.

mod wake_queue;

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use crate::{failure::RecordFailure, outcome::Outcome, panic::caught, time_slice::TimeSlice};

use self::wake_queue::WakeQueue;

/// The records in slot. Not `FuturesUnordered`, which polls a new one only after others, and goes on without a look at the
/// clock for as long as others are woken.
///
/// A slot keeps its waker from its first poll to its last: a future may keep the first one only.
pub(crate) struct InFlight<Fut> {
    slots: Vec<Slot<Fut>>,
    /// The numbers of those without a record.
    vacant: Vec<usize>,
    woken: Arc<WakeQueue>,
}

/// What came of a turn.
#[derive(Debug)]
pub(crate) enum Progress {
    /// The record at this position has this outcome.
    Finished(usize, Outcome),
    /// All that were woken have been polled.
    AllWait,
    /// Others are woken, and it is time to give way.
    TimeSliceOver,
}

/// A place for a record, taken by one after the other.
struct Slot<Fut> {
    /// The position of its record; `None` if it has none.
    position: Option<usize>,
    /// `None` once the record has landed: what it holds is the user's and can panic when dropped.
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

    /// Makes the future of a record and polls it before any other: no record after one that fails without waiting may start.
    /// `None` if it waits.
    pub(crate) fn poll_first(&mut self, position: usize, make: impl FnOnce() -> Fut) -> Option<Outcome> {
        let number = self.vacant.pop().unwrap_or_else(|| {
            let number = self.slots.len();
            self.slots.push(Slot::new(WakeQueue::waker(&self.woken, number)));
            number
        });
        let slot = self.slots.get_mut(number)?;
        slot.position = Some(position);
        // Preparing the call is the user's code too.
        let outcome = match caught(|| slot.record.set(Some(make()))) {
            Ok(()) => slot.poll(),
            Err(panicked) => Some(Outcome::Failed(panicked)),
        };
        if outcome.is_some() {
            self.vacate(number);
        }
        outcome
    }

    /// Polls those that were woken, each once, until one lands or the turn is over.
    pub(crate) fn poll_woken(&mut self, time_slice: &mut TimeSlice) -> Progress {
        for _ in 0..self.woken.len() {
            let Some(number) = self.woken.next() else { break };
            let Some(slot) = self.slots.get_mut(number) else { continue };
            // A waker of a record that has landed can be woken late.
            let Some(position) = slot.position else { continue };
            if let Some(outcome) = slot.poll() {
                self.vacate(number);
                return Progress::Finished(position, outcome);
            }
            if time_slice.is_over() {
                break;
            }
        }
        if self.woken.len() == 0 { Progress::AllWait } else { Progress::TimeSliceOver }
    }

    /// Ready if a turn is of use; otherwise the task is woken once it is.
    // Not shared, for a record need not be `Sync`.
    pub(crate) fn poll_wake(&mut self, context: &Context<'_>) -> Poll<()> {
        self.woken.poll(context)
    }

    /// Ends all of them, each at the await point where it stands. Returns their positions and outcomes.
    pub(crate) fn cut_off(&mut self) -> Vec<(usize, Outcome)> {
        let in_flight = self.slots.iter_mut().filter_map(|slot| Some((slot.position.take()?, slot)));
        let mut cut_off: Vec<_> = in_flight
            .map(|(position, slot)| (position, slot.end(Outcome::Failed(RecordFailure::cut_off()))))
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

    fn end(&mut self, outcome: Outcome) -> Outcome {
        match caught(|| self.record.set(None)) {
            Err(panicked) if outcome == Outcome::Done => Outcome::Failed(panicked),
            _ => outcome,
        }
    }
}

impl<Fut: Future<Output = Outcome>> Slot<Fut> {
    /// The outcome of its record; `None` if that waits.
    fn poll(&mut self) -> Option<Outcome> {
        let running = self.record.as_mut().as_pin_mut()?;
        let outcome = match caught(|| running.poll(&mut Context::from_waker(&self.waker))) {
            Ok(Poll::Pending) => return None,
            Ok(Poll::Ready(outcome)) => outcome,
            Err(panicked) => Outcome::Failed(panicked),
        };
        Some(self.end(outcome))
    }
}

impl<Fut> Drop for Slot<Fut> {
    /// Where the whole invocation is dropped.
    fn drop(&mut self) {
        drop(caught(|| self.record.set(None)));
    }
}
