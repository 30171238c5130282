//! Items of DynamoDB are decoded into types of every kind. Whatever `serde_dynamo` decodes, we decode to the same.

mod attribute_types;
mod borrowed;
mod field_events;
mod limits;
mod random_items;
mod round_trips;
mod secrets;
mod struct_fields;

use std::fmt::Debug;

use checkpointed::{
    DynamoDb, FromRecord, RawRecord,
    dynamodb::{NewImage, Record},
};
use serde::{Deserialize, de::DeserializeOwned};

/// The record of a new item.
fn inserted(image: &str) -> String {
    format!(
        r#"{{"eventName":"INSERT","dynamodb":{{"SequenceNumber":"1","NewImage":{image},"StreamViewType":"NEW_IMAGE"}}}}"#
    )
}

fn raw(image: &str) -> RawRecord<DynamoDb> {
    RawRecord::from_json(&inserted(image)).expect("the record is JSON")
}

/// The item as a type that may borrow from the record.
fn borrowed<'r, T: Deserialize<'r>>(raw: &'r RawRecord<DynamoDb>) -> Result<T, String> {
    match Record::<NewImage<T>>::from_record(raw) {
        Ok(record) => Ok(record.data.0.expect("the item is new")),
        Err(error) => Err(error.to_string()),
    }
}

fn item<T: DeserializeOwned>(image: &str) -> Result<T, String> {
    borrowed(&raw(image))
}

/// Decodes the one attribute of an item.
fn attribute<T: DeserializeOwned>(json: &str) -> Result<T, String> {
    #[derive(Deserialize)]
    struct One<T> {
        a: T,
    }

    item::<One<T>>(&format!(r#"{{"a":{json}}}"#)).map(|one| one.a)
}

/// Decodes an item with `serde_dynamo`.
fn decoded_by_serde_dynamo<T: DeserializeOwned>(image: &str) -> Result<T, String> {
    let item: serde_dynamo::Item = serde_json::from_str(image).map_err(|error| error.to_string())?;
    serde_dynamo::from_item(item).map_err(|error| error.to_string())
}

/// Decodes an item, and asserts that `serde_dynamo` decodes it to the same.
fn like_serde_dynamo<T: DeserializeOwned + PartialEq + Debug>(image: &str) -> T {
    let theirs = decoded_by_serde_dynamo(image).expect("serde_dynamo decodes it");
    assert_eq!(item::<T>(image).as_ref(), Ok(&theirs), "{image}");
    theirs
}
