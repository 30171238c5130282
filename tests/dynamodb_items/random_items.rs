//! Items made by chance. What `serde_dynamo` decodes, we decode to the same.
//!
//! Beyond that, what it refuses and we decode is: integers of 128 bits; integers that are written with a point or an exponent;
//! binaries as lists of bytes, also those that serde has buffered, and as `serde_json::Value`; options, newtypes and enums in
//! sets; items as attribute values; and what is wrong with an attribute that nobody asks for.

use std::{collections::BTreeMap, fmt::Debug};

use proptest::{
    collection::{btree_map, vec},
    prelude::*,
};
use serde::{Deserialize, de::DeserializeOwned};
use serde_bytes::ByteBuf;
use serde_dynamo::AttributeValue;
use serde_json::Value;

use crate::{item, oracle};

/// The names that the types below have, and others.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => proptest::sample::select(vec!["a", "b", "c", "x", "y", "S", "M", "type", "Unit", "New", "Pair", "Named"])
            .prop_map(str::to_owned),
        1 => ".{0,4}",
        1 => (0..20_u8).prop_map(|number| number.to_string()),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![name(), ".{0,8}", Just("\"\\\u{1f600}\u{7}".to_owned())]
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => any::<i16>().prop_map(|number| number.to_string()),
        1 => any::<u64>().prop_map(|number| number.to_string()),
        1 => any::<i128>().prop_map(|number| number.to_string()),
        1 => any::<f64>().prop_map(|number| number.to_string()),
        1 => "-?[0-9]{0,3}(\\.[0-9]{0,3})?([eE][+-]?[0-9]{1,2})?",
    ]
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![vec(any::<u8>(), 0..6), text().prop_map(String::into_bytes)]
}

fn value() -> impl Strategy<Value = AttributeValue> {
    let leaf = prop_oneof![
        text().prop_map(AttributeValue::S),
        number().prop_map(AttributeValue::N),
        any::<bool>().prop_map(AttributeValue::Bool),
        Just(AttributeValue::Null(true)),
        bytes().prop_map(AttributeValue::B),
        vec(text(), 0..4).prop_map(AttributeValue::Ss),
        vec(number(), 0..4).prop_map(AttributeValue::Ns),
        vec(bytes(), 0..4).prop_map(AttributeValue::Bs),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(AttributeValue::L),
            btree_map(name(), inner, 0..5).prop_map(|map| AttributeValue::M(map.into_iter().collect())),
        ]
    })
}

/// The item as JSON, with spaces and escapes wherever they may be.
fn image() -> impl Strategy<Value = String> {
    (btree_map(name(), value(), 0..6), any::<bool>(), any::<bool>()).prop_map(|(item, pretty, escaped)| {
        let json = if pretty { serde_json::to_string_pretty(&item) } else { serde_json::to_string(&item) };
        let json = json.unwrap();
        if escaped {
            json.replace('x', r"\u0078").replace('é', r"\u00e9").replace('S', r"\u0053")
        } else {
            json
        }
    })
}

