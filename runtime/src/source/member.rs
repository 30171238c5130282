//! One text looked up in a record's JSON, whatever else the record holds.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, Visitor},
};
use serde_json::value::RawValue;

/// The text at a path of keys. `None` if a key is missing or there twice, if the value is no text, or if something on
/// the way is no object: then it cannot be told what is meant.
pub(crate) fn text_at(json: &str, path: &[&str]) -> Option<String> {
    let mut json = json;
    for key in path {
        json = member(json, key)?;
    }
    serde_json::from_str::<Cow<'_, str>>(json).ok().map(Cow::into_owned)
}

fn member<'j>(json: &'j str, key: &str) -> Option<&'j str> {
    let mut deserializer = serde_json::Deserializer::from_str(json);
    Member(key).deserialize(&mut deserializer).ok().flatten()
}

/// Finds the value of one key of an object; a second one with that key is an error.
struct Member<'k>(&'k str);

impl<'j> DeserializeSeed<'j> for Member<'_> {
    type Value = Option<&'j str>;

    fn deserialize<D: serde::Deserializer<'j>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'j> Visitor<'j> for Member<'_> {
    type Value = Option<&'j str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "an object with the key `{}`", self.0)
    }

    fn visit_map<A: MapAccess<'j>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut found = None;
        while let Some(Key(key)) = object.next_key()? {
            if key != self.0 {
                object.next_value::<IgnoredAny>()?;
            } else if found.replace(object.next_value::<&RawValue>()?.get()).is_some() {
                return Err(A::Error::custom("the key is there twice"));
            }
        }
        Ok(found)
    }
}

/// A key, borrowed where it holds no escapes.
#[derive(Deserialize)]
struct Key<'j>(#[serde(borrow)] Cow<'j, str>);

#[cfg(test)]
mod tests {
    use super::*;

    const PATH: [&str; 2] = ["kinesis", "sequenceNumber"];

    #[test]
    fn found_whatever_else_is_wrong() {
        for json in [
            r#"{"kinesis":{"sequenceNumber":"7"}}"#,
            r#"{"data":[[{}]],"kinesis":{"data":5,"sequenceNumber":"\u0037","data":5},"data":null}"#,
            "\n{ \"kin\\u0065sis\" :\t{ \"sequenceNumber\" : \"7\" } }",
        ] {
            assert_eq!(text_at(json, &PATH).as_deref(), Some("7"), "{json}");
        }
    }

    #[test]
    fn none_where_it_cannot_be_told() {
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
            assert_eq!(text_at(json, &PATH), None, "{json}");
        }
    }
}
