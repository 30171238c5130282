//! What a function may return for one record, and what that means.

use lambda_runtime::Error as BoxError;

use crate::failure::{Failure, FailureKind, RecordFailure};

/// What became of one record.
///
/// The return value of a function for one record is turned into this. A function for a [whole
/// batch](crate::checkpointed_stream_handler#all-records-at-once) returns a list of these.
///
/// ```
/// use checkpointed::Outcome;
///
/// let outcomes: Vec<Outcome> = ["1", "2", "x"].map(|text| text.parse::<u8>().map(drop)).map(Outcome::from).into();
/// assert!(matches!(outcomes[..], [Outcome::Done, Outcome::Done, Outcome::Failed(_)]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The record is done and may be acknowledged.
    Done,
    /// The record is not done and must be delivered again.
    Failed(RecordFailure),
}

impl Outcome {
    /// A record that failed with this error, which may have any type, or be a text. It can't be a [`Failure`](crate::Failure):
    /// a function for a whole batch has no dead letters, so it must itself put away the records that can never succeed.
    pub fn failed<E: RecordError>(error: E) -> Self
    where
        E::Permanence: NeedsNoDeadLetters,
    {
        Outcome::Failed(error.into_failed())
    }
}

impl<E: RecordError> From<Result<(), E>> for Outcome
where
    E::Permanence: NeedsNoDeadLetters,
{
    fn from(result: Result<(), E>) -> Self {
        result.into_outcome()
    }
}

/// What a function that handles one record may return: `()`, or `Result<(), E>` with any error.
///
/// `E` may be any type that converts into `Box<dyn std::error::Error + Send + Sync>`, such as an error type, `anyhow::Error`, a
/// boxed error or a `String`. It may also be a [`Failure`](crate::Failure), which can say that a record can never succeed.
#[diagnostic::on_unimplemented(
    message = "a function that handles one record cannot return `{Self}`",
    label = "expected `()` or `Result<(), E>`",
    note = "return `()` or `Result<(), E>`, where `E` is any error: the handler makes the answer to Lambda from it",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#what-it-returns"
)]
pub trait IntoOutcome {
    /// Whether the value can say that a record can never succeed: [`AlwaysRetried`] or [`MayBePermanent`].
    #[doc(hidden)]
    type Permanence;

    /// The outcome that the value stands for.
    #[doc(hidden)]
    fn into_outcome(self) -> Outcome;
}

impl IntoOutcome for () {
    type Permanence = AlwaysRetried;

    fn into_outcome(self) -> Outcome {
        Outcome::Done
    }
}

impl<E: RecordError> IntoOutcome for Result<(), E> {
    type Permanence = E::Permanence;

    #[inline]
    fn into_outcome(self) -> Outcome {
        match self {
            Ok(()) => Outcome::Done,
            Err(error) => failed(error),
        }
    }
}

#[cold]
#[inline(never)]
fn failed<E: RecordError>(error: E) -> Outcome {
    Outcome::Failed(error.into_failed())
}

/// An error that a function may return for one record. It is implemented for every type that converts into `Box<dyn
/// std::error::Error + Send + Sync>`, and for [`Failure`](crate::Failure).
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot say why a record failed",
    label = "does not convert into `Box<dyn std::error::Error + Send + Sync>`",
    note = "return an error that implements `std::error::Error`, `Send` and `Sync`, or `anyhow::Error`, `String` or `Box<dyn std::error::Error + Send + Sync>`",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#the-error"
)]
pub trait RecordError {
    /// Whether the error can say that a record can never succeed: [`AlwaysRetried`] or [`MayBePermanent`].
    #[doc(hidden)]
    type Permanence;

    /// The failure that this error stands for.
    #[doc(hidden)]
    fn into_failed(self) -> RecordFailure;
}

// Without this rustc reports the bound of the blanket implementation instead of the message above.
#[diagnostic::do_not_recommend]
impl<E> RecordError for E
where
    BoxError: From<E>,
{
    type Permanence = AlwaysRetried;

    fn into_failed(self) -> RecordFailure {
        RecordFailure::new(FailureKind::Error, BoxError::from(self).as_ref())
    }
}

impl RecordError for Failure {
    type Permanence = MayBePermanent;

    fn into_failed(self) -> RecordFailure {
        let kind = if self.is_permanent() { FailureKind::Permanent } else { FailureKind::Error };
        RecordFailure::new(kind, self.into_error().as_ref())
    }
}

/// Every failure is retried.
#[derive(Debug)]
pub struct AlwaysRetried;

/// A failure may be permanent.
#[derive(Debug)]
pub struct MayBePermanent;

/// Errors that are never permanent, as a function without `dead_letters` returns them.
#[diagnostic::on_unimplemented(
    message = "this function can say that a record can never succeed, but has no `dead_letters` to send such a record to",
    label = "a `Failure` can be permanent",
    note = "write `#[checkpointed_stream_handler(dead_letters = ..)]`, or return an error that is always retried; a function for a whole batch stores such records itself, and reports them as done",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#dead-letters"
)]
pub trait NeedsNoDeadLetters {}

impl NeedsNoDeadLetters for AlwaysRetried {}
