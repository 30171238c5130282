//! Decoding with an error that says where: fast when it succeeds, exact when it fails.

use std::{error::Error as StdError, fmt};

use lambda_runtime::Error as BoxError;
use serde::{
    Deserialize,
    de::{Error as _, Unexpected},
};
use serde_json::de::{Read, SliceRead, StrRead};

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
/// is `*`. Of an error that a type makes itself in its `Deserialize`, which may hold anything, only the place is told.
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
    // One look at all of it is much cheaper than one at each of its strings.
    match str::from_utf8(data.bytes()) {
        Ok(text) => payload(data, || StrRead::new(text)),
        Err(_) => payload(data, || SliceRead::new(data.bytes())),
    }
}

fn payload<'r, T: Deserialize<'r>, R: Read<'r>>(
    data: Data<'r>,
    read: impl Fn() -> R,
) -> Result<T, DecodeError> {
    let json = || serde_json::Deserializer::new(read());
    let reading = || Reading::of_payload(data.kept());
    let is_list = is_list(data.bytes());
    // The direct way refuses text with escapes where a type borrows, or takes it for something else where it has a choice.
    let refusal = if is_list || data.bytes().contains(&b'\\') {
        if is_list && reading().takes_an_object::<T>() {
            return Err(Refusal::invalid_type(Unexpected::Seq, &"a map").into());
        }
        match reading().read(json()) {
            Ok(value) => return Ok(value),
            Err(refusal) => refusal,
        }
    } else {
        match directly(json()) {
            Ok(value) => return Ok(value),
            Err(error) => serde_json_error::unexplained(&error),
        }
    };
    Err(explained::<T, R>(&reading().explaining(), json(), refusal))
}

/// The same for JSON of the event, which is known to be UTF-8.
pub(crate) fn record<'r, T: Deserialize<'r>>(json: &'r str) -> Result<T, DecodeError> {
    let json = || serde_json::Deserializer::new(StrRead::new(json));
    directly(json()).map_err(|error| {
        let reading = Reading::of_record().explaining();
        explained::<T, _>(&reading, json(), serde_json_error::unexplained(&error))
    })
}

fn directly<'r, T: Deserialize<'r>, R: Read<'r>>(
    mut json: serde_json::Deserializer<R>,
) -> Result<T, serde_json::Error> {
    let value = T::deserialize(&mut json)?;
    json.end()?;
    Ok(value)
}

/// Why it is refused, with all that can be told of it.
fn explained<'r, T: Deserialize<'r>, R: Read<'r>>(
    reading: &Reading<'r>,
    json: serde_json::Deserializer<R>,
    refusal: Refusal,
) -> DecodeError {
    // A type that takes it the second time has a reason of its own for not taking it the first time.
    reading.read::<T, R>(json).err().unwrap_or(refusal).into()
}

fn is_list(json: &[u8]) -> bool {
    json.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) == Some(&b'[')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Kept;

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
        super::json(Data::new(json, &Kept::default()))
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
