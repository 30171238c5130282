//! Records in flight: the futures of several records, all polled by one task.

mod wake_queue;

use std::{
    future::Future,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use crate::{failure::Failed, outcome::Outcome, panic::caught, time_slice::TimeSlice};

use self::wake_queue::WakeQueue;

/// The records in flight. Not `FuturesUnordered`, which polls a new one only after others, and goes on without a look at the
/// clock for as long as others are woken.
///
/// A flight keeps its waker from its first poll to its last: a future may keep the first one only.
pub(crate) struct Flights<Fut> {
    flights: Vec<Flight<Fut>>,
    /// The numbers of those without a record.
    vacant: Vec<usize>,
    woken: Arc<WakeQueue>,
}

/// What came of a turn.
#[derive(Debug)]
pub(crate) enum Turn {
    /// The record at this position has this outcome.
    Landed(usize, Outcome),
    /// All that were woken have been polled.
    AllWait,
    /// Others are woken, and it is time to give way.
    Over,
}

/// A place for a record, taken by one after the other.
struct Flight<Fut> {
    /// The position of its record; `None` if it has none.
    position: Option<usize>,
    /// `None` once the record has landed: what it holds is the user's and can panic when dropped.
    record: Pin<Box<Option<Fut>>>,
    waker: Waker,
}

impl<Fut: Future<Output = Outcome>> Flights<Fut> {
    pub(crate) fn new() -> Self {
        Flights { flights: Vec::new(), vacant: Vec::new(), woken: Arc::default() }
    }

    /// How many there are.
    pub(crate) fn len(&self) -> usize {
        self.flights.len() - self.vacant.len()
    }

    /// Makes the future of a record and polls it before any other: no record after one that fails without waiting may start.
    /// `None` if it waits.
    pub(crate) fn start(&mut self, position: usize, make: impl FnOnce() -> Fut) -> Option<Outcome> {
        let number = self.vacant.pop().unwrap_or_else(|| {
            let number = self.flights.len();
            self.flights.push(Flight::new(WakeQueue::waker(&self.woken, number)));
            number
        });
        let flight = self.flights.get_mut(number)?;
        flight.position = Some(position);
        // Preparing the call is the user's code too.
        let outcome = match caught(|| flight.record.set(Some(make()))) {
            Ok(()) => flight.poll(),
            Err(panicked) => Some(Outcome::Failed(panicked)),
        };
        if outcome.is_some() {
            self.vacate(number);
        }
        outcome
    }

    /// Polls those that were woken, each once, until one lands or the turn is over.
    pub(crate) fn turn(&mut self, pace: &mut TimeSlice) -> Turn {
        for _ in 0..self.woken.len() {
            let Some(number) = self.woken.next() else { break };
            let Some(flight) = self.flights.get_mut(number) else { continue };
            // A waker of a record that has landed can be woken late.
            let Some(position) = flight.position else { continue };
            if let Some(outcome) = flight.poll() {
                self.vacate(number);
                return Turn::Landed(position, outcome);
            }
            if pace.is_over() {
                break;
            }
        }
        if self.woken.len() == 0 { Turn::AllWait } else { Turn::Over }
    }

    /// Ready if a turn is of use; otherwise the task is woken once it is.
    // Not shared, for a record need not be `Sync`.
    pub(crate) fn poll_woken(&mut self, context: &Context<'_>) -> Poll<()> {
        self.woken.poll(context)
    }

    /// Ends all of them, each at the await point where it stands. Returns their positions and outcomes.
    pub(crate) fn cut_off(&mut self) -> Vec<(usize, Outcome)> {
        let in_flight = self.flights.iter_mut().filter_map(|flight| Some((flight.position.take()?, flight)));
        let mut cut_off: Vec<_> = in_flight
            .map(|(position, flight)| (position, flight.end(Outcome::Failed(Failed::cut_off()))))
            .collect();
        cut_off.sort_unstable_by_key(|(position, _)| *position);
        self.vacant = (0..self.flights.len()).collect();
        cut_off
    }

    fn vacate(&mut self, number: usize) {
        if let Some(flight) = self.flights.get_mut(number) {
            flight.position = None;
        }
        self.vacant.push(number);
    }
}

impl<Fut> Flight<Fut> {
    fn new(waker: Waker) -> Self {
        Flight { position: None, record: Box::pin(None), waker }
    }

    fn end(&mut self, outcome: Outcome) -> Outcome {
        match caught(|| self.record.set(None)) {
            Err(panicked) if outcome == Outcome::Done => Outcome::Failed(panicked),
            _ => outcome,
        }
    }
}

impl<Fut: Future<Output = Outcome>> Flight<Fut> {
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

impl<Fut> Drop for Flight<Fut> {
    /// Where the whole invocation is dropped.
    fn drop(&mut self) {
        drop(caught(|| self.record.set(None)));
    }
}
