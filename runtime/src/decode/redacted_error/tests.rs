use serde::de::Error;

use super::*;

const SECRET: &str = "4111-1111";

#[test]
fn only_the_kind_of_a_value_is_shown() {
    for (error, expected) in [
        (RedactedError::invalid_type(Unexpected::Str(SECRET), &"u8"), "invalid type: string, expected u8"),
        (
            RedactedError::invalid_value(Unexpected::Unsigned(4111), &"i8"),
            "invalid value: integer, expected i8",
        ),
        (RedactedError::invalid_type(Unexpected::Unit, &"a map"), "invalid type: null, expected a map"),
        (RedactedError::invalid_value(Unexpected::Other(SECRET), &"u8"), "invalid value, expected u8"),
        (RedactedError::invalid_value(Unexpected::Str("a"), &SECRET), "invalid value: string"),
        (RedactedError::invalid_length(4111, &SECRET), "invalid length"),
        (RedactedError::unknown_field(SECRET, &["a"]), "unknown field, expected `a`"),
        (RedactedError::unknown_variant(SECRET, &["A", "B"]), "unknown variant, expected `A` or `B`"),
        (RedactedError::unknown_variant(SECRET, &[]), "unknown variant, there are none"),
        (RedactedError::missing_field("id"), "missing field `id`"),
        (RedactedError::duplicate_field("id"), "duplicate field `id`"),
    ] {
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn a_types_own_message_is_not_shown() {
    for text in [
        "not an email address: 4111",
        "Not a number: 4111",
        "Expected a number, got: 4111",
        "missing field `4111`",
        "invalid type: string, expected 4111",
        "the attribute `4111` is there twice",
        "not base64: 4111",
    ] {
        assert_eq!(RedactedError::custom(text).to_string(), REDACTED);
    }
    assert_eq!(RedactedError::custom("Invalid symbol 63, offset 9.").to_string(), "not base64");
}

#[test]
fn what_is_expected_is_shown_where_it_is_known() {
    let error = || RedactedError::invalid_type(Unexpected::Bool(true), &"struct Order");
    assert_eq!(error().to_string(), "invalid type: boolean");
    assert_eq!(error().expecting("struct Else").to_string(), "invalid type: boolean");
    let known = error().expecting("struct Order");
    assert_eq!(known.to_string(), "invalid type: boolean, expected struct Order");

    let length = RedactedError::invalid_length(1, &"tuple Point with 2 elements").expecting("tuple Point");
    assert_eq!(length.to_string(), "invalid length, expected tuple Point");
}

#[test]
fn the_path_has_names_of_the_program_alone() {
    let segments = [Segment::Name("quantity"), Segment::Index(2), Segment::Name("items"), Segment::AnyKey];
    let redacted = segments.into_iter().fold(RedactedError::new("wrong"), RedactedError::inside);
    let error = DecodeError::from(redacted.at_place(Some(Place { line: 1, column: 7 })));
    assert_eq!(error.to_string(), "at `*.items[2].quantity`, line 1 column 7: wrong");
}
