//! Stops tokio's clock during a simulation.

use std::{cell::Cell, time::Duration};

use futures_util::FutureExt;
use tokio::{
    runtime::{Handle, RuntimeFlavor},
    task::unconstrained,
    time::{Instant, advance, pause, resume, sleep_until},
};

use crate::panic::caught;

/// The resolution of tokio's timers.
const TICK: Duration = Duration::from_millis(1);

thread_local! {
    static HELD: Cell<Held> = const { Cell::new(Held { runs: 0, ran: false }) };
}

/// The simulations on this thread that hold tokio's clock.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    runs: usize,
    /// Whether one of them has stopped it. If not, the test itself has.
    ran: bool,
}

/// Pauses tokio's clock. It goes on after the last of these is dropped.
#[derive(Debug)]
pub(in crate::simulator) struct ClockPause {
    runtime: Handle,
}

impl ClockPause {
    /// # Panics
    /// If tokio's clock cannot be paused.
    pub(in crate::simulator) fn hold() -> Self {
        let paused = ClockPause { runtime: runtime() };
        let Held { runs, ran } = HELD.get();
        let runs_now = !is_paused();
        HELD.set(Held { runs: runs + 1, ran: ran || runs_now });
        if runs_now {
            pause();
        }
        align();
        paused
    }
}

impl Drop for ClockPause {
    fn drop(&mut self) {
        let Held { runs, ran } = HELD.get();
        if runs > 1 {
            return HELD.set(Held { runs: runs - 1, ran });
        }
        HELD.set(Held::default());
        // A simulation may be dropped after the end of its runtime.
        let _within = self.runtime.enter();
        if ran && is_paused() {
            resume();
        }
    }
}

#[expect(clippy::panic, reason = "documented: there is no other clock")]
fn runtime() -> Handle {
    let wanted = "write `#[tokio::test]`, `#[tokio::main(flavor = \"current_thread\")]`, or \
                  `tokio::runtime::Builder::new_current_thread().enable_time()`";
    let Ok(runtime) = Handle::try_current() else {
        panic!("the simulator needs tokio's clock, and there is no tokio runtime here: {wanted}")
    };
    if runtime.runtime_flavor() != RuntimeFlavor::CurrentThread {
        panic!("the simulator stops tokio's clock, which a multi-thread runtime does not allow: {wanted}");
    }
    if caught(|| drop(sleep_until(Instant::now()))).is_err() {
        panic!("the simulator needs tokio's clock, and this runtime has no timers: {wanted}");
    }
    runtime
}

/// Tokio has no method for this. A clock that runs moves when the one of the standard library does.
fn is_paused() -> bool {
    let (tokio, std) = (Instant::now(), std::time::Instant::now());
    while std::time::Instant::now() == std {
        std::hint::spin_loop();
    }
    Instant::now() == tokio
}

/// Moves the paused clock on to the next tick of tokio's timers. From there the clock moves by whole ticks. Between two
/// ticks each wait would take up to a tick too long, because tokio rounds its end up.
fn align() {
    let Some(tick) = latest_tick() else { return };
    let since_tick = Instant::now().duration_since(tick).as_nanos() % TICK.as_nanos();
    if since_tick > 0 {
        // The first poll moves the clock; the others would only yield.
        let _yields = advance(TICK - Duration::from_nanos(since_tick as u64)).now_or_never();
    }
}

/// The latest tick for which tokio has fired its timers: a timer for then or earlier is over at once, a later one is not.
/// `None` if the standard library's clock does not reach back far enough.
fn latest_tick() -> Option<Instant> {
    let is_over = |time| unconstrained(sleep_until(time)).now_or_never().is_some();
    let now = Instant::now();
    let mut back = TICK;
    while !is_over(now.checked_sub(back)?) {
        back *= 2;
    }
    let (mut over, mut ahead) = (now.checked_sub(back)?, now + TICK);
    while ahead - over > Duration::from_nanos(1) {
        let middle = over + (ahead - over) / 2;
        if is_over(middle) { over = middle } else { ahead = middle }
    }
    Some(over)
}

#[cfg(test)]
mod tests {
    use tokio::time::sleep;

    use super::*;

    /// How long a wait takes on tokio's clock.
    async fn taken(wait: Duration) -> Duration {
        let began = Instant::now();
        sleep(wait).await;
        began.elapsed()
    }

    async fn waits_are_exact() {
        for millis in [0, 1, 2, 3, 5, 63, 64, 65, 999, 1_000, 4_097, 3_600_000, 604_800_000] {
            let wait = Duration::from_millis(millis);
            assert_eq!(taken(wait).await, wait);
        }
    }

    #[tokio::test]
    async fn from_a_clock_that_runs() {
        let began = std::time::Instant::now();
        for nanos in [0, 1, 1_000, 123_457, 999_999, 1_000_001, 7_654_321] {
            std::thread::sleep(Duration::from_nanos(nanos));
            let _paused = ClockPause::hold();
            waits_are_exact().await;
        }
        assert!(began.elapsed() < Duration::from_secs(10), "{:?}", began.elapsed());
    }

    #[tokio::test(start_paused = true)]
    async fn from_a_clock_that_stands_anywhere() {
        for nanos in [0, 1, 2, 1_000, 123_457, 499_999, 500_000, 500_001, 999_998, 999_999, 1_000_000] {
            advance(Duration::from_nanos(nanos)).await;
            let before = Instant::now();
            let paused = ClockPause::hold();
            assert!(before.elapsed() < TICK, "{:?}", before.elapsed());
            waits_are_exact().await;
            drop(paused);
            assert!(is_paused(), "the test had paused it");
        }
    }

    /// The driver of the timers has not run for long.
    #[tokio::test(start_paused = true)]
    async fn from_a_clock_that_has_leapt() {
        let _leaps = advance(Duration::from_secs(100_000) + Duration::from_nanos(17)).now_or_never();
        let _paused = ClockPause::hold();
        waits_are_exact().await;
    }

    #[tokio::test]
    async fn the_clock_goes_on_after_the_last() {
        let first = ClockPause::hold();
        let second = ClockPause::hold();
        drop(first);
        assert!(is_paused());
        waits_are_exact().await;
        drop(second);
        assert!(!is_paused());
    }

    #[test]
    fn it_may_be_dropped_after_its_runtime() {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let paused = runtime.block_on(async { ClockPause::hold() });
        drop(runtime);
        drop(paused);
        assert_eq!(HELD.get().runs, 0);
    }
}
