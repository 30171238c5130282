//! How long the records of a batch run before the handler yields to the other tasks of its thread.

use std::time::Duration;

use tokio::{runtime::Handle, task::yield_now, time::Instant};

/// The length of a time slice. A record that never waits isn't interrupted: the handler yields after it.
const LENGTH: Duration = Duration::from_millis(2);

/// A time slice of a handler. Records that never wait would otherwise stop other invocations on the thread from meeting their
/// deadlines, and stop tokio from serving timers and sockets, even those that records of the same batch wait for.
///
/// It uses tokio's clock, which stands still while a simulated handler computes.
#[derive(Debug)]
pub(crate) struct TimeSlice {
    /// The end of the time slice.
    end: Instant,
    /// Whether the handler has waited since it began. Waiting is yielding too.
    has_waited: bool,
}

impl TimeSlice {
    /// The first time slice.
    pub(crate) fn starting_at(now: Instant) -> Self {
        TimeSlice { end: now + LENGTH, has_waited: false }
    }

    /// Begins the next time slice. Returns the time.
    pub(crate) fn restart(&mut self) -> Instant {
        let now = Instant::now();
        *self = TimeSlice::starting_at(now);
        now
    }

    /// Notes that the handler waits.
    pub(crate) fn note_wait(&mut self) {
        self.has_waited = true;
    }

    /// The time. A handler that has waited begins a new time slice.
    pub(crate) fn now(&mut self) -> Instant {
        let now = Instant::now();
        if self.has_waited {
            *self = TimeSlice::starting_at(now);
        }
        now
    }

    /// Whether the time slice is over.
    pub(crate) fn is_over(&mut self) -> bool {
        let now = self.now();
        self.is_over_at(now)
    }

    /// Whether the time slice is over at the time that [`now`](Self::now) returned.
    pub(crate) fn is_over_at(&self, now: Instant) -> bool {
        now >= self.end
    }

    /// Yields, if there is somebody to yield to: without a runtime, as in a test that polls by hand, there is nobody. Returns
    /// the time after that.
    pub(crate) async fn yield_in_a_runtime(&mut self, now: Instant) -> Instant {
        if Handle::try_current().is_ok() { self.yield_once().await } else { now }
    }

    /// Yields. Returns the time after that.
    pub(crate) async fn yield_once(&mut self) -> Instant {
        // A waker that is woken at once wouldn't do: tokio then serves timers and sockets only every 61 polls.
        yield_now().await;
        self.restart()
    }
}
