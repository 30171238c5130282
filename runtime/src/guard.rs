//! Runs one record safely: a panic becomes the record's failure.

use std::{
    future::{Future, poll_fn},
    pin::Pin,
    task::{Context, Poll},
};

use tokio::time::Instant;

use crate::{deadline::Timer, failure::RecordFailure, outcome::Outcome, panic::caught};

/// A future that is made and polled until it ends, panics, or runs out of time. It is then dropped at the await point that it
/// has reached. `F` is an async block: one that has ended or panicked holds no values any more.
///
/// A panic unwinds only through the future's own values, so it leaves nothing of this crate half updated.
///
/// The future lives in the caller's `place`. No function takes it by value: each would hold it twice, and a handler should be
/// no larger than its function.
#[derive(Debug)]
pub(crate) struct Guarded<'p, F, M> {
    place: Pin<&'p mut Option<F>>,
    /// `None` once the future is made.
    make: Option<M>,
}

impl<'p, F: Future, M: FnOnce() -> F> Guarded<'p, F, M> {
    pub(crate) fn new(place: Pin<&'p mut Option<F>>, make: M) -> Self {
        Guarded { place, make: Some(make) }
    }

    /// Polls the future.
    ///
    /// # Errors
    /// If it panics.
    #[inline]
    pub(crate) fn poll(&mut self, context: &mut Context<'_>) -> Result<Poll<F::Output>, RecordFailure> {
        // Most records never wait, so their future is made and polled under one catch.
        caught(|| {
            if let Some(make) = self.make.take() {
                put(make, self.place.as_mut());
            }
            // It is never polled after its end.
            self.place.as_mut().as_pin_mut().map_or(Poll::Pending, |running| running.poll(context))
        })
    }

    /// Drops the future where it waits.
    #[cold]
    pub(crate) fn cut_off(&mut self) -> RecordFailure {
        // The values that it still holds are the user's and can panic when they are dropped.
        drop(caught(|| self.place.set(None)));
        RecordFailure::cut_off()
    }
}

/// Makes a future and puts it in its place. A function of its own, so that its frame, which holds the future twice in a debug
/// build, is gone before the future is polled.
pub(crate) fn put<F>(make: impl FnOnce() -> F, mut place: Pin<&mut Option<F>>) {
    place.set(Some(make()));
}

/// Runs a future to its end, or until this time.
pub(crate) fn guard<'p, F: Future, M: FnOnce() -> F>(
    place: Pin<&'p mut Option<F>>,
    make: M,
    until: Option<Instant>,
) -> impl Future<Output = Result<F::Output, RecordFailure>> + use<'p, F, M> {
    let mut guarded = Guarded::new(place, make);
    let mut timer = Timer::default();
    poll_fn(move |context| match guarded.poll(context) {
        Ok(Poll::Ready(output)) => Poll::Ready(Ok(output)),
        Ok(Poll::Pending) if until.is_some_and(|until| timer.is_over(until, context)) => {
            Poll::Ready(Err(guarded.cut_off()))
        }
        Ok(Poll::Pending) => Poll::Pending,
        Err(panicked) => Poll::Ready(Err(panicked)),
    })
}

/// Makes the values that a record's function takes. A panic meanwhile is the record's failure.
///
/// # Errors
/// With the outcome of the record, if that panicked.
pub fn prepare<T>(make: impl FnOnce() -> T) -> Result<T, Outcome> {
    caught(make).map_err(Outcome::Failed)
}

#[cfg(test)]
mod tests {
    use std::{
        cell::Cell,
        future::{Ready, pending, ready},
        pin::pin,
        task::Waker,
    };

    use super::*;

    /// Counts how many of these there are.
    struct Counted<'c>(&'c Cell<usize>);

    impl<'c> Counted<'c> {
        fn new(count: &'c Cell<usize>) -> Self {
            count.set(count.get() + 1);
            Counted(count)
        }
    }

    impl Drop for Counted<'_> {
        fn drop(&mut self) {
            self.0.set(self.0.get() - 1);
        }
    }

    /// Polls an async block once that holds a captured value and one of its own, and cuts it off if it waits and `is_over`.
    /// Returns how many values are left.
    fn values_left(end: impl Future<Output = ()>, is_over: bool) -> usize {
        let count = &Cell::new(0);
        let (captured, mut place) = (Counted::new(count), pin!(None));
        let make = || async move {
            let _lent = &captured;
            let _own = Counted::new(count);
            end.await;
        };
        let mut guarded = Guarded::new(place.as_mut(), make);
        let polled = guarded.poll(&mut Context::from_waker(Waker::noop()));
        if is_over && polled.is_ok_and(|polled| polled.is_pending()) {
            guarded.cut_off();
        }
        count.get()
    }

    #[test]
    fn a_future_that_has_ended_holds_nothing() {
        assert_eq!(values_left(ready(()), false), 0);
        assert_eq!(values_left(async { panic!("planned") }, false), 0);
        assert_eq!(values_left(pending(), true), 0, "it was cut off");
        assert_eq!(values_left(pending(), false), 2, "it still runs");
    }

    #[test]
    fn a_function_that_makes_a_future_may_panic() {
        let make = || -> Ready<()> { panic!("planned") };
        let mut place = pin!(None);
        let polled = Guarded::new(place.as_mut(), make).poll(&mut Context::from_waker(Waker::noop()));
        assert!(polled.unwrap_err().message().ends_with("planned"));
    }
}
