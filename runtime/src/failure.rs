//! Why a record is not done.

use std::{error::Error as StdError, fmt};

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
        let mut message = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            message.push_str(": ");
            message.push_str(&error.to_string());
            cause = error.source();
        }
        Failed { kind, message }
    }

    /// A failure by panic, with what was said and where.
    pub(crate) fn panic(message: String) -> Self {
        Failed { kind: FailureKind::Panic, message }
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
