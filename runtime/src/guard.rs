//! One record run safely: a panic is caught and becomes that record's failure.

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::Poll,
};

use tokio::time::Instant;

use crate::{deadline, failure::RecordFailure, outcome::Outcome, panic::caught};

/// Makes a future and polls it to its end, to its first panic, or until its time is over: it is dropped at the await point
/// where it stands then.
///
/// The panic unwinds through the future's own values only: nothing of this crate is half-updated by it.
///
/// The future is the caller's, and no function takes it by value: each would hold it twice, and a handler is to be as large as
/// its function.
pub(crate) async fn guard<F: Future>(
    mut place: Pin<&mut Option<F>>,
    make: impl FnOnce() -> F,
    until: Option<Instant>,
) -> Result<F::Output, RecordFailure> {
    caught(|| place.set(Some(make())))?;
    let mut timer = pin!(None);
    let mut was_set = false;
    let result = poll_fn(|context| {
        let Some(running) = place.as_mut().as_pin_mut() else {
            return Poll::Pending; // it is not polled again once it has ended
        };
        match caught(|| running.poll(context)) {
            Ok(Poll::Ready(output)) => return Poll::Ready(Ok(output)),
            Ok(Poll::Pending) => {}
            Err(panicked) => return Poll::Ready(Err(panicked)),
        }
        // Only a future that waits needs a timer, and most do not.
        let Some(until) = until else { return Poll::Pending };
        // Not told by the timer: it does not end while the future uses up all that tokio lets a task do at once.
        if Instant::now() >= until {
            return Poll::Ready(Err(RecordFailure::cut_off()));
        }
        if !was_set {
            was_set = true;
            timer.set(deadline::timer(until));
        }
        match timer.as_mut().as_pin_mut().map(|timer| timer.poll(context)) {
            Some(Poll::Ready(())) => Poll::Ready(Err(RecordFailure::cut_off())),
            _ => Poll::Pending,
        }
    })
    .await;
    // What it still holds is the user's and can panic when dropped.
    match (caught(|| place.set(None)), result) {
        (Err(panicked), Ok(_)) => Err(panicked),
        (_, result) => result,
    }
}

/// Makes what a record's function needs. A panic in that is the record's failure.
///
/// # Errors
/// With the outcome of a record whose preparation panicked.
pub fn prepare<T>(make: impl FnOnce() -> T) -> Result<T, Outcome> {
    caught(make).map_err(Outcome::Failed)
}
