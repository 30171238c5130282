//! Items of DynamoDB, decoded into types of every kind. `serde_dynamo` says what is right, wherever it succeeds.

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

/// The item's one attribute, `a`.
fn attribute<T: DeserializeOwned>(json: &str) -> Result<T, String> {
    #[derive(Deserialize)]
    struct One<T> {
        a: T,
    }

    item::<One<T>>(&format!(r#"{{"a":{json}}}"#)).map(|one| one.a)
}

/// What `serde_dynamo` makes of an item.
fn oracle<T: DeserializeOwned>(image: &str) -> Result<T, String> {
    let item: serde_dynamo::Item = serde_json::from_str(image).map_err(|error| error.to_string())?;
    serde_dynamo::from_item(item).map_err(|error| error.to_string())
}

/// Asserts that the item becomes what `serde_dynamo` makes of it, and returns that.
fn like_the_oracle<T: DeserializeOwned + PartialEq + Debug>(image: &str) -> T {
    let theirs = oracle(image).expect("serde_dynamo decodes it");
    assert_eq!(item::<T>(image).as_ref(), Ok(&theirs), "{image}");
    theirs
}
