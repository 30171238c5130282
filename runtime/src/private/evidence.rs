//! What generated code asks the compiler about the user's types. Each question is asked once.

use std::marker::PhantomData;

use crate::{
    decode::DecodeError,
    failure::{FailureKind, RecordFailure},
    outcome::{IntoOutcome, NeedsNoDeadLetters, Outcome},
    record::{FromRecord, RawRecord},
    whole_batch::{BatchItem, BatchOutcomes, IntoOutcomes},
};

/// Evidence that `T` is a record, and how it is decoded.
///
/// [`record`] has the only bound; the code that uses the evidence repeats none. So a wrong type is one error, at that type.
#[derive(Debug)]
pub struct Decode<'r, T, S>(fn(&'r RawRecord<S>) -> Result<T, DecodeError>);

/// Asks whether `T` is a record.
pub fn record<'r, T: FromRecord<'r>>() -> Decode<'r, T, T::Source> {
    Decode(T::from_record)
}

impl<'r, T, S> Decode<'r, T, S> {
    /// Decodes one record.
    ///
    /// # Errors
    /// With the outcome of a record that cannot be decoded.
    #[inline(always)] // a call would move the record once more
    pub fn decode(self, raw: &'r RawRecord<S>) -> Result<T, Outcome> {
        match (self.0)(raw) {
            Ok(decoded) => Ok(decoded),
            Err(error) => Err(undecodable(&error)),
        }
    }
}

#[cold]
#[inline(never)]
fn undecodable(error: &DecodeError) -> Outcome {
    Outcome::Failed(RecordFailure::new(FailureKind::Undecodable, error))
}

/// Evidence that a function may return `R`, and what a value of it means. `J` has no size: the future of a record holds this
/// while the function runs, and a pointer in it would have to be followed.
#[derive(Debug)]
pub struct Judge<R, J>(J, PhantomData<fn() -> R>);

/// Asks whether a function for one record, without `dead_letters`, may return `R`.
pub fn outcome<R: IntoOutcome>() -> Judge<R, impl FnOnce(R) -> Outcome>
where
    R::Permanence: NeedsNoDeadLetters,
{
    Judge(R::into_outcome, PhantomData)
}

/// Asks whether a function for one record, with `dead_letters`, may return `R`.
pub fn outcome_or_dead_letter<R: IntoOutcome>() -> Judge<R, impl FnOnce(R) -> Outcome> {
    Judge(R::into_outcome, PhantomData)
}

impl<R, J: FnOnce(R) -> Outcome> Judge<R, J> {
    /// The outcome that a returned value stands for.
    #[inline(always)] // nearly always it finds that the record is done, which takes no call
    pub fn judge(self, returned: R) -> Outcome {
        (self.0)(returned)
    }
}

/// Evidence that a function can take a slice of `T`, and how its items are decoded.
#[derive(Debug)]
pub struct DecodeAll<'r, T, S>(fn(&'r RawRecord<S>) -> T);

/// Asks whether a function for a whole batch can take a slice of `T`.
pub fn items<'r, T: BatchItem<'r>>() -> DecodeAll<'r, T, T::Source> {
    DecodeAll(T::from_raw)
}

impl<'r, T, S> DecodeAll<'r, T, S> {
    /// Decodes all records.
    pub fn decode(self, raws: &'r [RawRecord<S>]) -> Vec<T> {
        raws.iter().map(self.0).collect()
    }
}

/// Evidence that a function for a whole batch may return `R`, and what a value of it means.
#[derive(Debug)]
pub struct JudgeAll<R>(fn(R, usize) -> Result<BatchOutcomes, String>);

/// Asks whether a function for a whole batch may return `R`.
pub fn outcomes<R: IntoOutcomes>() -> JudgeAll<R> {
    JudgeAll(R::into_outcomes)
}

impl<R> JudgeAll<R> {
    /// The outcomes of a batch of this many records.
    ///
    /// # Errors
    /// If the value doesn't fit that number of records.
    pub fn judge(self, returned: R, records: usize) -> Result<BatchOutcomes, String> {
        (self.0)(returned, records)
    }
}
