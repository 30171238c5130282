//! The time that an invocation has, and when to stop so that the answer still goes out.

use std::{
    sync::Once,
    time::{Duration, UNIX_EPOCH},
};

use lambda_runtime::Context;
use tokio::time::{Instant, Sleep};

use crate::{log, panic::caught, probe};

/// What sending the answer takes.
const SENDING: Duration = Duration::from_millis(50);
/// The margin where none is asked for, if that is not more than a tenth of the time at hand.
const DEFAULT: Duration = Duration::from_millis(500);

/// How long before Lambda's deadline to stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DeadlineMargin {
    /// 500 ms, or a tenth of the time at hand if that is less.
    Default,
    /// So long, but at most half of the time at hand.
    Custom(Duration),
    /// Never: Lambda ends the invocation, and delivers the whole batch again.
    Off,
}

/// When to stop handling records.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline(Option<StopTimes>);

#[derive(Debug, Clone, Copy)]
struct StopTimes {
    /// While nothing could be acknowledged: stopping gains nothing, and would make a slow success impossible.
    without_progress: Instant,
    with_progress: Instant,
}

impl Deadline {
    /// The deadline of an invocation that begins `now`; none if the context has none, as in a unit test.
    pub(crate) fn of(context: &Context, margin: DeadlineMargin, now: Instant) -> Self {
        if context.deadline == 0 || margin == DeadlineMargin::Off {
            return Deadline(None);
        }
        let deadline = UNIX_EPOCH + Duration::from_millis(context.deadline);
        let at_hand = deadline.duration_since(probe::now()).unwrap_or_default();
        Self::within(at_hand, now, margin)
    }

    fn within(at_hand: Duration, now: Instant, margin: DeadlineMargin) -> Self {
        let half = at_hand / 2;
        let margin = match margin {
            DeadlineMargin::Custom(margin) if margin > half => {
                warn_of_a_margin(margin, half);
                half
            }
            DeadlineMargin::Custom(margin) => margin,
            DeadlineMargin::Default | DeadlineMargin::Off => DEFAULT.min(at_hand / 10),
        };
        // A deadline further away than a clock can tell is none.
        Deadline(now.checked_add(at_hand).map(|end| StopTimes {
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

/// A timer that ends at a moment; `None` where the runtime has none, which is said once.
pub(crate) fn timer(until: Instant) -> Option<Sleep> {
    static WARNED: Once = Once::new();
    // Without a driver of time tokio panics, and that is not the record's fault.
    caught(|| tokio::time::sleep_until(until)).map_err(|_| WARNED.call_once(log::no_timer)).ok()
}

/// Once: it would be said again with every batch.
fn warn_of_a_margin(margin: Duration, half: Duration) {
    static WARNED: Once = Once::new();
    WARNED.call_once(|| log::margin_clamped(margin, half));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How long before the end records are stopped, in milliseconds: with progress and without, of so many at hand.
    fn margins(at_hand: u64, margin: DeadlineMargin) -> [u128; 2] {
        let (at_hand, now) = (Duration::from_millis(at_hand), Instant::now());
        let deadline = Deadline::within(at_hand, now, margin);
        [true, false]
            .map(|has_progressed| (now + at_hand - deadline.stop_time(has_progressed).unwrap()).as_millis())
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
    fn a_margin_is_at_most_half_of_the_time_at_hand() {
        assert_eq!(margins(600_000, DeadlineMargin::Default), [500, 50]);
        assert_eq!(margins(3_000, DeadlineMargin::Default), [300, 50]);
        assert_eq!(margins(200, DeadlineMargin::Default), [20, 20]);
        assert_eq!(margins(60_000, DeadlineMargin::Custom(Duration::from_secs(2))), [2_000, 50]);
        assert_eq!(margins(60_000, DeadlineMargin::Custom(Duration::from_secs(50))), [30_000, 50]);
    }
}
