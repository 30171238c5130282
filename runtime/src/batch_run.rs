//! One run of a batch: gives out the records, takes their outcomes, and makes the answer.

use std::{
    future::Future,
    marker::PhantomData,
    pin::Pin,
    sync::Arc,
    task::{self, Poll},
};

use lambda_runtime::{Error, LambdaEvent};
use tokio::time::Instant;

use crate::{
    Batch, Outcome, RawRecord, Source, StreamsEventResponse,
    checkpoint::{NoProgress, Unacknowledged},
    deadline::{Deadline, DeadlineMargin, Timer},
    failure::RecordFailure,
    guard::Guarded,
    log, panic, probe,
    record::DeliveredBatch,
    schedule::{Mode, Schedule},
    source::Order,
    time_slice::TimeSlice,
};

/// What the attribute's arguments and the function's parameters decide about a run.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// What to do when nothing of the batch can be acknowledged.
    pub no_progress: NoProgress,
    /// How long before the invocation's deadline the run stops.
    pub deadline_margin: DeadlineMargin,
    /// Whether the function borrows something that it may change. A record that is interrupted can leave that half changed.
    pub mutable_state: bool,
}

impl Options {
    /// The options of an attribute without arguments.
    pub const DEFAULT: Self = Options {
        no_progress: NoProgress::Report,
        deadline_margin: DeadlineMargin::Default,
        mutable_state: false,
    };
}

/// One run of a batch through the user's function.
#[derive(Debug)]
pub struct BatchRun<S> {
    delivery: Arc<DeliveredBatch>,
    schedule: Schedule,
    deadline: Deadline,
    timer: Timer,
    stopped_by_deadline: bool,
    time_slice: TimeSlice,
    options: Options,
    source: PhantomData<fn() -> S>,
}

impl<S: Source> BatchRun<S> {
    /// Begins a run that handles one record at a time.
    pub fn open<R>(event: LambdaEvent<Batch<R>>, options: Options) -> Self {
        Self::open_in_mode(event, options, Mode::OneByOne)
    }

    pub(crate) fn open_in_mode<R>(event: LambdaEvent<Batch<R>>, options: Options, mode: Mode) -> Self {
        panic::install_hook();
        let now = Instant::now();
        let records = event.payload.into_records::<S>();
        let order = S::order(records.iter());
        let deadline = Deadline::of(&event.context, options.deadline_margin, now);
        BatchRun {
            schedule: Schedule::new(records.len(), order, mode),
            deadline,
            timer: Timer::default(),
            stopped_by_deadline: false,
            time_slice: TimeSlice::starting_at(now, deadline.stop_time(true)),
            delivery: Arc::new(DeliveredBatch { records, context: event.context }),
            options,
            source: PhantomData,
        }
    }

    /// The next record to handle; `None` if none may start now.
    ///
    /// The first record of an invocation always starts. Later ones don't once the invocation's time is nearly over. The handler
    /// yields between records, because they may be handled by plain functions.
    pub async fn next(&mut self) -> Option<RawRecord<S>> {
        if self.schedule.started() > 0 && !self.time_slice.goes_on() {
            let now = self.time_slice.yield_if_over().await;
            if self.is_time_over(now) {
                self.stop_at_deadline();
            }
        }
        let delivery = &self.delivery;
        let raw = |position| RawRecord::new(delivery, position);
        let position = self.schedule.next(|position| S::key(raw(position).record_json()))?;
        probe::started(position);
        Some(raw(position))
    }

    /// Runs one record to its outcome, which is an error if the record cannot be decoded. The record fails if it panics in any
    /// poll, and if its time ends first.
    pub fn guard<'b, 'p, F, M>(
        &'b mut self,
        place: Pin<&'p mut Option<F>>,
        make: M,
    ) -> GuardedRecord<'b, 'p, S, F, M>
    where
        F: Future<Output = Result<Outcome, Outcome>>,
        M: FnOnce() -> F,
    {
        GuardedRecord { run: self, guarded: Guarded::new(place, make) }
    }

    /// Notes that the records in flight wait. Returns whether they must be cut off; otherwise the task is woken when they must.
    #[cold]
    pub(crate) fn waits(&mut self, context: &mut task::Context<'_>) -> bool {
        self.time_slice.note_wait();
        self.stop_time().is_some_and(|until| self.timer.is_over(until, context))
    }

