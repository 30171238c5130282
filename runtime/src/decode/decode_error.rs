//! Why a record could not be decoded.

use std::{error::Error as StdError, fmt, str::Utf8Error};

use lambda_runtime::Error as BoxError;

/// Why a record could not be decoded, and where: `kinesis.data, at items[0].quantity, line 1 column 35: invalid type:
/// string, expected u32`.
///
/// It is logged, so it holds nothing of the record's content: the message has names of fields and types and no values, and a key
/// of a map is `*`. An error that a type makes itself in its `Deserialize` may hold anything, so the message has only its place.
#[derive(Debug)]
pub struct DecodeError {
    /// The record's field that holds the payload; empty if the error is in the record itself.
    field: &'static str,
    /// The path in the payload, or in the record.
    path: String,
    place: Option<Place>,
    cause: BoxError,
}

/// A place in JSON. Line and column are counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(super) line: usize,
    pub(super) column: usize,
}

impl DecodeError {
    /// An error from any cause: a message, or an error of another crate (`.map_err(DecodeError::new)`).
    pub fn new(cause: impl Into<BoxError>) -> Self {
        DecodeError { field: "", path: String::new(), place: None, cause: cause.into() }
    }

    /// The field of the record whose content is wrong, such as `kinesis.data`; empty if it is the record itself.
    pub fn field(&self) -> &str {
        self.field
    }

    /// The path to the wrong place, such as `items[0].quantity`: within [`field`](Self::field), or within the
    /// record. Empty if it is not known.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// Line and column of the wrong place in the JSON of the field or record, both from 1, if it is JSON.
    pub fn line_and_column(&self) -> Option<(usize, usize)> {
        self.place.map(|place| (place.line, place.column))
    }

    /// The same error, at a place in the payload or record.
    pub(super) fn at(self, path: String, place: Option<Place>) -> Self {
        DecodeError { path, place, ..self }
    }

    /// The same error, with the field of the record that it is in.
    pub(crate) fn within(mut self, field: &'static str) -> Self {
        self.field = field;
        self
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        if !self.field.is_empty() {
            write!(f, "{}", self.field)?;
            separator = ", ";
        }
        if !self.path.is_empty() {
            write!(f, "{separator}at `{}`", self.path)?;
            separator = ", ";
        }
        if let Some(Place { line, column }) = self.place {
            write!(f, "{separator}line {line} column {column}")?;
            separator = ", ";
        }
        if !separator.is_empty() {
            f.write_str(": ")?;
        }
        write!(f, "{}", self.cause)
    }
}

impl StdError for DecodeError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        // The cause's own text is part of this error's already.
        self.cause.source()
    }
}

impl From<Utf8Error> for DecodeError {
    fn from(error: Utf8Error) -> Self {
        DecodeError::new(error)
    }
}
