//! Why a type refused a value, described by serde's kind of error and never by its text.
//!
//! A type may write anything into an error, also what the record holds. So the description has only what cannot stem from a value:
//! the kind of error, the kind of value, names that the program itself is built with, and texts of ours.

use std::{borrow::Cow, error::Error as StdError, fmt};

use serde::de::{self, Expected, Unexpected};

use super::{DecodeError, Place};

/// Replaces a text that could hold a value.
const NOT_TOLD: &str = "refused by its type, which may say more than can be logged";

/// What types of serde expect, and views of ours. Another type that writes the same text reveals nothing by it.
const KNOWN_EXPECTATIONS: [&str; 28] = [
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
    "newtype variant",
    "tuple variant",
    "struct variant",
    "an object",
    "a byte, from -128 to 255",
];

/// Texts of ours in an error of any deserializer's. Another type that writes the same text reveals nothing by it.
const KNOWN_TEXTS: [&str; 1] = ["duplicate entry in map"];

/// An error for any deserializer: what is wrong, and where.
#[derive(Debug)]
pub(crate) struct Refusal(Box<Details>);

#[derive(Debug)]
struct Details {
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
        Refusal(Box::new(Details { reason, path: Vec::new(), place: None }))
    }

    /// Whether it says that a field is missing from the value itself.
    pub(super) fn is_of_missing_field(&self) -> bool {
        self.0.path.is_empty() && matches!(self.0.reason, Reason::Missing(_))
    }

    /// The same error, seen from one level further out.
    pub(crate) fn inside(mut self, segment: Segment) -> Self {
        self.0.path.push(segment);
        self
    }

    /// The same error at a place in the JSON, if it has none yet.
    pub(crate) fn at_place(mut self, place: Option<Place>) -> Self {
        self.0.place = self.0.place.or(place);
        self
    }

    /// The same error, which names what it expects if that is this text. The text is known not to stem from a value.
    pub(crate) fn expecting(mut self, known: &str) -> Self {
        if let Reason::Invalid { expected, .. } = &mut self.0.reason {
            expected.compare(known);
        }
        self
    }

    /// The path from the outside to the inside, such as `items[0].quantity`.
    fn path(&self) -> String {
        let mut path = String::new();
        for segment in self.0.path.iter().rev() {
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
        if KNOWN_EXPECTATIONS.contains(&text.as_str()) {
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
        let text = text.to_string();
        match KNOWN_TEXTS.into_iter().find(|known| *known == text) {
            Some(known) => Refusal::ours(known),
            None if is_of_base64(&text) => Refusal::ours("not base64"),
            None => Refusal::of(Reason::NotTold),
        }
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
        match &self.0.reason {
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
        DecodeError { path: refusal.path(), place: refusal.0.place, ..DecodeError::new(refusal.to_string()) }
    }
}

#[cfg(test)]
mod tests;
