//! What `serde_json` itself says, which is either about JSON as such or names a value that stands where another should.

use serde::de::{self, Unexpected};
use serde_json::error::Category;

use super::{Place, Refusal};

/// An error of decoding that a type of any kind took part in, so that its text may be the type's own.
pub(super) fn unexplained(error: &serde_json::Error) -> Refusal {
    match error.classify() {
        Category::Syntax | Category::Eof | Category::Io => refusal(&error.to_string()),
        Category::Data => {
            let text = error.to_string();
            // The message keeps only names that are known here, whoever wrote the text.
            if invalid_type(without_place(&text)).is_some() {
                return refusal(&text);
            }
            <Refusal as de::Error>::custom(without_place(&text)).at_place(place(&text))
        }
    }
}

/// An error that `serde_json` made, and not a type that it decoded.
pub(super) fn refusal(text: &str) -> Refusal {
    let message = without_place(text);
    let refusal = match invalid_type(message) {
        Some((found, expected)) => de::Error::invalid_type(found, &expected),
        // About JSON, and not about what it says.
        None => Refusal::ours(message.to_owned()),
    };
    refusal.at_place(place(text))
}

/// The text of an error about types of ours alone, without the value that stands where another should.
pub(crate) fn without_value(text: &str) -> String {
    match invalid_type(text) {
        Some((found, expected)) => {
            <Refusal as de::Error>::invalid_type(found, &expected).expecting(expected).to_string()
        }
        None => text.to_owned(),
    }
}

const PLACE: &str = " at line ";

fn without_place(text: &str) -> &str {
    text.rsplit_once(PLACE).map_or(text, |(message, _)| message)
}

/// The place that `serde_json` appends to its text; none if it does not know it, or at the very beginning, which it counts as
/// column 0.
pub(super) fn place(text: &str) -> Option<Place> {
    let (_, place) = text.rsplit_once(PLACE)?;
    let (line, column) = place.split_once(" column ")?;
    let place = Place { line: line.parse().ok()?, column: column.parse().ok()? };
    (place.column > 0).then_some(place)
}

/// The kind of value that was found, which is all that is read of it, and what was expected.
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
    fn values_are_not_told() {
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
            let refusal = refusal(text);
            assert_eq!(refusal.to_string(), expected);
            assert_eq!(super::super::DecodeError::from(refusal).line_and_column(), Some((1, 5)));
        }
    }

    #[test]
    fn of_an_error_with_any_history_only_what_is_known_is_told() {
        for (text, expected) in [
            ("duplicate entry in map", "line 1 column 5: duplicate entry in map"),
            (
                "missing field `4111`",
                "line 1 column 5: refused by its type, which may say more than can be logged",
            ),
            ("invalid type: string \"4111\", expected 4111", "line 1 column 5: invalid type: string"),
        ] {
            let error: serde_json::Error = de::Error::custom(format!("{text} at line 1 column 5"));
            assert_eq!(super::super::DecodeError::from(error).to_string(), expected);
        }
    }
}
