//! How long the records of a batch run before the handler gives way to whatever else its thread has to do.

use std::time::Duration;

use tokio::{runtime::Handle, task::yield_now, time::Instant};

/// How long the handler keeps its thread. A record that never waits is not interrupted; the pause comes after it.
const LENGTH: Duration = Duration::from_millis(2);

/// The turns of a handler. Records that never wait would keep other invocations on the thread from their deadlines, and
/// timers and sockets from being looked at, also those that records of the same batch wait for.
///
/// It uses tokio's clock, which stands still while a simulated handler computes.
#[derive(Debug)]
pub(crate) struct TimeSlice {
    /// The beginning of the turn.
    since: Instant,
    /// Whether the handler has waited since then, which is to give way too.
    has_waited: bool,
}

impl TimeSlice {
    /// The first turn begins.
    pub(crate) fn starting_at(now: Instant) -> Self {
        TimeSlice { since: now, has_waited: false }
    }

    /// The next turn begins.
    pub(crate) fn restart(&mut self) {
        *self = TimeSlice::starting_at(Instant::now());
    }

    /// The handler waits.
    pub(crate) fn note_wait(&mut self) {
        self.has_waited = true;
    }

    /// What time it is.
    pub(crate) fn now(&mut self) -> Instant {
        let now = Instant::now();
        if self.has_waited {
            *self = TimeSlice::starting_at(now);
        }
        now
    }

    /// Whether the turn is over.
    pub(crate) fn is_over(&mut self) -> bool {
        let now = self.now();
        now.saturating_duration_since(self.since) >= LENGTH
    }

    /// Gives way if the turn is over. Returns what time it is after that.
    pub(crate) async fn yield_if_over(&mut self) -> Instant {
        let now = self.now();
        let is_over = now.saturating_duration_since(self.since) >= LENGTH;
        // Without a runtime, as in a test that polls by hand, there is nothing to give way to.
        if is_over && Handle::try_current().is_ok() { self.yield_once().await } else { now }
    }

    /// Gives way. Returns what time it is after that.
    pub(crate) async fn yield_once(&mut self) -> Instant {
        // Not a waker that is woken at once: tokio looks at timers and sockets only every 61 times then.
        yield_now().await;
        self.restart();
        self.since
    }
}