macro_rules! types {
    ($($(#[$attribute:meta])* $kind:ident $name:ident $fields:tt $(;$end:tt)?)*) => { $(
        #[derive(Debug, PartialEq, Deserialize)]
        $(#[$attribute])*
        $kind $name $fields
    )* };
}

types! {
    struct Fields { a: u8, b: Option<String>, c: Option<bool> }
    #[serde(default)]
    struct Loose { a: Option<f64>, b: Vec<i64>, c: Option<ByteBuf>, x: BTreeMap<String, i32> }
    struct Flat { a: Option<Untagged>, #[serde(flatten)] rest: BTreeMap<String, Untagged> }
    struct Twice { #[serde(flatten)] fields: Option<Fields>, #[serde(flatten)] tagged: Option<Tagged> }
    struct Skips { #[serde(default)] a: (), #[serde(skip)] _b: u8, #[serde(alias = "y")] x: Box<Untagged> }
    #[serde(untagged)]
    enum Untagged {
        Small(u8), Large(u64), Signed(i64), Float(f64), Truth(bool), Text(String), Bytes(ByteBuf), Fields(Fields),
        Unit(()), List(Vec<Untagged>), Map(BTreeMap<String, Untagged>)
    }
    #[serde(tag = "type")]
    enum Tagged { S { a: i64 }, M(Loose), Unit }
    enum External { Unit, New(u16), Pair(i8, String), Named { a: f32 } }
}

impl Default for Loose {
    fn default() -> Self {
        Loose { a: None, b: vec![1], c: None, x: BTreeMap::new() }
    }
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Key {
    A,
    B,
    X,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Newtype(BTreeMap<String, Option<Box<Newtype>>>);

/// `NaN` is as good as itself.
fn same<T: DeserializeOwned + PartialEq + Debug>(image: &str) {
    if let Ok(theirs) = oracle::<T>(image) {
        let ours = item::<T>(image);
        assert_eq!(format!("{ours:?}"), format!("{:?}", Ok::<_, ()>(&theirs)), "{image}");
    }
}

fn same_attribute<T: DeserializeOwned + PartialEq + Debug>(image: &str) {
    #[derive(Debug, PartialEq, Deserialize)]
    struct One<T> {
        a: T,
    }

    same::<One<T>>(image);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

    #[test]
    fn items_become_what_serde_dynamo_makes_of_them(image in image()) {
        same::<Value>(&image);
        same::<Fields>(&image);
        same::<Loose>(&image);
        same::<Flat>(&image);
        same::<Twice>(&image);
        same::<Skips>(&image);
        same::<Tagged>(&image);
        same::<External>(&image);
        same::<Newtype>(&image);
        same::<serde::de::IgnoredAny>(&image);
        same::<BTreeMap<u8, Untagged>>(&image);
        same::<BTreeMap<String, Untagged>>(&image);
    }

    #[test]
    fn attributes_become_what_serde_dynamo_makes_of_them(value in value()) {
        let image = serde_json::to_string(&BTreeMap::from([("a", value)])).unwrap();
        same_attribute::<Untagged>(&image);
        same_attribute::<Value>(&image);
        same_attribute::<String>(&image);
        same_attribute::<char>(&image);
        same_attribute::<bool>(&image);
        same_attribute::<()>(&image);
        same_attribute::<i8>(&image);
        same_attribute::<u64>(&image);
        same_attribute::<i64>(&image);
        same_attribute::<f32>(&image);
        same_attribute::<f64>(&image);
        same_attribute::<ByteBuf>(&image);
        same_attribute::<Vec<u8>>(&image);
        same_attribute::<Vec<String>>(&image);
        same_attribute::<Vec<ByteBuf>>(&image);
        same_attribute::<Vec<f64>>(&image);
        same_attribute::<Vec<Untagged>>(&image);
        same_attribute::<(u8, String)>(&image);
        same_attribute::<External>(&image);
        same_attribute::<Tagged>(&image);
        same_attribute::<Fields>(&image);
        same_attribute::<Vec<External>>(&image);
        same_attribute::<Option<Loose>>(&image);
        same_attribute::<BTreeMap<Key, Untagged>>(&image);
    }

    /// Whatever an item is, it can be taken as it is.
    #[test]
    fn every_item_can_be_read_as_attribute_values(image in image()) {
        let expected: serde_dynamo::Item = serde_json::from_str(&image).unwrap();
        prop_assert_eq!(item::<serde_dynamo::Item>(&image), Ok(expected));
    }

    /// Whatever an item is, `serde_json::Value` takes it if its numbers are numbers.
    #[test]
    fn every_item_can_be_read_as_json(image in image()) {
        let ours = item::<Value>(&image);
        if let Err(error) = ours {
            prop_assert!(error.contains("not a number"), "{}", error);
        }
    }
}
