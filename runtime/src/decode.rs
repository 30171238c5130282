//! Decoding with an error that says where: fast when it succeeds, exact when it fails.

use std::{error::Error as StdError, fmt};

use lambda_runtime::Error as BoxError;
use serde::{
    Deserialize,
    de::{Error as _, Unexpected},
};

mod careful;
mod refusal;
mod serde_json_error;

use self::careful::Reading;
pub(crate) use self::{
    refusal::{Refusal, Segment},
    serde_json_error::without_value,
};
use crate::Data;

/// Why a record could not be decoded, and where: `kinesis.data, at items[0].quantity, line 1 column 35: invalid type:
/// string, expected u32`.
///
/// It is logged, so what the record holds is left out: the message has names of fields and types and no values, and a key of a map
/// is `*`. An error that a type makes itself in its `Deserialize` may hold anything, so the message has only its place.
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
        serde_json_error::unexplained(&error).into()
    }
}

impl From<std::str::Utf8Error> for DecodeError {
    fn from(error: std::str::Utf8Error) -> Self {
        DecodeError::new(error)
    }
}

/// Decodes the JSON of a payload. Only when that fails is it decoded once more, to find out where and why.
pub(crate) fn json<'r, T: Deserialize<'r>>(data: Data<'r>) -> Result<T, DecodeError> {
    let bytes = data.bytes();
    // The direct way refuses text with escapes where a type borrows, or takes it for something else where it has a choice.
    if is_list(bytes) || has_escapes(bytes) {
        return carefully(data);
    }
    // One look at all of it is much cheaper than one at each of its strings.
    match str::from_utf8(bytes) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(bytes),
    }
    .or_else(|_| explained(data))
}

/// Its own function, so that the direct way is compiled as if there were no other.
#[inline(never)]
fn carefully<'r, T: Deserialize<'r>>(data: Data<'r>) -> Result<T, DecodeError> {
    let reading = || Reading::new(Some(data.kept()));
    if is_list(data.bytes()) && reading().takes_an_object::<T>() {
        return Err(Refusal::invalid_type(Unexpected::Seq, &"a map").into());
    }
    read(&reading(), data.bytes()).or_else(|_| explained(data))
}

/// Decodes once more to find out why the payload is refused.
#[cold]
#[inline(never)]
fn explained<'r, T: Deserialize<'r>>(data: Data<'r>) -> Result<T, DecodeError> {
    read(&Reading::new(Some(data.kept())).explaining(), data.bytes()).map_err(DecodeError::from)
}

fn read<'r, T: Deserialize<'r>>(reading: &Reading<'r>, json: &'r [u8]) -> Result<T, Refusal> {
    match str::from_utf8(json) {
        Ok(text) => reading.read(serde_json::Deserializer::from_str(text)),
        Err(_) => reading.read(serde_json::Deserializer::from_slice(json)),
    }
}

/// The same for JSON of the event, which is known to be UTF-8.
pub(crate) fn record<'r, T: Deserialize<'r>>(json: &'r str) -> Result<T, DecodeError> {
    serde_json::from_str(json).or_else(|_| explained_record(json))
}

#[cold]
#[inline(never)]
fn explained_record<'r, T: Deserialize<'r>>(json: &'r str) -> Result<T, DecodeError> {
    let reading = Reading::new(None).explaining();
    reading.read(serde_json::Deserializer::from_str(json)).map_err(DecodeError::from)
}

/// Without an end at the first one: so the compiler makes one step of many bytes.
fn has_escapes(json: &[u8]) -> bool {
    json.iter().fold(false, |found, byte| found | (*byte == b'\\'))
}

fn is_list(json: &[u8]) -> bool {
    json.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) == Some(&b'[')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::KeptBuffers;

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

    fn order(json: &[u8]) -> Result<Order, DecodeError> {
        super::json(Data::new(json, &KeptBuffers::default()))
    }

    #[test]
    fn says_where_and_what_but_not_the_value() {
        let error = order(b"{\"items\":[{\"quantity\":1},\n{\"quantity\":\"secret\"}]}").unwrap_err();
        assert_eq!(error.path(), "items[1].quantity");
        assert_eq!(error.line_and_column(), Some((2, 20)));
        assert_eq!(
            error.within("kinesis.data").to_string(),
            "kinesis.data, at `items[1].quantity`, line 2 column 20: invalid type: string, expected u32"
        );
    }

    #[test]
    fn truncated_json_is_said_to_end_too_early() {
        let error = order(br#"{"items":[{"quan"#).unwrap_err().to_string();
        assert!(error.ends_with("EOF while parsing a string"), "{error}");
    }
}
