//! Handles all records of a batch at once, for a function that must see them together.

use std::{future::Future, pin::Pin, sync::Arc};

use lambda_runtime::{Error, LambdaEvent};
use tokio::time::Instant;

use crate::{
    Batch, Checkpoint, DecodeError, FromRecord, Outcome, RawRecord, Source, StreamsEventResponse,
    batch_run::{Options, answer},
    deadline::Deadline,
    failure::RecordFailure,
    guard, log,
    outcome::RecordError,
    panic, probe,
    record::DeliveredBatch,
};

/// One run of a batch through a function that takes it whole.
#[derive(Debug)]
pub struct WholeBatch<S> {
    delivery: Arc<DeliveredBatch>,
    records: Vec<RawRecord<S>>,
    deadline: Deadline,
    options: Options,
}

/// What a call of the function came to.
#[derive(Debug)]
pub struct CallResult(Result<BatchOutcomes, Unusable>);

/// The outcomes of a batch: which records are done, in order, and which failed.
#[derive(Debug, Default)]
pub struct BatchOutcomes {
    done: Vec<bool>,
    failed: Vec<(usize, RecordFailure)>,
}

/// Why a call of the function doesn't show which records are done.
#[derive(Debug)]
enum Unusable {
    /// The function panicked or was cut off, so nobody knows which records it had finished.
    Interrupted(RecordFailure),
    /// It returned more or fewer outcomes than there are records, or a checkpoint after the last one.
    WrongLength(String),
}

impl<S: Source> WholeBatch<S> {
    /// Begins a run.
    pub fn open<R>(event: LambdaEvent<Batch<R>>, options: Options) -> Self {
        panic::install_hook();
        let deadline = Deadline::of(&event.context, options.deadline_margin, Instant::now());
        let delivery =
            Arc::new(DeliveredBatch { records: event.payload.into_records::<S>(), context: event.context });
        let records =
            (0..delivery.records.len()).map(|position| RawRecord::new(&delivery, position)).collect();
        WholeBatch { delivery, records, deadline, options }
    }

    /// Its records.
    pub fn records(&self) -> &[RawRecord<S>] {
        &self.records
    }

    /// Runs the function. An empty batch is done without it.
    pub async fn guard<F>(&self, place: Pin<&mut Option<F>>, make: impl FnOnce() -> F) -> CallResult
    where
        F: Future<Output = Result<BatchOutcomes, String>>,
    {
        if self.records.is_empty() {
            return CallResult(Ok(BatchOutcomes::default()));
        }
        (0..self.records.len()).for_each(probe::started);
        // No record is known to be done until the function returns.
        match guard::guard(place, make, self.deadline.stop_time(false)).await {
            Ok(Ok(outcomes)) => CallResult(Ok(outcomes)),
            Ok(Err(error)) => CallResult(Err(Unusable::WrongLength(error))),
            Err(interrupted) => CallResult(Err(Unusable::Interrupted(interrupted))),
        }
    }

    /// Logs the failures, and makes the answer. Where order is kept, it reports every record after one that is not done.
    ///
    /// # Errors
    /// If the batch must be failed as a whole, also because the function returned more or fewer outcomes than there are
    /// records.
    pub fn finish(&self, result: &CallResult) -> Result<StreamsEventResponse, Error> {
        let done = match &result.0 {
            Ok(outcomes) => {
                let done = outcomes.done.iter().enumerate().filter(|(_, is_done)| **is_done);
                done.for_each(|(position, _)| probe::done(position));
                for (position, failed) in &outcomes.failed {
                    log::record_failed(&RawRecord::<S>::new(&self.delivery, *position), failed);
                }
                outcomes.done.clone()
            }
            Err(Unusable::Interrupted(failed)) => {
                log::batch_failed::<S>(&self.delivery, failed);
                vec![false; self.records.len()]
            }
            Err(Unusable::WrongLength(error)) => {
                log::batch_unusable::<S>(&self.delivery, error);
                return Err(error.clone().into());
            }
        };
        let order = S::order(self.delivery.records.iter());
        answer::<S>(&self.delivery, order, &done, self.options)
    }
}

/// An item of the slice that a function for a whole batch takes: `Result<R, DecodeError>` with a record `R`.
#[diagnostic::on_unimplemented(
    message = "a function for a whole batch cannot take `&[{Self}]`",
    label = "expected `Result<R, DecodeError>`",
    note = "take `&[Result<R, DecodeError>]` with a record `R`, such as `kinesis::Record<'_, Json<T>>`: a record that cannot be decoded is an `Err`, at its place",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#a-whole-batch"
)]
pub trait BatchItem<'r>: Sized {
    /// The event source of the records.
    type Source: Source;

    /// Decodes one record. A panic meanwhile is the record's error.
    fn from_raw(raw: &'r RawRecord<Self::Source>) -> Self;
}

impl<'r, R: FromRecord<'r>> BatchItem<'r> for Result<R, DecodeError> {
    type Source = R::Source;

    fn from_raw(raw: &'r RawRecord<R::Source>) -> Self {
        match panic::caught(|| R::from_record(raw)) {
            Ok(decoded) => decoded,
            Err(panicked) => Err(DecodeError::new(panicked.message())),
        }
    }
}

/// What a function for a whole batch may return: one [`Outcome`] for each record, in order, or a [`Checkpoint`].
#[diagnostic::on_unimplemented(
    message = "a function for a whole batch cannot return `{Self}`",
    label = "expected `Vec<Outcome>` or `Checkpoint`",
    note = "return a `Vec<checkpointed::Outcome>` with one outcome for each record, or a `checkpointed::Checkpoint` with the position of the first record that is not done",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#a-whole-batch"
)]
pub trait IntoOutcomes {
    /// The outcomes of a batch of this many records.
    ///
    /// # Errors
    /// If the value doesn't fit that number of records.
    #[doc(hidden)]
    fn into_outcomes(self, records: usize) -> Result<BatchOutcomes, String>;
}

impl IntoOutcomes for Vec<Outcome> {
    fn into_outcomes(self, records: usize) -> Result<BatchOutcomes, String> {
        if self.len() != records {
            return Err(unusable(&format!("{} outcomes for {records} records", self.len())));
        }
        let mut outcomes = BatchOutcomes::default();
        for (position, outcome) in self.into_iter().enumerate() {
            outcomes.done.push(outcome == Outcome::Done);
            if let Outcome::Failed(failed) = outcome {
                outcomes.failed.push((position, failed));
            }
        }
        Ok(outcomes)
    }
}

impl IntoOutcomes for Checkpoint {
    fn into_outcomes(self, records: usize) -> Result<BatchOutcomes, String> {
        let done = self.position();
        if done > records {
            return Err(unusable(&format!(
                "a checkpoint at position {done} of a batch of {records} records"
            )));
        }
        let first = (done < records)
            .then_some((done, "not done according to the checkpoint that the function returned"));
        Ok(BatchOutcomes {
            done: (0..records).map(|position| position < done).collect(),
            failed: first.into_iter().map(|(position, why)| (position, why.into_failed())).collect(),
        })
    }
}

fn unusable(returned: &str) -> String {
    format!(
        "the function returned {returned}: the batch is failed as a whole, so that Lambda delivers it again and no record \
         is lost"
    )
}
