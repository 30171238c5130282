//! Handles several records of a batch at a time, on the handler's own task.

use std::{
    future::{Future, poll_fn},
    task::Poll,
};

use lambda_runtime::{Error, LambdaEvent};
use tokio::time::Instant;

use crate::{
    Batch, Outcome, RawRecord, Source, StreamsEventResponse,
    batch_run::{BatchRun, Options},
    in_flight::{InFlight, Progress},
    schedule::Mode,
};

/// How many records may be in flight.
#[derive(Debug, Clone, Copy)]
pub struct Concurrency {
    /// How many at once; 0 counts as 1.
    pub records: usize,
    /// How many positions a record may start after the lowest one that is not done; 4 × `records` if `None`.
    pub run_ahead: Option<usize>,
}

/// Handles the records of a batch, several at a time, and makes the answer.
///
/// After a failure no later record starts, and those in flight finish.
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
    let mode = if records == 1 { Mode::OneByOne } else { Mode::SideBySide { run_ahead } };
    let mut run = BatchRun::<S>::open_in_mode(event, options, mode);
    let mut in_flight = InFlight::new();
    loop {
        while in_flight.len() < records
            && let Some(raw) = run.next().await
        {
            let position = raw.position();
            if let Some(outcome) = in_flight.poll_first(position, || handle(raw)) {
                run.settle_at(position, &outcome);
                // Otherwise records that never wait would keep the runtime from serving those that do.
                if in_flight.len() > 0 {
                    run.time_slice().yield_once().await;
                }
            }
            // Otherwise no record would be settled before all have started.
            if in_flight.len() > 0 {
                settle_finished(&mut in_flight, &mut run);
            }
        }
        if in_flight.len() == 0 {
            return run.finish();
        }
        match next_finished(&mut in_flight, &mut run).await {
            Some((position, outcome)) => run.settle_at(position, &outcome),
            None => {
                run.stop_at_deadline();
                // Some of the woken records may need only one more poll.
                run.time_slice().restart();
                settle_finished(&mut in_flight, &mut run);
                for (position, outcome) in in_flight.cut_off() {
                    run.settle_at(position, &outcome);
                }
                return run.finish();
            }
        }
    }
}

/// Waits until a record is finished; `None` if the time is over before that.
async fn next_finished<S: Source, Fut: Future<Output = Outcome>>(
    in_flight: &mut InFlight<Fut>,
    run: &mut BatchRun<S>,
) -> Option<(usize, Outcome)> {
    let mut now = run.time_slice().now();
    while !run.is_time_over(now) {
        now = match in_flight.poll_woken(run.time_slice()) {
            Progress::Finished(position, outcome) => return Some((position, outcome)),
            Progress::TimeSliceOver => run.time_slice().yield_once().await,
            Progress::AllWait => wait(in_flight, run).await,
        };
    }
    None
}

/// Waits until a record is woken or the time is over. Returns the time then.
async fn wait<S: Source, Fut: Future<Output = Outcome>>(
    in_flight: &mut InFlight<Fut>,
    run: &mut BatchRun<S>,
) -> Instant {
    poll_fn(|context| {
        if in_flight.poll_wake(context).is_ready() || run.waits(context) {
            return Poll::Ready(());
        }
        Poll::Pending
    })
    .await;
    run.time_slice().now()
}

/// Settles the woken records that are finished, until the time slice is over.
fn settle_finished<S: Source, Fut: Future<Output = Outcome>>(
    in_flight: &mut InFlight<Fut>,
    run: &mut BatchRun<S>,
) {
    while let Progress::Finished(position, outcome) = in_flight.poll_woken(run.time_slice()) {
        run.settle_at(position, &outcome);
        if run.time_slice().is_over() {
            return;
        }
    }
}
