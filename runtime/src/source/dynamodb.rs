//! DynamoDB Streams.

use super::{Order, Paths, RecordJson, Source, sealed::Sealed};
use crate::lookup::{KeyPath, UniqueMembers, json_at, key_path, text};

/// DynamoDB Streams.
#[derive(Debug, Clone, Copy)]
pub struct DynamoDb;

/// The key attributes of the item.
pub(crate) const KEYS: KeyPath = key_path!("dynamodb", "Keys");

impl Source for DynamoDb {}

impl Sealed for DynamoDb {
    const NAME: &'static str = "DynamoDB Streams";
    const PATHS: Paths = Paths {
        identifier: key_path!("dynamodb", "SequenceNumber"),
        key: KEYS,
        data: None, // it is spread over the record
        arn: Some(key_path!("eventSourceARN")),
        shard: None, // a record doesn't name it
        topic: None,
    };

    fn order<'e>(_records: impl Iterator<Item = &'e str>) -> Order {
        Order::Batch
    }

    /// The item that the record is about.
    fn key(record: RecordJson<'_>) -> Option<String> {
        item_key(json_at(record.json, KEYS)?)
    }
}

/// The key attributes of an item as a text that is the same for the same item, whatever the order of the attributes and
/// however they are escaped. `None` if it isn't clear which item is meant.
fn item_key(attributes: &str) -> Option<String> {
    let UniqueMembers(attributes) = serde_json::from_str(attributes).ok()?;
    let mut key = Vec::new();
    for (name, attribute) in &attributes {
        let UniqueMembers(by_type) = serde_json::from_str(attribute.get()).ok()?;
        let (of_type, value) = by_type.iter().next().filter(|_| by_type.len() == 1)?;
        key.push([name.clone(), of_type.clone(), text(value.get())?.into_owned()]);
    }
    serde_json::to_string(&key).ok().filter(|_| !key.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_are_distinguished_by_value() {
        let key = item_key(r#"{"id":{"S":"a"},"at":{"N":"7"}}"#);
        assert!(key.is_some());
        assert_eq!(item_key(r#"{ "at":{"N":"7"}, "i\u0064":{"S":"\u0061"} }"#), key);
        for other in [
            r#"{"id":{"S":"a"},"at":{"S":"7"}}"#,
            r#"{"id":{"S":"a"}}"#,
            r#"{"id":{"S":"a,7"},"at":{"N":""}}"#,
        ] {
            assert!(item_key(other).is_some_and(|other| Some(other) != key), "{other}");
        }
        for unclear in [
            "{}",
            "null",
            r#"{"id":{"S":"a"},"id":{"S":"a"}}"#,
            r#"{"id":{"S":"a","N":"1"}}"#,
            r#"{"id":{}}"#,
            r#"{"id":{"S":7}}"#,
            r#"{"id":"a"}"#,
        ] {
            assert_eq!(item_key(unclear), None, "{unclear}");
        }
    }
}
