//! Decoding with an error that says where: fast when it succeeds, exact when it fails.

use std::{error::Error as StdError, fmt};

use lambda_runtime::Error as BoxError;
use serde::Deserialize;
use serde_json::error::Category;

mod redaction;
#[allow(dead_code, reason = "for deserializers of ours, to come")]
mod refusal;

pub(crate) use redaction::without_value;
#[allow(unused_imports, reason = "for deserializers of ours, to come")]
pub(crate) use refusal::{Refusal, Segment};

/// Why a record could not be decoded, and where: `kinesis.data, at items[0].quantity, line 1 column 35: invalid type:
/// string, expected u32`.
///
/// It is logged, so what the record holds is left out: the message names keys and types and no values. Of an error that a type
/// makes itself in its `Deserialize`, which may hold anything, only the place is told.
#[derive(Debug)]
pub struct DecodeError {
    /// The record's field that holds the payload; empty if the error is in the record itself.
    field: &'static str,
    /// Path in the payload, or in the record.
    path: String,
    place: Option<Place>,
    cause: BoxError,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    line: usize,
    column: usize,
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

    /// An error at a path, whose text may hold a value of the record.
    #[cfg(feature = "dynamodb")]
    pub(crate) fn at(path: String, error: &impl fmt::Display) -> Self {
        DecodeError { path, ..DecodeError::new(without_value(&error.to_string())) }
    }

    /// The same error, known to lie in a field of the record.
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
        // The cause's own text stands in ours already.
        self.cause.source()
    }
}

impl From<serde_json::Error> for DecodeError {
    fn from(error: serde_json::Error) -> Self {
        explained(String::new(), &error)
    }
}

impl From<std::str::Utf8Error> for DecodeError {
    fn from(error: std::str::Utf8Error) -> Self {
        DecodeError::new(error)
    }
}

/// Decodes the JSON of a payload. Only when that fails is it decoded once more, to find out at which path.
pub(crate) fn json<'r, T: Deserialize<'r>>(json: &'r [u8]) -> Result<T, DecodeError> {
    // One look at all of it is much cheaper than one at each of its strings.
    match str::from_utf8(json) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(json),
    }
    .map_err(|error| at_its_path::<T>(json, &error))
}

/// The same for JSON of the event, which is known to be UTF-8.
pub(crate) fn record<'r, T: Deserialize<'r>>(json: &'r str) -> Result<T, DecodeError> {
    serde_json::from_str(json).map_err(|error| at_its_path::<T>(json.as_bytes(), &error))
}

fn at_its_path<'r, T: Deserialize<'r>>(json: &'r [u8], error: &serde_json::Error) -> DecodeError {
    let mut again = serde_json::Deserializer::from_slice(json);
    match serde_path_to_error::deserialize::<_, T>(&mut again) {
        Ok(_) => explained(String::new(), error),
        Err(error) => explained(path(error.path()), error.inner()),
    }
}

/// The path as text; empty for the root.
pub(crate) fn path(path: &serde_path_to_error::Path) -> String {
    // A key that could not be read is `?`, and the root `.`.
    path.to_string().replace(".?", "").trim_matches(['?', '.']).to_owned()
}

fn explained(path: String, error: &serde_json::Error) -> DecodeError {
    let text = error.to_string();
    let place = (error.line() > 0).then(|| Place { line: error.line(), column: error.column() });
    // `serde_json` appends the place to its text; ours stands in front.
    let message = match place {
        Some(Place { line, column }) => {
            text.strip_suffix(&format!(" at line {line} column {column}")).unwrap_or(&text)
        }
        None => &text,
    };
    let message = match error.classify() {
        // About JSON, and not about what it says.
        Category::Syntax | Category::Eof | Category::Io => message.to_owned(),
        Category::Data => without_value(message),
    };
    DecodeError { path, place, ..DecodeError::new(message) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct Order {
        items: Vec<Item>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct Item {
        quantity: u32,
    }

    #[test]
    fn says_where_and_what_but_not_the_value() {
        let error = json::<Order>(b"{\"items\":[{\"quantity\":1},\n{\"quantity\":\"secret\"}]}").unwrap_err();
        assert_eq!(error.path(), "items[1].quantity");
        assert_eq!(error.line_and_column(), Some((2, 20)));
        assert_eq!(
            error.within("kinesis.data").to_string(),
            "kinesis.data, at `items[1].quantity`, line 2 column 20: invalid type: string, expected u32"
        );
    }

    #[test]
    fn truncated_json_is_said_to_end_too_early() {
        let error = json::<Order>(br#"{"items":[{"quan"#).unwrap_err().to_string();
        assert!(error.ends_with("EOF while parsing a string"), "{error}");
    }
}
