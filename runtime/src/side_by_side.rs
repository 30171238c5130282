//! The records of a batch, several at a time, on the handler's own task.

use std::{
    future::{Future, poll_fn},
    pin::{Pin, pin},
    task::{Context, Poll},
};

use futures_util::{Stream, stream::FuturesUnordered};
use lambda_runtime::{Error, LambdaEvent};
use tokio::time::{Instant, Sleep};

use crate::{
    Batch, Outcome, RawRecord, Source, StreamsEventResponse, deadline,
    failure::Failed,
    guard::caught,
    process::{Options, Run},
    schedule::Lanes,
};

/// How many records may be in flight.
#[derive(Debug, Clone, Copy)]
pub struct Concurrency {
    /// At once; 0 counts as 1.
    pub records: usize,
    /// How many positions above the lowest record that is not done one may start; 4 × `records` if `None`.
    pub run_ahead: Option<usize>,
}

/// Handles the records of a batch, several at a time, and makes the answer.
///
/// What is in flight behind a failed record is let finish.
///
/// # Errors
/// If the batch must be failed as a whole.
pub async fn side_by_side<R, S, F, Fut>(
    event: LambdaEvent<Batch<R>>,
    options: Options,
    concurrency: Concurrency,
    handle: F,
) -> Result<StreamsEventResponse, Error>
where
    S: Source,
    F: Fn(RawRecord<S>) -> Fut,
    Fut: Future<Output = Outcome>,
{
    let records = concurrency.records.max(1);
    let run_ahead = concurrency.run_ahead.unwrap_or(records.saturating_mul(4));
    let lanes = if records == 1 { Lanes::Single } else { Lanes::Several { run_ahead } };
    let mut run = Run::<S>::open_with(event, options, lanes);
    let mut flights = FuturesUnordered::new();
    let mut timer = pin!(None);
    loop {
        while flights.len() < records
            && let Some(raw) = run.next()
        {
            let position = raw.position();
            // Preparing the call is the user's code too.
            let mut flight = match caught(|| handle(raw)) {
                Ok(record) => Flight { position, record: Box::pin(Some(record)) },
                Err(panicked) => {
                    run.settle_at(position, &Outcome::Failed(panicked));
                    continue;
                }
            };
            match begin(&mut flight).await {
                Some(outcome) => {
                    run.settle_at(position, &outcome);
                    if let Some((position, outcome)) = turn(&mut flights).await {
                        run.settle_at(position, &outcome);
                    }
                }
                None => flights.push(flight),
            }
        }
        if flights.is_empty() {
            return run.finish();
        }
        match landing(&mut flights, timer.as_mut(), run.until()).await {
            Some((position, outcome)) => run.settle_at(position, &outcome),
            None => {
                run.stop();
                for flight in &mut flights {
                    let cut_off = flight.cut_off();
                    run.settle_at(flight.position, &cut_off);
                }
                return run.finish();
            }
        }
    }
}

/// Polls a flight for the first time, before the next one is started: one that fails without waiting, as what cannot be
/// decoded does, keeps those behind it on the ground.
async fn begin<Fut: Future<Output = Outcome>>(flight: &mut Flight<Fut>) -> Option<Outcome> {
    poll_fn(|context| match Pin::new(&mut *flight).poll(context) {
        Poll::Ready((_, outcome)) => Poll::Ready(Some(outcome)),
        Poll::Pending => Poll::Ready(None),
    })
    .await
}

/// Lets those in flight go on, and what the runtime has to do for them: records that never wait would keep them from it.
async fn turn<Fut: Future<Output = Outcome>>(
    flights: &mut FuturesUnordered<Flight<Fut>>,
) -> Option<(usize, Outcome)> {
    let mut is_over = flights.is_empty();
    poll_fn(|context| match Pin::new(&mut *flights).poll_next(context) {
        Poll::Ready(landed) => Poll::Ready(landed),
        Poll::Pending if is_over => Poll::Ready(None),
        Poll::Pending => {
            is_over = true;
            context.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await
}

/// A timer and the moment when it ends.
type Timer = Option<(Instant, Option<Pin<Box<Sleep>>>)>;

/// Waits until one has landed, `None` if the time is over before that.
async fn landing<Fut: Future<Output = Outcome>>(
    flights: &mut FuturesUnordered<Flight<Fut>>,
    mut timer: Pin<&mut Timer>,
    until: Option<Instant>,
) -> Option<(usize, Outcome)> {
    poll_fn(|context| {
        if let Poll::Ready(landed) = Pin::new(&mut *flights).poll_next(context) {
            return Poll::Ready(landed);
        }
        let Some(until) = until else { return Poll::Pending };
        // Not told by the timer: it does not end while the records use up all that tokio lets a task do at once.
        if Instant::now() >= until {
            return Poll::Ready(None);
        }
        // The moment changes once, when the first record is done.
        if timer.as_ref().get_ref().as_ref().is_none_or(|(moment, _)| *moment != until) {
            timer.set(Some((until, deadline::timer(until).map(Box::pin))));
        }
        match timer.as_mut().get_mut() {
            Some((_, Some(sleep))) => sleep.as_mut().poll(context).map(|()| None),
            _ => Poll::Pending,
        }
    })
    .await
}

/// A record in flight.
struct Flight<Fut> {
    position: usize,
    /// `None` once it has landed: what it holds is the user's and can panic when dropped.
    record: Pin<Box<Option<Fut>>>,
}

impl<Fut: Future<Output = Outcome>> Future for Flight<Fut> {
    type Output = (usize, Outcome);

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let Some(running) = self.record.as_mut().as_pin_mut() else { return Poll::Pending };
        let outcome = match caught(|| running.poll(context)) {
            Ok(Poll::Pending) => return Poll::Pending,
            Ok(Poll::Ready(outcome)) => outcome,
            Err(panicked) => Outcome::Failed(panicked),
        };
        let outcome = self.end(outcome);
        Poll::Ready((self.position, outcome))
    }
}

impl<Fut> Flight<Fut> {
    /// Ends it at the await point where it stands.
    fn cut_off(&mut self) -> Outcome {
        self.end(Outcome::Failed(Failed::cut_off()))
    }

    fn end(&mut self, outcome: Outcome) -> Outcome {
        match caught(|| self.record.set(None)) {
            Err(panicked) if outcome == Outcome::Done => Outcome::Failed(panicked),
            _ => outcome,
        }
    }
}

impl<Fut> Drop for Flight<Fut> {
    /// Where the whole invocation is dropped.
    fn drop(&mut self) {
        drop(caught(|| self.record.set(None)));
    }
}
