//! Why a type refused a value: told by the kind of error that serde has for it, and never by its text.
//!
//! A type may write anything into an error, also what the record holds. So only that is told which cannot stem from a value:
//! the kind of error, the kind of value, names that the program itself is built with, and texts of ours.

use std::{borrow::Cow, error::Error as StdError, fmt};

use serde::de::{self, Expected, Unexpected};

use super::{DecodeError, Place};

/// What is said instead of a text that could hold a value.
const NOT_TOLD: &str = "refused by its type, which may say more than can be logged";

/// What types of serde itself expect. A type of another's that says the same tells nothing by it.
const EXPECTED_BY_SERDE: [&str; 23] = [
    "a boolean",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
    "f32",
    "f64",
    "a character",
    "a string",
    "a borrowed string",
    "a borrowed byte array",
    "unit",
    "option",
    "a sequence",
    "a map",
];

/// An error for any deserializer: what is wrong, and where.
#[derive(Debug)]
pub(crate) struct Refusal {
    reason: Reason,
    /// From the inside to the outside.
    path: Vec<Segment>,
    place: Option<Place>,
}

#[derive(Debug)]
enum Reason {
    /// A text of ours.
    Ours(Cow<'static, str>),
    /// A text of the type's own.
    NotTold,
    Invalid {
        what: &'static str,
        /// The kind of the value, where serde has a name for it.
        found: Option<&'static str>,
        expected: Expectation,
    },
    Missing(&'static str),
    Twice(&'static str),
    Unknown {
        what: &'static str,
        known: &'static [&'static str],
    },
}

/// What a type says that it expects.
#[derive(Debug)]
enum Expectation {
    /// It may hold a value, for all that is known.
    Claimed(String),
    Known(String),
}

/// One step from a value to one inside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Segment {
    /// A field or variant, by the name that the program has for it.
    Name(&'static str),
    /// The place in a list, from 0.
    Index(usize),
    /// Any key of a map. What it is stands in the record.
    AnyKey,
}

impl Refusal {
    /// An error with a text of ours, which holds nothing of the record's values.
    pub(crate) fn ours(text: impl Into<Cow<'static, str>>) -> Self {
        Refusal::of(Reason::Ours(text.into()))
    }

    fn of(reason: Reason) -> Self {
        Refusal { reason, path: Vec::new(), place: None }
    }

    /// The same error, seen from one level further out.
    pub(crate) fn inside(mut self, segment: Segment) -> Self {
        self.path.push(segment);
        self
    }

    /// The same error at a place in the JSON, if it has none yet.
    pub(crate) fn at_place(mut self, place: Option<Place>) -> Self {
        self.place = self.place.or(place);
        self
    }

    /// The same error, told with what it expects if that is this text, which is known to stem from no value.
    pub(crate) fn expecting(mut self, known: &str) -> Self {
        if let Reason::Invalid { expected, .. } = &mut self.reason {
            expected.compare(known);
        }
        self
    }

    /// The path from the outside to the inside, such as `items[0].quantity`.
    fn path(&self) -> String {
        let mut path = String::new();
        for segment in self.path.iter().rev() {
            let dot = if path.is_empty() { "" } else { "." };
            match segment {
                Segment::Name(name) => path.extend([dot, name]),
                Segment::Index(index) => path.push_str(&format!("[{index}]")),
                Segment::AnyKey => path.extend([dot, "*"]),
            }
        }
        path
    }
}

impl Expectation {
    fn new(expected: &dyn Expected) -> Self {
        let text = expected.to_string();
        if EXPECTED_BY_SERDE.contains(&text.as_str()) {
            Expectation::Known(text)
        } else {
            Expectation::Claimed(text)
        }
    }

    fn compare(&mut self, known: &str) {
        // serde's derived code adds a length, which could be a value's in another's: `tuple struct Point with 2 elements`.
        if let Expectation::Claimed(text) = self
            && (text == known || text.strip_prefix(known).is_some_and(|rest| rest.starts_with(" with ")))
        {
            *self = Expectation::Known(known.to_owned());
        }
    }
}

/// The kind of a value. What a type calls `Other` is its own text.
fn kind(value: Unexpected<'_>) -> Option<&'static str> {
    Some(match value {
        Unexpected::Bool(_) => "boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "integer",
        Unexpected::Float(_) => "floating point",
        Unexpected::Char(_) => "character",
        Unexpected::Str(_) => "string",
        Unexpected::Bytes(_) => "byte array",
        // What it is in JSON and in DynamoDB.
        Unexpected::Unit => "null",
        Unexpected::Option => "Option value",
        Unexpected::NewtypeStruct => "newtype struct",
        Unexpected::Seq => "sequence",
        Unexpected::Map => "map",
        Unexpected::Enum => "enum",
        Unexpected::UnitVariant => "unit variant",
        Unexpected::NewtypeVariant => "newtype variant",
        Unexpected::TupleVariant => "tuple variant",
        Unexpected::StructVariant => "struct variant",
        Unexpected::Other(_) => return None,
    })
}

/// Whether a text is an error of the `base64` crate, which `aws_lambda_events` and others pass on. It tells a byte of the data.
fn is_of_base64(text: &str) -> bool {
    let texts = [
        "Invalid symbol ",
        "Invalid byte ",
        "Invalid last symbol ",
        "Invalid input length: ",
        "Invalid padding",
    ];
    texts.iter().any(|of_base64| text.contains(of_base64))
}

impl de::Error for Refusal {
    fn custom<T: fmt::Display>(text: T) -> Self {
        if is_of_base64(&text.to_string()) {
            return Refusal::ours("not base64");
        }
        Refusal::of(Reason::NotTold)
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let expected = Expectation::new(expected);
        Refusal::of(Reason::Invalid { what: "invalid type", found: kind(found), expected })
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let expected = Expectation::new(expected);
        Refusal::of(Reason::Invalid { what: "invalid value", found: kind(found), expected })
    }

    /// The length is not told: a type may count anything.
    fn invalid_length(_length: usize, expected: &dyn Expected) -> Self {
        let expected = Expectation::new(expected);
        Refusal::of(Reason::Invalid { what: "invalid length", found: None, expected })
    }

    fn unknown_variant(_variant: &str, known: &'static [&'static str]) -> Self {
        Refusal::of(Reason::Unknown { what: "variant", known })
    }

    fn unknown_field(_field: &str, known: &'static [&'static str]) -> Self {
        Refusal::of(Reason::Unknown { what: "field", known })
    }

    fn missing_field(field: &'static str) -> Self {
        Refusal::of(Reason::Missing(field))
    }

    fn duplicate_field(field: &'static str) -> Self {
        Refusal::of(Reason::Twice(field))
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Reason::Ours(text) => f.write_str(text),
            Reason::NotTold => f.write_str(NOT_TOLD),
            Reason::Invalid { what, found, expected } => {
                f.write_str(what)?;
                if let Some(found) = found {
                    write!(f, ": {found}")?;
                }
                match expected {
                    Expectation::Known(expected) => write!(f, ", expected {expected}"),
                    Expectation::Claimed(_) => Ok(()),
                }
            }
            Reason::Missing(field) => write!(f, "missing field `{field}`"),
            Reason::Twice(field) => write!(f, "duplicate field `{field}`"),
            Reason::Unknown { what, known: [] } => write!(f, "unknown {what}, there are none"),
            Reason::Unknown { what, known } => {
                let known: Vec<String> = known.iter().map(|name| format!("`{name}`")).collect();
                match known.as_slice() {
                    [one] => write!(f, "unknown {what}, expected {one}"),
                    [one, other] => write!(f, "unknown {what}, expected {one} or {other}"),
                    many => write!(f, "unknown {what}, expected one of {}", many.join(", ")),
                }
            }
        }
    }
}

