//! The time that a handler sees: tokio's clock, which moves only when everything waits.

pub(super) mod pause;

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::Poll,
    time::{Duration, SystemTime},
};

use tokio::time::{Sleep, sleep_until};

use crate::probe::{self, Clock};

/// The time of day in a handler that the simulator runs. `None` outside of a handler, and in a task or thread that it
/// spawned.
///
/// It moves with `tokio::time`. The deadline in the handler's [`Context`](crate::Context) is a time of this clock.
pub fn now() -> Option<SystemTime> {
    probe::simulated_now()
}

/// Polls a handler from `start` on, until it is done or the clock reaches `deadline`. Returns its output, `None` at the
/// deadline, and the time.
pub(super) async fn run<F: Future>(
    start: Duration,
    deadline: Duration,
    handler: F,
) -> (Option<F::Output>, Duration) {
    let mut handler = pin!(handler);
    let clock = Clock::from(start);
    // Most handlers of a test do not wait, and creating a timer would take longer than they do.
    let mut timeout = None;
    poll_fn(|context| {
        if timeout.is_some() && clock.now() >= deadline {
            return Poll::Ready((None, deadline));
        }
        // A panic does not get here: a guard inside of the handler catches it.
        if let Poll::Ready(output) = probe::run_by(clock, || handler.as_mut().poll(context)) {
            return Poll::Ready((Some(output), clock.now()));
        }
        let timeout: &mut Pin<Box<Sleep>> =
            timeout.get_or_insert_with(|| Box::pin(sleep_until(clock.instant_of(deadline))));
        timeout.as_mut().poll(context).map(|()| (None, deadline))
    })
    .await
}

#[cfg(test)]
mod tests {
    use tokio::time::sleep;

    use super::{pause::ClockPause, *};

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test]
    async fn waiting_takes_no_time_and_overlaps() {
        let _paused = ClockPause::hold();
        let handler = async {
            let start = now();
            tokio::join!(sleep(SECOND * 3_600), sleep(SECOND * 60), tokio::task::yield_now());
            now().unwrap().duration_since(start.unwrap()).unwrap()
        };
        let (slept, end) = run(SECOND, SECOND * 9_999, handler).await;
        assert_eq!((slept, end), (Some(SECOND * 3_600), SECOND * 3_601));
        assert_eq!(now(), None);
    }

    #[tokio::test]
    async fn a_handler_is_cut_off_at_its_deadline() {
        let _paused = ClockPause::hold();
        for hangs in [SECOND * 3, SECOND * 9, Duration::MAX] {
            let (done, end) = run(SECOND, SECOND * 4, sleep(hangs)).await;
            assert_eq!((done, end), (None, SECOND * 4), "{hangs:?}");
        }
        assert_eq!(run(SECOND, SECOND * 4, std::future::pending::<()>()).await, (None, SECOND * 4));
    }
}
