//! All that generated code may name.

use std::marker::PhantomData;

pub use crate::{
    batch::Batch,
    checkpoint::NoProgress,
    guard::{guard, prepare},
    outcome::Outcome,
    process::{Options, Run},
    response::StreamsEventResponse,
};
pub use lambda_runtime::{Error, LambdaEvent};

use crate::{
    FromRecord, RawRecord,
    decode::DecodeError,
    failure::{Failed, FailureKind},
    outcome::IntoOutcome,
};

/// Evidence that `T` is a record, and how it is decoded.
///
/// The bound is asked for once, by [`record`]; whoever uses the evidence repeats none. So a wrong type is one error,
/// and it stands at the type.
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
    pub fn decode(self, raw: &'r RawRecord<S>) -> Result<T, Outcome> {
        (self.0)(raw).map_err(|error| Outcome::Failed(Failed::new(FailureKind::Undecodable, &error)))
    }
}

/// Evidence that `R` may be returned, and what it means.
#[derive(Debug)]
pub struct Judge<R>(fn(R) -> Outcome, PhantomData<fn() -> R>);

/// Asks whether `R` may be returned for a record.
pub fn outcome<R: IntoOutcome>() -> Judge<R> {
    Judge(R::into_outcome, PhantomData)
}

impl<R> Judge<R> {
    /// What a returned value says about its record.
    pub fn judge(self, returned: R) -> Outcome {
        (self.0)(returned)
    }
}

/// A parameter that is taken by value and so cloned for each record. Implemented for what implements `Clone`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be passed to every record of a batch",
    label = "taken by value, and not `Clone`",
    note = "take it by reference, or as something that can be cloned, such as `std::sync::Arc<{Self}>`"
)]
pub trait PerRecord {
    /// A clone for the next record.
    #[must_use]
    fn for_next_record(&self) -> Self;
}

// Without this rustc reports that `Clone` is missing instead of the message above.
#[diagnostic::do_not_recommend]
impl<T: Clone> PerRecord for T {
    fn for_next_record(&self) -> Self {
        self.clone()
    }
}

/// The copy of a parameter that the next record gets.
pub fn per_record<T: PerRecord>(parameter: &T) -> T {
    parameter.for_next_record()
}
