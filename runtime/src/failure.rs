//! Why a record is not done.

use std::{error::Error as StdError, fmt, iter};

use lambda_runtime::Error as BoxError;
use serde::Serialize;

/// What kept a record from being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum FailureKind {
    /// The function returned an error.
    Error,
    /// The function, or the decoding of its record, panicked.
    Panic,
    /// The record could not be decoded; the function was not called.
    Undecodable,
    /// The function said that the record can never succeed ([`Failure::permanent`](crate::Failure::permanent)).
    Permanent,
    /// The record was not done when the time of the invocation was nearly over, and was cut off.
    Deadline,
    /// The record can never succeed, and [`DeadLetters`](crate::DeadLetters) did not accept it.
    DeadLetter,
}

impl fmt::Display for FailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FailureKind::Error => "error",
            FailureKind::Panic => "panic",
            FailureKind::Undecodable => "undecodable",
            FailureKind::Permanent => "permanent",
            FailureKind::Deadline => "deadline",
            FailureKind::DeadLetter => "dead letter",
        })
    }
}

/// How many causes of an error are told.
const MOST_CAUSES: usize = 32;
/// How many bytes of an error are told: a log line has a limit too.
const LONGEST_MESSAGE: usize = 16_384;

fn shortened(mut message: String) -> String {
    if message.len() > LONGEST_MESSAGE {
        let end = (0..=LONGEST_MESSAGE).rev().find(|end| message.is_char_boundary(*end)).unwrap_or(0);
        message.truncate(end);
        message.push('…');
    }
    message
}

/// One record's failure, as text.
// The error itself, whose `Display` and `Drop` are the user's code, does not leave the guard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    kind: FailureKind,
    message: String,
    /// Whether something was left in the middle.
    interrupted: bool,
}

impl Failed {
    /// A failure that an error explains: its message, then those of its sources.
    pub(crate) fn new(kind: FailureKind, error: &(dyn StdError + 'static)) -> Self {
        // An error can be its own cause.
        let causes = iter::successors(Some(error), |error| (*error).source()).take(MOST_CAUSES);
        let message = causes.map(ToString::to_string).collect::<Vec<_>>().join(": ");
        Failed { kind, message: shortened(message), interrupted: false }
    }

    /// A failure by panic, with what was said and where.
    pub(crate) fn panic(message: String) -> Self {
        Failed { kind: FailureKind::Panic, message: shortened(message), interrupted: true }
    }

    /// The time of the invocation is nearly over.
    pub(crate) fn cut_off() -> Self {
        Failed {
            kind: FailureKind::Deadline,
            message: String::from(
                "the invocation's deadline is near: the record was cut off where it waited",
            ),
            interrupted: true,
        }
    }

    /// A record whose dead letter was not accepted, for this reason.
    pub(crate) fn not_accepted(&self, reason: &Failed) -> Self {
        let message = format!(
            "its dead letter was not accepted ({}), and it cannot succeed: {}",
            reason.message, self.message
        );
        Failed { kind: FailureKind::DeadLetter, message: shortened(message), interrupted: reason.interrupted }
    }

    /// Whether another attempt is of no use.
    pub(crate) fn is_permanent(&self) -> bool {
        matches!(self.kind, FailureKind::Permanent | FailureKind::Undecodable)
    }

    /// Whether the function, or what takes its dead letter, was left in the middle, so that what it had borrowed to change
    /// may be half changed.
    pub(crate) fn is_interruption(&self) -> bool {
        self.interrupted
    }

    /// What kept the record from being done.
    pub fn kind(&self) -> FailureKind {
        self.kind
    }

    /// The error and its causes, joined by colons.
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// Why a record failed, and whether it can ever succeed: the error of a function with
/// [`dead_letters`](crate::checkpointed_stream_handler#dead-letters).
///
/// `?` turns any error into one that is retried. It does not implement [`std::error::Error`] itself, as `anyhow::Error` does
/// not.
///
/// ```
/// use checkpointed::Failure;
///
/// fn check(quantity: &str) -> Result<(), Failure> {
///     let quantity: u32 = quantity.parse().map_err(Failure::permanent)?; // text will not turn into a number
///     std::fs::write("/nowhere/quantity", quantity.to_string())?; // next time there may be a place to write
///     Ok(())
/// }
///
/// assert!(check("many").unwrap_err().is_permanent());
/// assert!(!check("5").unwrap_err().is_permanent());
/// ```
#[derive(Debug)]
pub struct Failure {
    error: BoxError,
    is_permanent: bool,
}

impl Failure {
    /// The record can never succeed: it goes to the dead letters.
    pub fn permanent(error: impl Into<BoxError>) -> Self {
        Failure { error: error.into(), is_permanent: true }
    }

    /// The record may succeed when it is delivered again. `?` makes the same.
    pub fn retryable(error: impl Into<BoxError>) -> Self {
        Failure { error: error.into(), is_permanent: false }
    }

    /// Whether the record can never succeed.
    pub fn is_permanent(&self) -> bool {
        self.is_permanent
    }

    /// The error.
    pub fn into_error(self) -> BoxError {
        self.error
    }
}

impl<E> From<E> for Failure
where
    BoxError: From<E>,
{
    fn from(error: E) -> Self {
        Failure::retryable(error)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug)]
    struct ItsOwnCause;

    impl fmt::Display for ItsOwnCause {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("again")
        }
    }

    impl StdError for ItsOwnCause {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            Some(self)
        }
    }

    #[test]
    fn an_endless_error_is_told_in_part() {
        let failed = Failed::new(FailureKind::Error, &ItsOwnCause);
        assert_eq!(failed.message().matches("again").count(), MOST_CAUSES);
        let long = Failed::panic("é".repeat(LONGEST_MESSAGE));
        assert!(long.message().len() <= LONGEST_MESSAGE + '…'.len_utf8());
    }
}
