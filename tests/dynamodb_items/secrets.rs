//! The error of a refused item says what is wrong and where, and shows no value.

use std::collections::BTreeMap;

use proptest::{collection::btree_map, prelude::*};
use serde::{Deserialize, Deserializer, de::Error};
use serde_bytes::ByteBuf;
use serde_json::{Value, json};

use crate::item;

/// It occurs in no message of ours or of serde's.
const MARK: &str = "4f1Zq";

/// Values that hold the mark, many of them made so that an error could show it.
fn value() -> impl Strategy<Value = Value> {
    let leaf = proptest::sample::select(vec![
        json!({ "S": MARK }),
        json!({ "S": format!("invalid type: {MARK}") }),
        json!({ "S": format!("Not a {MARK}`, expected `u8`") }),
        json!({ "N": MARK }),
        json!({ "N": format!("12{MARK}") }),
        json!({ "B": format!("%{MARK}") }),
        json!({ "B": "NGYxWnE=" }),
        json!({ "SS": [MARK, "x"] }),
        json!({ "NS": ["1", MARK] }),
        json!({ "BS": [format!("{MARK}%")] }),
        json!({ "BOOL": MARK }),
        json!({ "NULL": MARK }),
        json!({ MARK: MARK }),
        json!({ "S": MARK, MARK: MARK }),
        json!(MARK),
        json!([MARK]),
    ]);
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..3).prop_map(|list| json!({ "L": list })),
            btree_map(name(), inner, 0..3).prop_map(|map| json!({ "M": map })),
        ]
    })
}

fn name() -> impl Strategy<Value = String> {
    proptest::sample::select(vec!["a", "b", "c", "type", MARK]).prop_map(str::to_owned)
}

/// A type that quotes the value in its error.
#[derive(Debug)]
struct Talkative;

impl<'de> Deserialize<'de> for Talkative {
    fn deserialize<D: Deserializer<'de>>(attribute: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(attribute)?;
        Err(D::Error::custom(format_args!("invalid type: string {value}, expected u8")))
    }
}

/// A type that says that it expects the value.
#[derive(Debug)]
struct Expecting;

impl<'de> Deserialize<'de> for Expecting {
    fn deserialize<D: Deserializer<'de>>(attribute: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(attribute)?.to_string();
        Err(D::Error::invalid_value(serde::de::Unexpected::Other(&value), &value.as_str()))
    }
}

#[derive(Debug, Deserialize)]
#[expect(dead_code, reason = "only decoded")]
struct Fields<T> {
    a: T,
    b: Option<T>,
    #[serde(flatten)]
    rest: BTreeMap<String, T>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(dead_code, reason = "only decoded")]
struct Strict<T> {
    a: T,
    b: T,
}

#[derive(Debug, Deserialize)]
enum Variants<T> {
    A,
    B(T),
}

#[derive(Debug, Deserialize)]
#[serde(tag = "type")]
#[expect(dead_code, reason = "only decoded")]
enum Tagged<T> {
    A { a: T },
    B { b: T },
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
#[expect(dead_code, reason = "only decoded")]
enum Untagged {
    Number(u8),
    Truth(bool),
}

fn assert_silent<T: serde::de::DeserializeOwned>(image: &str) {
    if let Err(error) = item::<T>(image) {
        assert!(!error.contains(MARK) && !error.contains("NGYx"), "{error}: {image}");
    }
}

macro_rules! assert_each_silent {
    ($image:expr; $($type:ty),*) => { $(
        assert_silent::<$type>($image);
        assert_silent::<BTreeMap<String, $type>>($image);
        assert_silent::<Fields<$type>>($image);
        assert_silent::<Strict<$type>>($image);
        assert_silent::<Strict<Vec<$type>>>($image);
        assert_silent::<Strict<Variants<$type>>>($image);
        assert_silent::<Tagged<$type>>($image);
    )* };
}

proptest! {
    #[test]
    fn no_error_shows_a_value(item in btree_map(name(), value(), 0..4)) {
        let image = serde_json::to_string(&item).unwrap();
        assert_each_silent!(
            &image;
            u8, i128, f64, bool, char, String, (), [u8; 2], Vec<u8>, ByteBuf, Option<bool>, Value,
            serde_dynamo::AttributeValue, Variants<u8>, Tagged<bool>, Untagged, Talkative, Expecting, (u8, String)
        );
    }
}

#[test]
fn the_message_of_a_type_is_not_shown() {
    let error = item::<Strict<Talkative>>(&format!(r#"{{"a":{{"S":"{MARK}"}}}}"#)).unwrap_err();
    assert_eq!(
        error,
        "dynamodb.NewImage, at `a`: refused by its type, whose own message may hold data and is not logged"
    );
}
