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
    /// The earliest moment at which the invocation's time can be over.
    stop: Option<Instant>,
    /// The earlier one of the two moments. Nothing else is looked at for each record.
    next_check: Instant,
}

impl TimeSlice {
    /// The first time slice.
    pub(crate) fn starting_at(now: Instant, stop: Option<Instant>) -> Self {
        let end = now + LENGTH;
        TimeSlice { end, has_waited: false, stop, next_check: stop.map_or(end, |stop| stop.min(end)) }
    }

    /// Begins the next time slice. Returns the time.
    pub(crate) fn restart(&mut self) -> Instant {
        let now = Instant::now();
        self.restart_at(now);
        now
    }

    fn restart_at(&mut self, now: Instant) {
        *self = TimeSlice::starting_at(now, self.stop);
    }

    /// Notes that the handler waits.
    pub(crate) fn note_wait(&mut self) {
        self.has_waited = true;
    }

    /// Whether the handler just goes on: neither has it waited, nor is the time slice or the invocation's time over.
    #[inline]
    pub(crate) fn goes_on(&self) -> bool {
        !self.has_waited && Instant::now() < self.next_check
    }

    /// The time. A handler that has waited begins a new time slice.
    pub(crate) fn now(&mut self) -> Instant {
        let now = Instant::now();
        if self.has_waited {
            self.restart_at(now);
        }
        now
    }

    /// Whether the time slice is over.
    pub(crate) fn is_over(&mut self) -> bool {
        self.now() >= self.end
    }

    /// Yields if the time slice is over. Returns the time after that.
    pub(crate) async fn yield_if_over(&mut self) -> Instant {
        let now = self.now();
        // Without a runtime, as in a test that polls by hand, there is nobody to yield to.
        if now >= self.end && Handle::try_current().is_ok() { self.yield_once().await } else { now }
    }

    /// Yields. Returns the time after that.
    pub(crate) async fn yield_once(&mut self) -> Instant {
        // A waker that is woken at once wouldn't do: tokio then serves timers and sockets only every 61 polls.
        yield_now().await;
        self.restart()
    }
}
