//! The records of a batch, one after the other.

use std::{marker::PhantomData, sync::Arc};

use lambda_runtime::{Error, LambdaEvent};

use crate::{
    Batch, RawRecord, Source, StreamsEventResponse,
    checkpoint::{Checkpoint, NoProgress},
    guard, log,
    outcome::Outcome,
    record::Delivery,
};

/// What the arguments of the attribute change.
#[derive(Debug, Clone, Copy)]
pub struct Options {
    /// What to do when nothing of the batch can be acknowledged.
    pub no_progress: NoProgress,
}

impl Options {
    /// No argument given.
    pub const DEFAULT: Self = Options { no_progress: NoProgress::Report };
}

/// One batch on its way through the user's function: gives out the records in order, takes their outcomes, stops at
/// the first failure, and makes the answer.
#[derive(Debug)]
pub struct Run<S> {
    delivery: Arc<Delivery>,
    /// Whether each record is done, by position.
    done: Vec<bool>,
    /// The position of the next record to give out; `None` behind a failure.
    next: Option<usize>,
    options: Options,
    source: PhantomData<fn() -> S>,
}

impl<S: Source> Run<S> {
    /// Starts on a batch.
    pub fn open<R>(event: LambdaEvent<Batch<R>>, options: Options) -> Self {
        guard::install_panic_hook();
        let records = event.payload.into_records();
        Run {
            done: vec![false; records.len()],
            delivery: Arc::new(Delivery { records, context: event.context }),
            next: Some(0),
            options,
            source: PhantomData,
        }
    }

    /// The next record to handle.
    // Not `Iterator`: each record is settled before the next is asked for.
    #[expect(clippy::should_implement_trait, reason = "a cursor, no iterator")]
    pub fn next(&mut self) -> Option<RawRecord<S>> {
        let position = self.next.filter(|next| *next < self.done.len())?;
        self.next = Some(position + 1);
        Some(RawRecord::new(&self.delivery, position))
    }

    /// Takes note of what became of a record. Behind a failure nothing more is started: Lambda would deliver it again.
    pub fn settle(&mut self, raw: &RawRecord<S>, outcome: &Outcome) {
        match outcome {
            Outcome::Done => {
                if let Some(done) = self.done.get_mut(raw.position()) {
                    *done = true;
                }
            }
            Outcome::Failed(failed) => {
                self.next = None;
                log::record_failed(raw, failed);
            }
        }
    }

    /// The answer.
    ///
    /// # Errors
    /// If the batch must be failed as a whole.
    pub fn finish(self) -> Result<StreamsEventResponse, Error> {
        answer::<S>(&self.delivery, Checkpoint::of(self.done.iter().copied()), self.options)
    }
}

/// The answer for a batch that is done up to a checkpoint; tells the log.
///
/// # Errors
/// If the batch must be failed as a whole.
pub(crate) fn answer<S: Source>(
    delivery: &Arc<Delivery>,
    checkpoint: Checkpoint,
    options: Options,
) -> Result<StreamsEventResponse, Error> {
    let identifier = |position| RawRecord::<S>::new(delivery, position).identifier();
    let answer = checkpoint.answer(delivery.records.len(), identifier, options.no_progress);
    log::batch_finished::<S>(delivery, checkpoint, &answer);
    Ok(answer?)
}
