//! Runs one record safely: a panic becomes the record's failure.

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::Poll,
};

use tokio::time::Instant;

use crate::{deadline, failure::RecordFailure, outcome::Outcome, panic::caught};

/// Makes a future and polls it until it ends, panics, or runs out of time. It is then dropped at the await point that it has
/// reached.
///
/// A panic unwinds only through the future's own values, so it leaves nothing of this crate half updated.
///
/// The future lives in the caller's `place`. No function takes it by value: each would hold it twice, and a handler should be
/// no larger than its function.
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
            return Poll::Pending; // never polled after its end
        };
        match caught(|| running.poll(context)) {
            Ok(Poll::Ready(output)) => return Poll::Ready(Ok(output)),
            Ok(Poll::Pending) => {}
            Err(panicked) => return Poll::Ready(Err(panicked)),
        }
        // Only a future that waits needs a timer, and most do not.
        let Some(until) = until else { return Poll::Pending };
        // The timer alone isn't enough: it doesn't end while the future uses up all that tokio lets a task do at once.
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
    // The values that it still holds are the user's and can panic when they are dropped.
    match (caught(|| place.set(None)), result) {
        (Err(panicked), Ok(_)) => Err(panicked),
        (_, result) => result,
    }
}

/// Makes the values that a record's function takes. A panic meanwhile is the record's failure.
///
/// # Errors
/// With the outcome of the record, if that panicked.
pub fn prepare<T>(make: impl FnOnce() -> T) -> Result<T, Outcome> {
    caught(make).map_err(Outcome::Failed)
}
