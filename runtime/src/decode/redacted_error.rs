//! An error that can be logged, because it holds nothing of a record's values.
//!
//! A type may write anything into its error, also what the record holds. So only what can't come from a value is kept: the kind of
//! error, the kind of value, names that the program is built with, and this crate's own texts.

use std::{borrow::Cow, error::Error as StdError, fmt};

use serde::de::{self, Expected, Unexpected};

use super::decode_error::{DecodeError, Place};

/// Stands in place of a text that could hold a value.
const REDACTED: &str = "refused by its type, whose own message may hold data and is not logged";

/// What serde's own types and this crate's views expect. Another type that writes the same text reveals nothing.
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

/// This crate's texts that pass through another deserializer's error. Another type that writes the same text reveals nothing.
const KNOWN_TEXTS: [&str; 1] = ["duplicate entry in map"];

/// The error of this crate's deserializers: what is wrong, and where, without a value of the record.
#[derive(Debug)]
pub(crate) struct RedactedError(Box<Details>);

#[derive(Debug)]
struct Details {
    reason: Reason,
    /// From the inside to the outside.
    path: Vec<Segment>,
    place: Option<Place>,
}

#[derive(Debug)]
enum Reason {
    /// This crate's own text.
    Message(Cow<'static, str>),
    /// The type's own text, which is dropped.
    Redacted,
    Invalid {
        what: &'static str,
        /// The kind of the value, where serde has a name for it.
        found: Option<&'static str>,
        expected: Expectation,
    },
    Missing(&'static str),
    Duplicate(&'static str),
    Unknown {
        what: &'static str,
        known: &'static [&'static str],
    },
}

/// What a type says that it expects.
#[derive(Debug)]
enum Expectation {
    /// It may hold a value.
    Claimed(String),
    /// It holds none.
    Known(String),
}

/// One step from a value to one inside of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Segment {
    /// A field or variant, by the name that the program has for it.
    Name(&'static str),
    /// The place in a list, from 0.
    Index(usize),
    /// Any key of a map, which is data of the record and so isn't named.
    AnyKey,
}

impl RedactedError {
    /// An error with this crate's own text, which must hold nothing of the record's values.
    pub(crate) fn new(text: impl Into<Cow<'static, str>>) -> Self {
        RedactedError::because(Reason::Message(text.into()))
    }

    fn because(reason: Reason) -> Self {
        RedactedError(Box::new(Details { reason, path: Vec::new(), place: None }))
    }

    /// Whether a field is missing from the value itself, and not from one inside of it.
    pub(super) fn is_missing_field(&self) -> bool {
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

    /// The same error, which names what it expects if that is this text. The text is known not to come from a value.
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
        // serde's derived code adds a length (`tuple struct Point with 2 elements`). In another type's text it could be a value's.
        if let Expectation::Claimed(text) = self
            && (text == known || text.strip_prefix(known).is_some_and(|rest| rest.starts_with(" with ")))
        {
            *self = Expectation::Known(known.to_owned());
        }
    }
}

/// The kind of a value. `Other` holds the type's own text.
fn kind(value: Unexpected<'_>) -> Option<&'static str> {
    Some(match value {
        Unexpected::Bool(_) => "boolean",
        Unexpected::Unsigned(_) | Unexpected::Signed(_) => "integer",
        Unexpected::Float(_) => "floating point",
        Unexpected::Char(_) => "character",
        Unexpected::Str(_) => "string",
        Unexpected::Bytes(_) => "byte array",
        // As JSON and DynamoDB call it.
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

/// Whether a text is an error of the `base64` crate, which `aws_lambda_events` and others pass on. It shows a byte of the data.
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

impl de::Error for RedactedError {
    fn custom<T: fmt::Display>(text: T) -> Self {
        let text = text.to_string();
        match KNOWN_TEXTS.into_iter().find(|known| *known == text) {
            Some(known) => RedactedError::new(known),
            None if is_of_base64(&text) => RedactedError::new("not base64"),
            None => RedactedError::because(Reason::Redacted),
        }
    }

    fn invalid_type(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let expected = Expectation::new(expected);
        RedactedError::because(Reason::Invalid { what: "invalid type", found: kind(found), expected })
    }

    fn invalid_value(found: Unexpected<'_>, expected: &dyn Expected) -> Self {
        let expected = Expectation::new(expected);
        RedactedError::because(Reason::Invalid { what: "invalid value", found: kind(found), expected })
    }

    /// The length is left out: a type may count anything.
    fn invalid_length(_length: usize, expected: &dyn Expected) -> Self {
        let expected = Expectation::new(expected);
        RedactedError::because(Reason::Invalid { what: "invalid length", found: None, expected })
    }

    fn unknown_variant(_variant: &str, known: &'static [&'static str]) -> Self {
        RedactedError::because(Reason::Unknown { what: "variant", known })
    }

    fn unknown_field(_field: &str, known: &'static [&'static str]) -> Self {
        RedactedError::because(Reason::Unknown { what: "field", known })
    }

    fn missing_field(field: &'static str) -> Self {
        RedactedError::because(Reason::Missing(field))
    }

    fn duplicate_field(field: &'static str) -> Self {
        RedactedError::because(Reason::Duplicate(field))
    }
}

impl fmt::Display for RedactedError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0.reason {
            Reason::Message(text) => f.write_str(text),
            Reason::Redacted => f.write_str(REDACTED),
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
            Reason::Duplicate(field) => write!(f, "duplicate field `{field}`"),
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

impl StdError for RedactedError {}

impl From<RedactedError> for DecodeError {
    fn from(error: RedactedError) -> Self {
        DecodeError::new(error.to_string()).at(error.path(), error.0.place)
    }
}

#[cfg(test)]
mod tests;
