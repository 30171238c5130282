//! JSON as it is written: a number keeps its text, and an object keeps duplicate keys.
//!
//! Both matter to a filter. AWS compares numbers as they are written
//! ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax)),
//! and its own example of "and" has a duplicate key
//! ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/with-ddb-filtering.html#filtering-ddb-boolean)).

use std::fmt;

use serde::{
    Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

/// The depth at which `serde_json` stops too.
const DEEPEST: usize = 128;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Json {
    Null,
    Boolean(bool),
    /// As it is written.
    Number(String),
    Text(String),
    List(Vec<Json>),
    /// In order, with duplicate keys.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// `None` if it isn't JSON.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::from_raw(serde_json::from_str(text).ok()?, 0)
    }

    fn from_raw(raw: &RawValue, depth: usize) -> Option<Self> {
        if depth > DEEPEST {
            return None;
        }
        let text = raw.get();
        Some(match text.as_bytes().first()? {
            b'n' => Json::Null,
            b't' => Json::Boolean(true),
            b'f' => Json::Boolean(false),
            b'"' => Json::Text(serde_json::from_str(text).ok()?),
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
                Json::List(
                    items.into_iter().map(|item| Self::from_raw(item, depth + 1)).collect::<Option<_>>()?,
                )
            }
            b'{' => {
                let fields = serde_json::Deserializer::from_str(text).deserialize_map(Fields).ok()?;
                let field = |(key, raw)| Some((key, Self::from_raw(raw, depth + 1)?));
                Json::Object(fields.into_iter().map(field).collect::<Option<_>>()?)
            }
            _ => Json::Number(text.to_owned()),
        })
    }

    /// The field of an object. If two have this name, it is the last, as in most readers of JSON.
    pub(super) fn field(&self, name: &str) -> Option<&Json> {
        match self {
            Json::Object(fields) => fields.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value),
            _ => None,
        }
    }
}

/// In one line.
impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let quoted = |text: &str| serde_json::Value::from(text).to_string();
        match self {
            Json::Null => f.write_str("null"),
            Json::Boolean(value) => value.fmt(f),
            Json::Number(number) => f.write_str(number),
            Json::Text(text) => f.write_str(&quoted(text)),
            Json::List(items) => {
                let items: Vec<_> = items.iter().map(Json::to_string).collect();
                write!(f, "[{}]", items.join(", "))
            }
            Json::Object(fields) => {
                let field = |(name, value): &(String, Json)| format!("{}: {value}", quoted(name));
                let fields: Vec<_> = fields.iter().map(field).collect();
                write!(f, "{{{}}}", fields.join(", "))
            }
        }
    }
}

/// The fields of an object.
struct Fields;

impl<'de> Visitor<'de> for Fields {
    type Value = Vec<(String, &'de RawValue)>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut fields = Vec::new();
        while let Some(field) = object.next_entry()? {
            fields.push(field);
        }
        Ok(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_text_and_objects_their_duplicate_keys() {
        let json = Json::parse(r#" { "a" : 3.0e2, "b\u0020": [null, true, "x\n"], "a": 1 } "#).unwrap();
        let list = Json::List(vec![Json::Null, Json::Boolean(true), Json::Text(String::from("x\n"))]);
        let field = |name: &str, json| (String::from(name), json);
        let number = |text: &str| Json::Number(String::from(text));
        assert_eq!(
            json,
            Json::Object(vec![field("a", number("3.0e2")), field("b ", list), field("a", number("1"))])
        );
        assert_eq!(json.field("a"), Some(&number("1")));
    }

    #[test]
    fn other_text_is_not_read() {
        for text in ["", "plain", "{\"a\":}", "{} {}", "[1", "\u{0}"] {
            assert_eq!(Json::parse(text), None, "{text}");
        }
        // Deep nesting must not overflow the stack.
        assert_eq!(Json::parse(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))), None);
    }
}
