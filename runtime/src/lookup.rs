//! The look-up of one value in a record's JSON. Anything else that is wrong with the record has no effect on it.

use std::{borrow::Cow, collections::BTreeMap, fmt};

use serde::{
    Deserialize,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

use crate::decode::escaped_text::{has_escapes, unescaped};

/// Where a value is in a record's JSON.
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeyPath {
    /// The keys that lead to it.
    pub(crate) keys: &'static [&'static str],
    /// The path as messages have it: `kinesis.data`.
    pub(crate) dotted: &'static str,
    /// The number of the field among those that the scan notes; [`NOT_NOTED`] if it doesn't.
    pub(crate) slot: usize,
}

/// The number of a field that the scan doesn't note.
pub(crate) const NOT_NOTED: usize = usize::MAX;

/// Makes a [`KeyPath`] of its keys: `key_path!("kinesis", "data")`.
macro_rules! key_path {
    ($first:literal $(, $key:literal)*) => {
        $crate::lookup::KeyPath {
            keys: &[$first $(, $key)*],
            dotted: concat!($first $(, ".", $key)*),
            slot: $crate::lookup::NOT_NOTED,
        }
    };
}
pub(crate) use key_path;

/// The JSON at a path. `None` if a key is missing or there twice, or if something on the way isn't an object: then it isn't clear
/// what is meant.
pub(crate) fn json_at(json: &str, path: KeyPath) -> Option<&str> {
    path.keys.iter().try_fold(json, |json, key| find(json, key).ok().flatten())
}

/// The text of a JSON string, borrowed if it has no escapes. `None` if the JSON isn't a string.
pub(crate) fn text(json: &str) -> Option<Cow<'_, str>> {
    let text = json.strip_prefix('"')?.strip_suffix('"')?;
    if has_escapes(text.as_bytes()) { unescaped(text).map(Cow::Owned) } else { Some(Cow::Borrowed(text)) }
}

/// An object's members by key. A key that is there twice is an error.
pub(crate) struct UniqueMembers<'j>(pub(crate) BTreeMap<String, &'j RawValue>);

impl<'de: 'j, 'j> Deserialize<'de> for UniqueMembers<'j> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct UniqueKeys;
        impl<'j> Visitor<'j> for UniqueKeys {
            type Value = BTreeMap<String, &'j RawValue>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'j>>(self, mut object: A) -> Result<Self::Value, A::Error> {
                let mut members = BTreeMap::new();
                while let Some((key, value)) = object.next_entry()? {
                    if members.insert(key, value).is_some() {
                        return Err(A::Error::custom("duplicate entry in map"));
                    }
                }
                Ok(members)
            }
        }
        deserializer.deserialize_map(UniqueKeys).map(UniqueMembers)
    }
}

/// The value of one key of an object. The other values may be anything.
///
/// # Errors
/// If the JSON isn't an object, or the key is there twice.
pub(crate) fn find<'j>(json: &'j str, key: &str) -> Result<Option<&'j str>, serde_json::Error> {
    ValueOf(key).deserialize(&mut serde_json::Deserializer::from_str(json))
}

/// Finds the value of one key of an object. A key that is there twice is an error.
struct ValueOf<'k>(&'k str);

impl<'j> DeserializeSeed<'j> for ValueOf<'_> {
    type Value = Option<&'j str>;

    fn deserialize<D: serde::Deserializer<'j>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'j> Visitor<'j> for ValueOf<'_> {
    type Value = Option<&'j str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'j>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(is_key) = object.next_key_seed(IsKey(self.0))? {
            if !is_key {
                object.next_value::<IgnoredAny>()?;
            } else if found.replace(object.next_value::<&RawValue>()?.get()).is_some() {
                return Err(A::Error::custom("duplicate entry in map"));
            }
        }
        Ok(found)
    }
}

/// Reads whether a key is this one. It is compared as bytes: half of a surrogate pair in another key is not an error.
pub(crate) struct IsKey<'k>(pub(crate) &'k str);

impl<'j> DeserializeSeed<'j> for IsKey<'_> {
    type Value = bool;

    fn deserialize<D: serde::Deserializer<'j>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_bytes(self)
    }
}

impl Visitor<'_> for IsKey<'_> {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a key")
    }

    fn visit_bytes<E>(self, key: &[u8]) -> Result<bool, E> {
        Ok(key == self.0.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: KeyPath = key_path!("kinesis", "sequenceNumber");

    fn text_at(json: &str, path: KeyPath) -> Option<Cow<'_, str>> {
        text(json_at(json, path)?)
    }

    #[test]
    fn messages_name_the_path_with_dots() {
        assert_eq!(PATH.dotted, "kinesis.sequenceNumber");
        assert_eq!(key_path!("messageId").dotted, "messageId");
    }

    #[test]
    fn a_value_is_found_whatever_else_is_wrong() {
        for json in [
            r#"{"kinesis":{"sequenceNumber":"7"}}"#,
            r#"{"data":[[{}]],"kinesis":{"data":5,"sequenceNumber":"\u0037","data":5},"data":null}"#,
            r#"{"\ud800":"\ud800","kinesis":{"\udc00":1e400,"sequenceNumber":"7"}}"#,
            "\n{ \"kin\\u0065sis\" :\t{ \"sequenceNumber\" : \"7\" } }",
        ] {
            assert_eq!(text_at(json, PATH).as_deref(), Some("7"), "{json}");
        }
    }

    #[test]
    fn none_is_found_where_it_is_not_clear() {
        for json in [
            "null",
            "[]",
            "5",
            r#""kinesis""#,
            "{}",
            r#"{"kinesis":null}"#,
            r#"{"kinesis":[{"sequenceNumber":"7"}]}"#,
            r#"{"kinesis":{}}"#,
            r#"{"kinesis":{"sequenceNumber":null}}"#,
            r#"{"kinesis":{"sequenceNumber":7}}"#,
            r#"{"kinesis":{"sequencenumber":"7"}}"#,
            r#"{"kinesis":{"sequenceNumber":"7","sequenceNumber":"7"}}"#,
            r#"{"kinesis":{"sequenceNumber":"7"},"kinesis":{"sequenceNumber":"8"}}"#,
            r#"{"kinesis":{"sequenceNumber":"7""#,
        ] {
            assert_eq!(text_at(json, PATH), None, "{json}");
        }
    }
}
