//! Decoding with an error that says where: fast when it succeeds, exact when it fails.

use std::{error::Error as StdError, fmt};

use lambda_runtime::Error as BoxError;
use serde::Deserialize;

/// Why a record could not be decoded, and where: `kinesis.data, at items[0].quantity, line 1 column 35: invalid type:
/// string, expected u32`.
///
/// Values of the record are left out of the message, for it is logged; the names of its fields are not.
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
struct Place {
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
    DecodeError { path, place, ..DecodeError::new(without_value(message)) }
}

/// Takes the offending value out of the messages that serde makes of it:
/// `invalid type: string "secret", expected u32` becomes `invalid type: string, expected u32`.
pub(crate) fn without_value(message: &str) -> String {
    for prefix in ["invalid type: ", "invalid value: "] {
        if let Some(rest) = message.strip_prefix(prefix) {
            let Some((found, expected)) = rest.rsplit_once(", expected ") else {
                break;
            };
            // The value stands in quotes or backticks behind its kind.
            let kind = found.split(['"', '`']).next().unwrap_or_default().trim_end();
            return format!("{prefix}{kind}, expected {expected}{}", hint(expected));
        }
    }
    if let Some(rest) = message.strip_prefix("unknown variant `") {
        let expected = rest.rsplit_once("`, ").map_or("", |(_, expected)| expected);
        // With one or two alternatives the list itself holds backticks and commas: keep all from `expected`.
        let expected = rest.find("`, expected ").map_or(expected, |at| &rest[at + 3..]);
        return format!("unknown variant, {expected}");
    }
    if let Some(rest) = message.strip_prefix("Failed to parse '") {
        // `serde_dynamo`, of a number that does not fit
        let wanted = rest.rsplit_once("' as ").map_or("something else", |(_, wanted)| wanted);
        return format!("failed to parse a number as {wanted}");
    }
    for prefix in ["Invalid symbol ", "Invalid byte "] {
        // base64, of a byte of the data, for the types of `aws_lambda_events`
        if let Some((before, after)) = message.split_once(prefix) {
            let place = after.trim_start_matches(|c: char| c.is_ascii_digit());
            return format!("{before}{}{place}", prefix.trim_end());
        }
    }
    message.to_owned()
}

/// What helps with an error that is hard to understand.
fn hint(expected: &str) -> &'static str {
    if expected == "a borrowed string" {
        " (a `&str` cannot hold text with escapes: use `#[serde(borrow)] Cow<str>`, or `String`)"
    } else {
        ""
    }
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

    #[test]
    fn values_are_taken_out_of_messages() {
        for (message, expected) in [
            (r#"invalid type: string "a, expected b", expected u8"#, "invalid type: string, expected u8"),
            ("invalid type: floating point `1.5`, expected u8", "invalid type: floating point, expected u8"),
            ("invalid type: null, expected u8", "invalid type: null, expected u8"),
            ("invalid value: integer `300`, expected u8", "invalid value: integer, expected u8"),
            ("unknown variant `secret`, expected `A` or `B`", "unknown variant, expected `A` or `B`"),
            ("missing field `id`", "missing field `id`"),
            ("Invalid symbol 63, offset 9.", "Invalid symbol, offset 9."),
            (
                r#"invalid type: string "a\"b", expected a borrowed string"#,
                "invalid type: string, expected a borrowed string (a `&str` cannot hold text with escapes: use \
                 `#[serde(borrow)] Cow<str>`, or `String`)",
            ),
        ] {
            assert_eq!(without_value(message), expected);
        }
    }
}
