//! Why a record is not done.

use std::{error::Error as StdError, fmt, iter};

/// What kept a record from being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FailureKind {
    /// The function returned an error.
    Error,
    /// The function, or the decoding of its record, panicked.
    Panic,
    /// The record could not be decoded; the function was not called.
    Undecodable,
}

impl fmt::Display for FailureKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            FailureKind::Error => "error",
            FailureKind::Panic => "panic",
            FailureKind::Undecodable => "undecodable",
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
}

impl Failed {
    /// A failure that an error explains: its message, then those of its sources.
    pub(crate) fn new(kind: FailureKind, error: &(dyn StdError + 'static)) -> Self {
        // An error can be its own cause.
        let causes = iter::successors(Some(error), |error| (*error).source()).take(MOST_CAUSES);
        let message = causes.map(ToString::to_string).collect::<Vec<_>>().join(": ");
        Failed { kind, message: shortened(message) }
    }

    /// A failure by panic, with what was said and where.
    pub(crate) fn panic(message: String) -> Self {
        Failed { kind: FailureKind::Panic, message: shortened(message) }
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
