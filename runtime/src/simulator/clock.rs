//! Time as the simulation has it: it moves only where somebody waits.

use std::{
    cell::RefCell,
    fmt,
    future::{Future, poll_fn},
    pin::{Pin, pin},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
    time::{Duration, SystemTime},
};

thread_local! {
    /// The clock of the handler that is being polled on this thread.
    static RUNNING: RefCell<Option<Clock>> = const { RefCell::new(None) };
}

/// The clock of one invocation.
#[derive(Debug, Default)]
struct Clock {
    /// Since the epoch.
    now: Duration,
    sleeping: Vec<(Duration, Waker)>,
}

/// Waits without taking time: the clock of the simulation moves on by `duration`.
///
/// A handler that waits for something else than this takes no time there. One that waits beyond its
/// [`timeout`](super::EventSourceMapping::timeout) is cut off, as on Lambda. Several such waits at once overlap.
///
/// # Panics
/// If it is polled outside of a handler that the simulator runs.
pub async fn sleep(duration: Duration) {
    let mut until = None;
    poll_fn(|context| {
        running(|clock| {
            let until = *until.get_or_insert(clock.now + duration);
            if clock.now >= until {
                return Poll::Ready(());
            }
            clock.sleeping.push((until, context.waker().clone()));
            Poll::Pending
        })
    })
    .await;
}

/// The time as a handler has it that the simulator runs; `None` outside of one.
///
/// The deadline in the handler's [`Context`](crate::Context) is a time of this clock.
pub fn now() -> Option<SystemTime> {
    RUNNING.with_borrow(|clock| clock.as_ref().map(|clock| SystemTime::UNIX_EPOCH + clock.now))
}

#[expect(clippy::expect_used, reason = "documented: there is no other time to wait for")]
fn running<T>(f: impl FnOnce(&mut Clock) -> T) -> T {
    RUNNING
        .with_borrow_mut(|clock| clock.as_mut().map(f))
        .expect("`simulator::sleep` waits in a handler that the simulator runs")
}

/// Polls a handler from `start` on, until it is done or the clock reaches `deadline`, where its output is `None`. Returns
/// when that was.
pub(super) async fn run<F: Future>(
    start: Duration,
    deadline: Duration,
    handler: F,
) -> (Option<F::Output>, Duration) {
    let mut handler = pin!(handler);
    let mut clock = Clock { now: start, sleeping: Vec::new() };
    poll_fn(|context| {
        loop {
            let woken = Arc::new(Woken { at_once: AtomicBool::new(false), outer: context.waker().clone() });
            if let Poll::Ready(output) = poll(&mut clock, handler.as_mut(), &woken) {
                return Poll::Ready((Some(output), clock.now));
            }
            // Something else than time is waited for, and it may be there already.
            if woken.at_once.load(Ordering::Relaxed) || clock.sleeping.is_empty() {
                return Poll::Pending;
            }
            clock.move_on();
            if clock.now >= deadline {
                return Poll::Ready((None, deadline));
            }
        }
    })
    .await
}

fn poll<F: Future>(clock: &mut Clock, handler: Pin<&mut F>, woken: &Arc<Woken>) -> Poll<F::Output> {
    let outer = RUNNING.replace(Some(std::mem::take(clock)));
    let polled = handler.poll(&mut Context::from_waker(&Waker::from(Arc::clone(woken))));
    *clock = RUNNING.replace(outer).unwrap_or_default();
    polled
}

impl Clock {
    /// To the next moment that somebody waits for.
    fn move_on(&mut self) {
        let next = self.sleeping.iter().map(|(until, _)| *until).min();
        self.now = self.now.max(next.unwrap_or_default());
        for (_, waker) in self.sleeping.extract_if(.., |(until, _)| *until <= self.now) {
            waker.wake();
        }
    }
}

/// Tells whether a handler was woken while it was polled.
struct Woken {
    at_once: AtomicBool,
    outer: Waker,
}

impl Wake for Woken {
    fn wake(self: Arc<Self>) {
        self.at_once.store(true, Ordering::Relaxed);
        self.outer.wake_by_ref();
    }
}

/// A time since the epoch, as AWS writes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Timestamp(pub(super) Duration);

impl Timestamp {
    /// Such as `2020-12-09T07:04:00Z`.
    pub(super) fn seconds(self) -> String {
        let [year, month, day, hour, minute, second] = self.parts();
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }

    /// Such as `2019-11-14/2019-11-14T00.38.06` with slashes in the date of the folder.
    pub(super) fn folder_and_name(self) -> (String, String) {
        let [year, month, day, hour, minute, second] = self.parts();
        let folder = format!("{year:04}/{month:02}/{day:02}");
        (folder, format!("{year:04}-{month:02}-{day:02}T{hour:02}.{minute:02}.{second:02}"))
    }

    /// Year, month, day, hour, minute, second, by the Gregorian calendar.
    fn parts(self) -> [u64; 6] {
        let seconds = self.0.as_secs();
        let (days, of_day) = (seconds / 86_400, seconds % 86_400);
        // Years that begin in March: the leap day is the last one. 719,468 days lie between 0000-03-01 and the epoch.
        let days = days + 719_468;
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + era * 400 + u64::from(month <= 2);
        [year, month, day, of_day / 3_600, of_day / 60 % 60, of_day % 60]
    }
}

/// With milliseconds, such as `2019-11-14T00:38:06.021Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}Z", self.seconds().trim_end_matches('Z'), self.0.subsec_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_aws_writes_them() {
        let at = |seconds| Timestamp(Duration::from_secs(seconds)).seconds();
        assert_eq!(at(0), "1970-01-01T00:00:00Z");
        assert_eq!(at(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(at(1_607_497_445), "2020-12-09T07:04:05Z");
        let precise = Timestamp(Duration::from_millis(1_573_691_886_021));
        assert_eq!(precise.to_string(), "2019-11-14T00:38:06.021Z");
        assert_eq!(precise.folder_and_name(), ("2019/11/14".into(), "2019-11-14T00.38.06".into()));
    }

    #[tokio::test]
    async fn waiting_takes_no_time_and_overlaps() {
        let second = Duration::from_secs(1);
        let handler = async {
            let start = now();
            tokio::join!(sleep(second * 3_600), sleep(second * 60), tokio::task::yield_now());
            now().unwrap().duration_since(start.unwrap()).unwrap()
        };
        let (slept, end) = run(second, second * 9_999, handler).await;
        assert_eq!((slept, end), (Some(second * 3_600), second * 3_601));
        assert_eq!(now(), None);
    }

    #[tokio::test]
    async fn a_handler_is_cut_off_at_its_deadline() {
        let second = Duration::from_secs(1);
        let (done, end) = run(second, second * 4, sleep(second * 9)).await;
        assert_eq!((done, end), (None, second * 4));
    }
}