impl StdError for Refusal {}

impl From<Refusal> for DecodeError {
    fn from(refusal: Refusal) -> Self {
        DecodeError { path: refusal.path(), place: refusal.place, ..DecodeError::new(refusal.to_string()) }
    }
}

#[cfg(test)]
mod tests {
    use serde::de::Error;

    use super::*;

    const SECRET: &str = "4111-1111";

    #[test]
    fn a_value_is_told_by_its_kind() {
        for (refusal, expected) in [
            (Refusal::invalid_type(Unexpected::Str(SECRET), &"u8"), "invalid type: string, expected u8"),
            (
                Refusal::invalid_value(Unexpected::Unsigned(4111), &"i8"),
                "invalid value: integer, expected i8",
            ),
            (Refusal::invalid_type(Unexpected::Unit, &"a map"), "invalid type: null, expected a map"),
            (Refusal::invalid_value(Unexpected::Other(SECRET), &"u8"), "invalid value, expected u8"),
            (Refusal::invalid_value(Unexpected::Str("a"), &SECRET), "invalid value: string"),
            (Refusal::invalid_length(4111, &SECRET), "invalid length"),
            (Refusal::unknown_field(SECRET, &["a"]), "unknown field, expected `a`"),
            (Refusal::unknown_variant(SECRET, &["A", "B"]), "unknown variant, expected `A` or `B`"),
            (Refusal::unknown_variant(SECRET, &[]), "unknown variant, there are none"),
            (Refusal::missing_field("id"), "missing field `id`"),
            (Refusal::duplicate_field("id"), "duplicate field `id`"),
        ] {
            assert_eq!(refusal.to_string(), expected);
        }
    }

    #[test]
    fn what_a_type_says_itself_is_not_told() {
        for text in [
            "not an email address: 4111",
            "Not a number: 4111",
            "Expected a number, got: 4111",
            "missing field `4111`",
            "invalid type: string, expected 4111",
            "the attribute `4111` is there twice",
            "not base64: 4111",
        ] {
            assert_eq!(Refusal::custom(text).to_string(), NOT_TOLD);
        }
        assert_eq!(Refusal::custom("Invalid symbol 63, offset 9.").to_string(), "not base64");
    }

    #[test]
    fn what_is_expected_is_told_where_it_is_known() {
        let refusal = || Refusal::invalid_type(Unexpected::Bool(true), &"struct Order");
        assert_eq!(refusal().to_string(), "invalid type: boolean");
        assert_eq!(refusal().expecting("struct Else").to_string(), "invalid type: boolean");
        let known = refusal().expecting("struct Order");
        assert_eq!(known.to_string(), "invalid type: boolean, expected struct Order");

        let length = Refusal::invalid_length(1, &"tuple Point with 2 elements").expecting("tuple Point");
        assert_eq!(length.to_string(), "invalid length, expected tuple Point");
    }

    #[test]
    fn the_path_has_names_of_the_program_alone() {
        let segments =
            [Segment::Name("quantity"), Segment::Index(2), Segment::Name("items"), Segment::AnyKey];
        let refusal = segments.into_iter().fold(Refusal::ours("wrong"), Refusal::inside);
        let error = DecodeError::from(refusal.at_place(Some(Place { line: 1, column: 7 })));
        assert_eq!(error.to_string(), "at `*.items[2].quantity`, line 1 column 7: wrong");
    }
}
