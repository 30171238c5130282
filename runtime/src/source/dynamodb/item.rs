//! DynamoDB's JSON of an item, decoded into a user's type by way of `serde_dynamo`.

use std::{
    collections::{HashMap, hash_map::Entry},
    fmt,
};

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeOwned, Error, MapAccess, Visitor},
};
use serde_dynamo::AttributeValue;

use crate::{DecodeError, decode};

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

/// An item's attributes. Unlike `serde_dynamo::Item` it refuses one that is there twice.
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
        f.write_str("the attributes of an item")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut attributes = HashMap::with_capacity(map.size_hint().unwrap_or(0));
        while let Some(name) = map.next_key::<String>()? {
            match attributes.entry(name) {
                Entry::Vacant(vacant) => {
                    vacant.insert(map.next_value()?);
                }
                Entry::Occupied(occupied) => {
                    let name = occupied.key();
                    return Err(A::Error::custom(format_args!(
                        "the attribute `{name}` is there twice"
                    )));
                }
            }
        }
        Ok(attributes)
    }
}
