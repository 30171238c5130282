//! Why a record is not done.

use std::{
    error::Error as StdError,
    fmt::{self, Write},
    iter,
};

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
    /// The record was cut off because the invocation's time was nearly over.
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

/// How many causes of an error are shown.
const MOST_CAUSES: usize = 32;
/// How many bytes of an error are shown: a log line has a limit too.
const LONGEST_MESSAGE: usize = 16_384;
/// How many bytes most errors have. They are written without a move to a larger buffer.
const USUAL_MESSAGE: usize = 128;

/// A text for the log. It takes no more text after its limit, however long an error is.
#[derive(Debug, Default)]
pub(crate) struct BoundedText {
    text: String,
    is_full: bool,
}

impl BoundedText {
    /// The beginning of a text.
    pub(crate) fn of(text: fmt::Arguments<'_>) -> String {
        let mut message = BoundedText::default();
        // If the text is full, or formatting fails, the part so far must do.
        let _ = message.write_fmt(text);
        message.text
    }

    /// An error and its causes, joined by colons.
    fn of_error(error: &(dyn StdError + 'static)) -> String {
        let mut message = BoundedText { text: String::with_capacity(USUAL_MESSAGE), is_full: false };
        // An error can be its own cause.
        let causes = iter::successors(Some(error), |error| (*error).source()).take(MOST_CAUSES);
        for (number, cause) in causes.enumerate() {
            let separator = if number == 0 { "" } else { ": " };
            let _ = write!(message, "{separator}{cause}");
            if message.is_full {
                break;
            }
        }
        message.text
    }
}

impl Write for BoundedText {
    /// An error once the text is full, so that the writer can stop.
    fn write_str(&mut self, text: &str) -> fmt::Result {
        if self.is_full {
            return Err(fmt::Error);
        }
        let room = LONGEST_MESSAGE - self.text.len();
        let end = (0..=room.min(text.len())).rev().find(|end| text.is_char_boundary(*end)).unwrap_or(0);
        let (fits, rest) = text.split_at(end);
        self.text.push_str(fits);
        if rest.is_empty() {
            return Ok(());
        }
        self.is_full = true;
        self.text.push('…');
        Err(fmt::Error)
    }
}

/// One record's failure, as text.
// The error itself doesn't leave the guard: its `Display` and `Drop` are the user's code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordFailure {
    kind: FailureKind,
    message: String,
    /// Whether the function was interrupted, by a panic or by the deadline.
    interrupted: bool,
}

impl RecordFailure {
    /// A failure with the message of an error and those of its sources.
    pub(crate) fn new(kind: FailureKind, error: &(dyn StdError + 'static)) -> Self {
        RecordFailure { kind, message: BoundedText::of_error(error), interrupted: false }
    }

    /// A failure by panic, with the panic's message and place.
    pub(crate) fn panic(text: fmt::Arguments<'_>) -> Self {
        RecordFailure { kind: FailureKind::Panic, message: BoundedText::of(text), interrupted: true }
    }

    /// A failure because the invocation's time is nearly over.
    pub(crate) fn cut_off() -> Self {
        RecordFailure {
            kind: FailureKind::Deadline,
            message: String::from(
                "the invocation's deadline is near: the record was cut off where it waited",
            ),
            interrupted: true,
        }
    }

    /// A failure of a record whose dead letter was not accepted, for this reason.
    pub(crate) fn not_accepted(&self, reason: &RecordFailure) -> Self {
        let message = BoundedText::of(format_args!(
            "its dead letter was not accepted ({}), and it cannot succeed: {}",
            reason.message, self.message
        ));
        RecordFailure { kind: FailureKind::DeadLetter, message, interrupted: reason.interrupted }
    }

    /// Whether another attempt is pointless.
    pub(crate) fn is_permanent(&self) -> bool {
        matches!(self.kind, FailureKind::Permanent | FailureKind::Undecodable)
    }

    /// Whether the function, or the destination of the dead letter, was interrupted. State that it may change can be half
    /// changed then.
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

/// An error that says whether its record can ever succeed. A function with
/// [`dead_letters`](crate::checkpointed_stream_handler#dead-letters) returns it.
///
/// `?` turns any error into a failure that is retried. Like `anyhow::Error`, this type doesn't implement [`std::error::Error`].
///
/// ```
/// use checkpointed::Failure;
///
/// fn check(quantity: &str) -> Result<(), Failure> {
///     let quantity: u32 = quantity.parse().map_err(Failure::permanent)?; // this text never becomes a number
///     std::fs::write("/nowhere/quantity", quantity.to_string())?; // next time the folder may exist
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
    /// A record that can never succeed, and so goes to the dead letters.
    pub fn permanent(error: impl Into<BoxError>) -> Self {
        Failure { error: error.into(), is_permanent: true }
    }

    /// A record that may succeed when it is delivered again. `?` makes the same.
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
    use std::cell::Cell;

    use super::*;

    /// Formats as `text` this many times, is its own cause, and counts how often it was written.
    #[derive(Debug)]
    struct ItsOwnCause {
        text: String,
        times: usize,
        written: Cell<usize>,
    }

    impl ItsOwnCause {
        fn new(text: impl Into<String>, times: usize) -> Self {
            ItsOwnCause { text: text.into(), times, written: Cell::new(0) }
        }
    }

    impl fmt::Display for ItsOwnCause {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            for _ in 0..self.times {
                self.written.set(self.written.get() + 1);
                f.write_str(&self.text)?;
            }
            Ok(())
        }
    }

    impl StdError for ItsOwnCause {
        fn source(&self) -> Option<&(dyn StdError + 'static)> {
            Some(self)
        }
    }

    const LONGEST: usize = LONGEST_MESSAGE + '…'.len_utf8();

    #[test]
    fn an_endless_error_is_cut() {
        let failed = RecordFailure::new(FailureKind::Error, &ItsOwnCause::new("again", 1));
        assert_eq!(failed.message().matches("again").count(), MOST_CAUSES);
        assert!(failed.message().starts_with("again: again: "), "{failed:?}");
        let long = RecordFailure::panic(format_args!("{}", "é".repeat(LONGEST_MESSAGE)));
        assert!(long.message().len() <= LONGEST);
        assert!(long.message().ends_with("é…"));
        let exact = RecordFailure::panic(format_args!("{}", "x".repeat(LONGEST_MESSAGE)));
        assert!(!exact.message().ends_with('…'));
    }

    #[test]
    fn an_error_is_written_no_further_than_it_is_shown() {
        // One long piece, many short ones, and pieces without end: none is collected as a whole.
        for (text, times, written) in [
            ("x".repeat(10 << 20), 1, 1),
            ("x".repeat(1_000), 1_000, 17),
            ("x".repeat(1_000), usize::MAX, 17),
        ] {
            let error = ItsOwnCause::new(text, times);
            let failed = RecordFailure::new(FailureKind::Error, &error);
            assert_eq!((failed.message().len(), error.written.get()), (LONGEST, written));
            assert_eq!(failed.message.capacity().max(2 * LONGEST), 2 * LONGEST);
        }
    }

    #[test]
    fn two_failures_in_one_message_are_cut_too() {
        let failed = |said: &str| RecordFailure::panic(format_args!("{}", said.repeat(LONGEST_MESSAGE)));
        let both = failed("a").not_accepted(&failed("b"));
        assert_eq!(both.message().len(), LONGEST);
        assert!(both.message().starts_with("its dead letter was not accepted (bbb"));
    }
}
