//! The clock and the listener that the simulator installs, for the thread that polls a handler.

use std::{
    cell::{Cell, RefCell},
    fmt, mem,
    time::{Duration, SystemTime},
};

use tokio::time::Instant;

thread_local! {
    /// The clock of the handler that is being polled on this thread.
    static CLOCK: Cell<Option<Clock>> = const { Cell::new(None) };
    /// What was announced in the invocation that is being polled on this thread.
    static ANNOUNCED: RefCell<Option<Vec<Announcement>>> = const { RefCell::new(None) };
}

/// The clock of one invocation: tokio's clock with another beginning.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Clock {
    /// The time at which the invocation began, since the epoch.
    start: Duration,
    began: Instant,
}

impl Clock {
    /// A clock that shows `start`, a time since the epoch, and moves on from there.
    pub(crate) fn from(start: Duration) -> Self {
        Clock { start, began: Instant::now() }
    }

    /// The time since the epoch.
    pub(crate) fn now(self) -> Duration {
        self.start + self.began.elapsed()
    }

    /// The moment of tokio's clock at which this one shows a time since the epoch.
    pub(crate) fn instant_of(self, time: Duration) -> Instant {
        self.began + time.saturating_sub(self.start)
    }
}

/// Something that happened to a record, and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Announcement {
    pub(crate) event: Event,
    /// The time of the handler's clock, since the epoch. Without a clock it is zero.
    pub(crate) at: Duration,
}

/// What can be announced. Records are named by their positions in the batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Event {
    /// The handler is called. Before that no record can have been tried.
    Called,
    Started(usize),
    Done(usize),
    Failed(usize, String),
}

/// Runs `poll` by this clock. A handler may run a simulation of its own, whose handlers have other clocks.
pub(crate) fn run_by<T>(clock: Clock, poll: impl FnOnce() -> T) -> T {
    let outer = CLOCK.replace(Some(clock));
    let polled = poll();
    CLOCK.set(outer);
    polled
}

/// Runs `poll` and adds to `announced` what is announced meanwhile.
pub(crate) fn record<T>(announced: &mut Vec<Announcement>, poll: impl FnOnce() -> T) -> T {
    let outer = ANNOUNCED.replace(Some(mem::take(announced)));
    let polled = poll();
    *announced = ANNOUNCED.replace(outer).unwrap_or_default();
    polled
}

/// The time of day in a handler that the simulator runs; `None` elsewhere.
pub(crate) fn simulated_now() -> Option<SystemTime> {
    Some(SystemTime::UNIX_EPOCH + CLOCK.get()?.now())
}

/// The time of day: the simulation's in a handler that the simulator runs, otherwise the machine's.
pub(crate) fn now() -> SystemTime {
    simulated_now().unwrap_or_else(SystemTime::now)
}

pub(crate) fn started(position: usize) {
    announce(|| Event::Started(position));
}

pub(crate) fn done(position: usize) {
    announce(|| Event::Done(position));
}

pub(crate) fn failed(position: usize, error: impl fmt::Display) {
    announce(|| Event::Failed(position, error.to_string()));
}

/// Announces an event, if somebody listens.
pub(crate) fn announce(event: impl FnOnce() -> Event) {
    if ANNOUNCED.with_borrow(Option::is_none) {
        return;
    }
    // Writing an error is the user's code, which may announce something too.
    let announcement = Announcement { event: event(), at: CLOCK.get().map(Clock::now).unwrap_or_default() };
    ANNOUNCED.with_borrow_mut(|announced| announced.as_mut().map(|announced| announced.push(announcement)));
}
