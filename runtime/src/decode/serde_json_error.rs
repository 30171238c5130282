//! Errors of `serde_json`, without the values that their texts can hold.

use serde::de::{self, Unexpected};
use serde_json::error::Category;

use super::{
    decode_error::{DecodeError, Place},
    redacted_error::RedactedError,
};

impl From<serde_json::Error> for DecodeError {
    fn from(error: serde_json::Error) -> Self {
        error_of_any_type(&error).into()
    }
}

/// An error from decoding a type that isn't known, so that its text may be the type's own.
fn error_of_any_type(error: &serde_json::Error) -> RedactedError {
    match error.classify() {
        Category::Syntax | Category::Eof | Category::Io => redacted(&error.to_string()),
        Category::Data => {
            let text = error.to_string();
            // The message keeps only names that are known here, whoever wrote the text.
            if invalid_type(without_place(&text)).is_some() {
                return redacted(&text);
            }
            <RedactedError as de::Error>::custom(without_place(&text)).at_place(place(&text))
        }
    }
}

/// An error whose text `serde_json` made, and not a type that it decoded.
pub(super) fn redacted(text: &str) -> RedactedError {
    let message = without_place(text);
    let error = match invalid_type(message) {
        Some((found, expected)) => de::Error::invalid_type(found, &expected),
        // About the JSON as such: it names no value.
        None => RedactedError::new(message.to_owned()),
    };
    error.at_place(place(text))
}

/// The text of an error from decoding this crate's own types, without a value that has the wrong type.
pub(crate) fn without_value(text: &str) -> String {
    match invalid_type(text) {
        Some((found, expected)) => {
            <RedactedError as de::Error>::invalid_type(found, &expected).expecting(expected).to_string()
        }
        None => text.to_owned(),
    }
}

/// Comes before the place in a text of `serde_json`.
const PLACE: &str = " at line ";

fn without_place(text: &str) -> &str {
    text.rsplit_once(PLACE).map_or(text, |(message, _)| message)
}

/// The place that `serde_json` appends to its text. `None` if it doesn't know the place, or at the very beginning, which it
/// counts as column 0.
pub(super) fn place(text: &str) -> Option<Place> {
    let (_, place) = text.rsplit_once(PLACE)?;
    let (line, column) = place.split_once(" column ")?;
    let place = Place { line: line.parse().ok()?, column: column.parse().ok()? };
    (place.column > 0).then_some(place)
}

/// The kind of the value that was found, and what was expected.
fn invalid_type(message: &str) -> Option<(Unexpected<'static>, &str)> {
    let (found, expected) = message.strip_prefix("invalid type: ")?.rsplit_once(", expected ")?;
    let kinds = [
        ("null", Unexpected::Unit),
        ("boolean", Unexpected::Bool(true)),
        ("integer", Unexpected::Unsigned(0)),
        ("floating point", Unexpected::Float(0.0)),
        ("string", Unexpected::Str("")),
        ("sequence", Unexpected::Seq),
        ("map", Unexpected::Map),
        ("unit variant", Unexpected::UnitVariant),
    ];
    let kind = kinds.into_iter().find(|(kind, _)| found.starts_with(kind));
    Some((kind.map_or(Unexpected::Other("number"), |(_, kind)| kind), expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_left_out() {
        for (text, expected) in [
            (
                r#"invalid type: string "a, expected b", expected u8 at line 1 column 5"#,
                "invalid type: string, expected u8",
            ),
            (
                r#"invalid type: string " at line 9 column 9", expected u8 at line 1 column 5"#,
                "invalid type: string, expected u8",
            ),
            (
                "invalid type: floating point `1.5`, expected u8 at line 1 column 5",
                "invalid type: floating point, expected u8",
            ),
            ("invalid type: null, expected struct Order at line 1 column 5", "invalid type: null"),
            ("invalid type: number, expected u8 at line 1 column 5", "invalid type, expected u8"),
            ("EOF while parsing a list at line 1 column 5", "EOF while parsing a list"),
        ] {
            let error = redacted(text);
            assert_eq!(error.to_string(), expected);
            assert_eq!(DecodeError::from(error).line_and_column(), Some((1, 5)));
        }
    }

    #[test]
    fn only_known_texts_are_kept_of_an_error_of_any_type() {
        for (text, expected) in [
            ("duplicate entry in map", "line 1 column 5: duplicate entry in map"),
            (
                "missing field `4111`",
                "line 1 column 5: refused by its type, whose own message may hold data and is not logged",
            ),
            ("invalid type: string \"4111\", expected 4111", "line 1 column 5: invalid type: string"),
        ] {
            let error: serde_json::Error = de::Error::custom(format!("{text} at line 1 column 5"));
            assert_eq!(DecodeError::from(error).to_string(), expected);
        }
    }
}
