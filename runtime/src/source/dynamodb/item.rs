//! DynamoDB's JSON of an item, decoded into a user's type by way of `serde_dynamo`.

use std::{borrow::Cow, collections::HashMap, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error, IgnoredAny, MapAccess, Visitor},
};
use serde_dynamo::AttributeValue;

use crate::{DecodeError, base64, decode};

/// Decodes an item. Only when that fails is it decoded once more, to find out at which attribute.
pub(super) fn decode<T: DeserializeOwned>(json: &str) -> Result<T, DecodeError> {
    let Item(attributes) = decode::record(json)?;
    serde_dynamo::from_item(attributes).or_else(|error| {
        let Item(attributes) = decode::record(json)?;
        let item = serde_dynamo::Deserializer::from_attribute_value(AttributeValue::M(attributes));
        match serde_path_to_error::deserialize::<_, T>(item) {
            Ok(_) => Err(DecodeError::at(String::new(), &error)),
            Err(error) => Err(DecodeError::at(decode::path(error.path()), error.inner())),
        }
    })
}

/// An item's attributes. Unlike `serde_dynamo::Item` it refuses, at any depth, an attribute that is there twice: which
/// of the two is meant cannot be told.
struct Item(HashMap<String, AttributeValue>);

impl<'de> Deserialize<'de> for Item {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Attributes).map(Item)
    }
}

struct Attributes;

impl<'de> Visitor<'de> for Attributes {
    type Value = HashMap<String, AttributeValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of attributes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut attributes = HashMap::new();
        while let Some(name) = map.next_key::<String>()? {
            let Attribute(value) = map.next_value()?;
            if attributes.insert(name, value).is_some() {
                return Err(A::Error::custom("duplicate entry in map"));
            }
        }
        Ok(attributes)
    }
}

/// An attribute's value: an object with one key, which names the type
/// ([data types](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html)).
struct Attribute(AttributeValue);

impl<'de> Deserialize<'de> for Attribute {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(OneTypedValue).map(Attribute)
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "UPPERCASE")]
enum AttributeType {
    S,
    N,
    Bool,
    Null,
    M,
    L,
    Ss,
    Ns,
    B,
    Bs,
}

struct OneTypedValue;

impl<'de> Visitor<'de> for OneTypedValue {
    type Value = AttributeValue;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with one key that names the attribute's type")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<AttributeValue, A::Error> {
        let none = || A::Error::invalid_length(0, &self);
        let value = match map.next_key()?.ok_or_else(none)? {
            AttributeType::S => AttributeValue::S(map.next_value()?),
            AttributeType::N => AttributeValue::N(map.next_value()?),
            AttributeType::Bool => AttributeValue::Bool(map.next_value()?),
            AttributeType::Null => AttributeValue::Null(map.next_value()?),
            AttributeType::M => AttributeValue::M(map.next_value::<Item>()?.0),
            AttributeType::L => {
                let list: Vec<Attribute> = map.next_value()?;
                AttributeValue::L(list.into_iter().map(|Attribute(value)| value).collect())
            }
            AttributeType::Ss => AttributeValue::Ss(map.next_value()?),
            AttributeType::Ns => AttributeValue::Ns(map.next_value()?),
            AttributeType::B => AttributeValue::B(map.next_value::<Binary>()?.0),
            AttributeType::Bs => {
                let set: Vec<Binary> = map.next_value()?;
                AttributeValue::Bs(set.into_iter().map(|Binary(bytes)| bytes).collect())
            }
        };
        match map.next_key::<IgnoredAny>()? {
            None => Ok(value),
            Some(_) => Err(A::Error::invalid_length(2, &self)),
        }
    }
}

struct Binary(Vec<u8>);

impl<'de> Deserialize<'de> for Binary {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Cow::<'de, str>::deserialize(deserializer)?;
        base64::decode(&text).map(Binary).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Everything {
        s: String,
        n: f64,
        yes: bool,
        none: Option<u8>,
        map: BTreeMap<String, u8>,
        list: Vec<Option<String>>,
        names: Vec<String>,
        numbers: Vec<u32>,
    }

    #[test]
    fn every_type_is_read() {
        let json = r#"{
            "s": {"S": "text"}, "n": {"N": "1.5"}, "yes": {"BOOL": true}, "none": {"NULL": true},
            "map": {"M": {"a": {"N": "1"}, "b": {"N": "2"}}}, "list": {"L": [{"S": "x"}, {"NULL": true}]},
            "names": {"SS": ["a", "b"]}, "numbers": {"NS": ["1", "2"]}, "extra": {"B": "aGk="}, "more": {"BS": ["aGk="]}
        }"#;
        let expected = Everything {
            s: String::from("text"),
            n: 1.5,
            yes: true,
            none: None,
            map: BTreeMap::from([(String::from("a"), 1), (String::from("b"), 2)]),
            list: vec![Some(String::from("x")), None],
            names: vec![String::from("a"), String::from("b")],
            numbers: vec![1, 2],
        };
        assert_eq!(decode::<Everything>(json).unwrap(), expected);
    }

    /// `serde_dynamo` reads the same JSON by itself: both must agree on what is an item.
    #[test]
    fn agrees_with_serde_dynamo() {
        for json in [
            r#"{"a": {"S": "1"}, "b": {"L": [{"M": {"c": {"B": "aGk="}}}, {"BS": ["aGk=", ""]}]}, "d": {"NS": []}}"#,
            r#"{"a": {"S": 1}}"#,
            r#"{"a": {"X": "1"}}"#,
            r#"{"a": {}}"#,
            r#"{"a": {"S": "1", "N": "1"}}"#,
            r#"{"a": {"B": "%"}}"#,
            r#"{"a": null}"#,
            r#"[]"#,
        ] {
            let theirs = serde_json::from_str::<serde_dynamo::Item>(json).ok().map(HashMap::from);
            let ours = serde_json::from_str::<Item>(json).ok().map(|Item(attributes)| attributes);
            assert_eq!(ours, theirs, "{json}");
        }
    }

    #[test]
    fn an_attribute_twice_is_refused_at_any_depth() {
        for json in [
            r#"{"a": {"S": "1"}, "a": {"S": "2"}}"#,
            r#"{"x": {"L": [{"M": {"a": {"S": "1"}, "a": {"S": "2"}}}]}}"#,
        ] {
            let error = decode::<serde_json::Value>(json).unwrap_err().to_string();
            assert!(error.ends_with("duplicate entry in map"), "{error}");
        }
    }
}
