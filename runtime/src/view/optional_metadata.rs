//! Metadata that can't make a record fail, and the forms in which JSON has them.

#[cfg(feature = "sqs")]
mod iso_8601;
mod time;

use std::borrow::Cow;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

#[cfg(feature = "sqs")]
pub(super) use iso_8601::Iso8601;
#[cfg(any(feature = "sqs", feature = "kafka"))]
pub(super) use time::InMilliseconds;
#[cfg(any(feature = "kinesis", feature = "dynamodb"))]
pub(super) use time::InSeconds;

use crate::lookup::text;

/// Metadata that can't make a record fail, because a function may not even look at it: `None` if it is missing or isn't what it
/// should be. Any JSON is accepted before it is read.
pub(super) struct Optional<T>(pub(super) Option<T>);

impl<T> Default for Optional<T> {
    fn default() -> Self {
        Optional(None)
    }
}

impl<'j, T: FromJson<'j>> Optional<T> {
    /// Reads a field's JSON, if the record has the field.
    pub(super) fn read(json: Option<&'j str>) -> Self {
        Optional(json.and_then(T::from_json))
    }
}

impl<'de, T: FromJson<'de>> Deserialize<'de> for Optional<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&RawValue>::deserialize(deserializer).map(|json| Optional(T::from_json(json.get())))
    }
}

/// A type of metadata.
pub(super) trait FromJson<'j>: Sized {
    /// Reads sound JSON. `None` if it doesn't hold this type.
    fn from_json(json: &'j str) -> Option<Self>;
}

impl<'a, 'j: 'a> FromJson<'j> for Cow<'a, str> {
    fn from_json(json: &'j str) -> Option<Self> {
        text(json)
    }
}

impl FromJson<'_> for String {
    fn from_json(json: &str) -> Option<Self> {
        text(json).map(Cow::into_owned)
    }
}

impl FromJson<'_> for u64 {
    fn from_json(json: &str) -> Option<Self> {
        json.parse().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<'j, T: FromJson<'j>>(json: &'j str) -> Option<T> {
        let Optional(value) = serde_json::from_str(json).unwrap();
        value
    }

    /// JSON that is sound, and which no type of metadata expects.
    pub(super) const ODD: [&str; 12] = [
        "null",
        "-1",
        "-0.5",
        "1e400",
        "-1e-400",
        "true",
        r#""\ud800""#,
        r#""\udc00\ud800 and more""#,
        "[[1e999]]",
        r#"{"a":{"\ud800":[]}}"#,
        "[]",
        "123456789012345678901234567890123456789012345678901234567890",
    ];

    #[test]
    fn unexpected_json_is_left_out() {
        for json in ODD {
            assert_eq!(read::<u64>(json), None, "{json}");
            assert_eq!(read::<Cow<'_, str>>(json), None, "{json}");
        }
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(read::<Cow<'_, str>>(&deep), None);
        assert_eq!(read::<u64>(r#""7""#), None);
        assert_eq!(read::<u64>("7"), Some(7));
    }

    #[test]
    fn a_text_is_borrowed_where_it_has_no_escapes() {
        assert!(matches!(read(r#""ab""#), Some(Cow::Borrowed("ab"))));
        assert!(matches!(read(r#""""#), Some(Cow::Borrowed(""))));
        assert_eq!(read::<Cow<'_, str>>(r#""a\u0062\"\\""#).as_deref(), Some("ab\"\\"));
    }
}
