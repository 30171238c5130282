//! DynamoDB Streams.

use super::{Order, Paths, RecordJson, Source, sealed::Sealed};
use crate::{
    lookup::{UniqueMembers, text},
    scan::noted_fields,
};

/// DynamoDB Streams.
#[derive(Debug, Clone, Copy)]
pub struct DynamoDb;

// In the order in which AWS writes them.
noted_fields! {
    EVENT_ID: "eventID";
    EVENT_NAME: "eventName";
    REGION: "awsRegion";
    CREATION_TIME: "dynamodb"."ApproximateCreationDateTime";
    /// The key attributes of the item.
    KEYS: "dynamodb"."Keys";
    NEW_IMAGE: "dynamodb"."NewImage";
    OLD_IMAGE: "dynamodb"."OldImage";
    SEQUENCE_NUMBER: "dynamodb"."SequenceNumber";
    SIZE: "dynamodb"."SizeBytes";
    VIEW_TYPE: "dynamodb"."StreamViewType";
    USER_IDENTITY: "userIdentity";
    ARN: "eventSourceARN";
}

impl Source for DynamoDb {}

impl Sealed for DynamoDb {
    const NAME: &'static str = "DynamoDB Streams";
    const PATHS: Paths = Paths {
        identifier: SEQUENCE_NUMBER,
        key: KEYS,
        data: None, // it is spread over the record
        arn: Some(ARN),
        shard: None, // a record doesn't name it
        topic: None,
        fields: &FIELDS,
    };

    fn order<'e>(_records: impl Iterator<Item = RecordJson<'e>>) -> Order {
        Order::Batch
    }

    /// The item that the record is about.
    fn key(record: RecordJson<'_>) -> Option<String> {
        item_key(record.json_at(KEYS)?)
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
