//! An invocation's deadline: when to stop so that the answer still reaches Lambda.

use std::{
    future::Future,
    pin::Pin,
    sync::Once,
    task,
    time::{Duration, UNIX_EPOCH},
};

use lambda_runtime::Context;
use tokio::time::{Instant, Sleep};

use crate::{log, panic::caught, probe};

/// The time that sending the answer takes.
const SENDING: Duration = Duration::from_millis(50);
/// The margin without the argument `deadline_margin`, unless it is more than a tenth of the time left.
const DEFAULT: Duration = Duration::from_millis(500);

/// How long before Lambda's deadline to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadlineMargin {
    /// 500 ms, or a tenth of the time left if that is less.
    Default,
    /// This long, but at most half of the time left.
    Custom(Duration),
    /// Never stop early: Lambda ends the invocation and delivers the whole batch again.
    Off,
}

/// When to stop handling records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline(Option<StopTimes>);

#[derive(Debug, Clone, Copy)]
struct StopTimes {
    /// The time as long as nothing could be acknowledged. An earlier stop would gain nothing, and a slow success would be
    /// impossible.
    without_progress: Instant,
    with_progress: Instant,
}

impl Deadline {
    /// The deadline of an invocation that begins `now`. It never comes if the context has none, as in a unit test.
    pub(crate) fn of(context: &Context, margin: DeadlineMargin, now: Instant) -> Self {
        if context.deadline == 0 || margin == DeadlineMargin::Off {
            return Deadline(None);
        }
        let deadline = UNIX_EPOCH + Duration::from_millis(context.deadline);
        let time_left = deadline.duration_since(probe::now()).unwrap_or_default();
        Self::within(time_left, now, margin)
    }

    fn within(time_left: Duration, now: Instant, margin: DeadlineMargin) -> Self {
        let half = time_left / 2;
        let margin = match margin {
            DeadlineMargin::Custom(margin) if margin > half => {
                warn_of_a_margin(margin, half);
                half
            }
            DeadlineMargin::Custom(margin) => margin,
            DeadlineMargin::Default | DeadlineMargin::Off => DEFAULT.min(time_left / 10),
        };
        // A deadline beyond the clock's range never comes.
        Deadline(now.checked_add(time_left).map(|end| StopTimes {
            without_progress: end - margin.min(SENDING),
            with_progress: end - margin,
        }))
    }

    /// When to stop, depending on whether something could be acknowledged by then; `None` for never.
    pub(crate) fn stop_time(self, has_progressed: bool) -> Option<Instant> {
        self.0.map(|times| if has_progressed { times.with_progress } else { times.without_progress })
    }

    /// Whether it is time to stop.
    pub(crate) fn is_over(self, has_progressed: bool, now: Instant) -> bool {
        self.stop_time(has_progressed).is_some_and(|stop_time| now >= stop_time)
    }
}

/// Wakes the handler at the moment at which a record that waits is cut off. Most records never wait, so it is set when one does.
#[derive(Debug, Default)]
pub(crate) struct Timer(Option<(Instant, Option<Pin<Box<Sleep>>>)>);

impl Timer {
    /// Whether this moment has come. Otherwise the task is woken then.
    #[cold]
    pub(crate) fn is_over(&mut self, until: Instant, context: &mut task::Context<'_>) -> bool {
        // The timer alone isn't enough: it doesn't end while the future uses up all that tokio lets a task do at once.
        if Instant::now() >= until {
            return true;
        }
        // The moment changes once in an invocation: when the first record is done.
        if self.0.as_ref().is_none_or(|(moment, _)| *moment != until) {
            self.0 = Some((until, sleep_until(until).map(Box::pin)));
        }
        match &mut self.0 {
            Some((_, Some(sleep))) => sleep.as_mut().poll(context).is_ready(),
            _ => false,
        }
    }
}

/// A timer of tokio; `None` if the runtime has no timers, which is logged once.
fn sleep_until(until: Instant) -> Option<Sleep> {
    static WARNED: Once = Once::new();
    // Tokio panics where timers aren't enabled. That isn't the record's fault.
    caught(|| tokio::time::sleep_until(until)).map_err(|_| WARNED.call_once(log::no_timer)).ok()
}

/// Only once: each batch has the same margin.
fn warn_of_a_margin(margin: Duration, half: Duration) {
    static WARNED: Once = Once::new();
    WARNED.call_once(|| log::margin_clamped(margin, half));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many milliseconds before the deadline records are stopped, with progress and without.
    fn margins(time_left: u64, margin: DeadlineMargin) -> [u128; 2] {
        let (time_left, now) = (Duration::from_millis(time_left), Instant::now());
        let deadline = Deadline::within(time_left, now, margin);
        [true, false]
            .map(|has_progressed| (now + time_left - deadline.stop_time(has_progressed).unwrap()).as_millis())
    }

    #[test]
    fn a_context_without_deadline_has_none() {
        let deadline = Deadline::of(&Context::default(), DeadlineMargin::Default, Instant::now());
        assert!(deadline.stop_time(true).is_none());
    }

    #[test]
    fn a_deadline_that_is_over_is_now() {
        let (mut context, now) = (Context::default(), Instant::now());
        context.deadline = 1;
        assert!(Deadline::of(&context, DeadlineMargin::Default, now).is_over(true, now));
        context.deadline = u64::MAX;
        assert!(!Deadline::of(&context, DeadlineMargin::Default, now).is_over(true, now));
        assert!(Deadline::of(&context, DeadlineMargin::Off, now).stop_time(true).is_none());
    }

    #[test]
    fn a_margin_is_at_most_half_of_the_time_time_left() {
        assert_eq!(margins(600_000, DeadlineMargin::Default), [500, 50]);
        assert_eq!(margins(3_000, DeadlineMargin::Default), [300, 50]);
        assert_eq!(margins(200, DeadlineMargin::Default), [20, 20]);
        assert_eq!(margins(60_000, DeadlineMargin::Custom(Duration::from_secs(2))), [2_000, 50]);
        assert_eq!(margins(60_000, DeadlineMargin::Custom(Duration::from_secs(50))), [30_000, 50]);
    }
}