    /// Whether the invocation's time is nearly over.
    pub(crate) fn is_time_over(&self, now: Instant) -> bool {
        self.deadline.is_over(self.schedule.has_progressed(), now)
    }

    /// How long the handler may run until it yields.
    pub(crate) fn time_slice(&mut self) -> &mut TimeSlice {
        &mut self.time_slice
    }

    /// Starts no more records, because the invocation's time is nearly over.
    pub(crate) fn stop_at_deadline(&mut self) {
        self.stopped_by_deadline |= self.schedule.stop();
    }

    /// When to cut off the records in flight; `None` for never.
    pub fn stop_time(&self) -> Option<Instant> {
        self.deadline.stop_time(self.schedule.has_progressed())
    }

    /// Records the outcome of a record.
    pub fn settle(&mut self, raw: &RawRecord<S>, outcome: &Outcome) {
        match outcome {
            Outcome::Done => self.settle_done(raw.position()),
            Outcome::Failed(failed) => self.settle_failed(raw, failed),
        }
    }

    /// Like [`settle`](Self::settle), for a caller that no longer has the record.
    pub(crate) fn settle_at(&mut self, position: usize, outcome: &Outcome) {
        match outcome {
            Outcome::Done => self.settle_done(position),
            Outcome::Failed(failed) => self.settle_failed(&RawRecord::new(&self.delivery, position), failed),
        }
    }

    fn settle_done(&mut self, position: usize) {
        probe::done(position);
        self.schedule.settle_done(position);
    }

    #[cold]
    fn settle_failed(&mut self, raw: &RawRecord<S>, failed: &RecordFailure) {
        self.schedule.settle_failed(raw.position());
        if self.options.mutable_state && failed.is_interruption() {
            self.schedule.stop();
        }
        log::record_failed(raw, failed);
    }

    /// The answer.
    ///
    /// # Errors
    /// If the batch must be failed as a whole.
    pub fn finish(self) -> Result<StreamsEventResponse, Error> {
        let never_started = self.schedule.len() - self.schedule.started();
        if never_started > 0 && self.stopped_by_deadline {
            log::deadline_reached::<S>(&self.delivery, never_started);
        }
        let order = self.schedule.order();
        answer::<S>(&self.delivery, order, &self.schedule.into_done(), self.options)
    }
}

/// The future of [`BatchRun::guard`]. It is a type of its own, because an `async fn` would hold its arguments twice.
#[derive(Debug)]
pub struct GuardedRecord<'b, 'p, S, F, M> {
    run: &'b mut BatchRun<S>,
    guarded: Guarded<'p, F, M>,
}

// It doesn't pin the values that it owns.
impl<S, F, M> Unpin for GuardedRecord<'_, '_, S, F, M> {}

impl<S, F, M> Future for GuardedRecord<'_, '_, S, F, M>
where
    S: Source,
    F: Future<Output = Result<Outcome, Outcome>>,
    M: FnOnce() -> F,
{
    type Output = Outcome;

    #[inline]
    fn poll(self: Pin<&mut Self>, context: &mut task::Context<'_>) -> Poll<Outcome> {
        let GuardedRecord { run, guarded } = self.get_mut();
        match guarded.poll(context) {
            Ok(Poll::Ready(Ok(outcome) | Err(outcome))) => Poll::Ready(outcome),
            Ok(Poll::Pending) if run.waits(context) => Poll::Ready(Outcome::Failed(guarded.cut_off())),
            Ok(Poll::Pending) => Poll::Pending,
            Err(panicked) => Poll::Ready(Outcome::Failed(panicked)),
        }
    }
}

/// Makes the answer for a batch from whether each of its records is done, and logs it.
///
/// # Errors
/// If the batch must be failed as a whole.
pub(crate) fn answer<S: Source>(
    delivery: &Arc<DeliveredBatch>,
    order: Order,
    done: &[bool],
    options: Options,
) -> Result<StreamsEventResponse, Error> {
    let raw = |position| RawRecord::<S>::new(delivery, position);
    let unacknowledged = Unacknowledged::of(done, order, |position| S::key(raw(position).record_json()));
    let answer = unacknowledged
        .answer(|position| raw(position).identifier(), options.no_progress)
        .map_err(|error| error.message(S::PATHS.identifier.dotted));
    log::batch_finished::<S>(delivery, order, unacknowledged.acknowledged(), &answer);
    Ok(answer?)
}
