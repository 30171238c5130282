//! Random items. Whatever `serde_dynamo` decodes, we decode to the same.
//!
//! We also decode what it refuses: integers of 128 bits; integers written with a point or an exponent; binaries as lists of
//! bytes, even after serde has buffered them, and as `serde_json::Value`; options, newtypes and enums in sets; items as
//! attribute values; and items with a bad attribute that nobody asks for.

mod random_image;

use std::{any::type_name, cell::RefCell, collections::BTreeMap, fmt::Debug};

use proptest::{prelude::*, test_runner::TestRunner};
use serde::{Deserialize, de::DeserializeOwned};
use serde_bytes::ByteBuf;
use serde_json::Value;

use self::random_image::{image, value};
use crate::{decoded_by_serde_dynamo, item};

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
    struct Twice { #[serde(flatten)] fields: Option<Fields>, #[serde(flatten)] apart: Option<Apart> }
    struct Skips { #[serde(default)] a: (), #[serde(skip)] _b: u8, #[serde(alias = "y")] x: Box<Untagged> }
    #[serde(untagged)]
    enum Untagged {
        Small(u8), Large(u64), Signed(i64), Float(f64), Truth(bool), Text(String), Bytes(ByteBuf), Fields(Fields),
        Unit(()), List(Vec<Untagged>), Map(BTreeMap<String, Untagged>)
    }
    // It shares no field with `Fields`: a field that fails takes those before it along, and `serde_dynamo` has no order.
    #[serde(tag = "type")]
    enum Apart { S { x: String }, M { x: BTreeMap<String, Untagged> }, Unit }
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

/// Compares what we and `serde_dynamo` make of an item, and counts for each type how often there was something to compare.
#[derive(Default)]
struct Comparison(RefCell<BTreeMap<&'static str, usize>>);

impl Comparison {
    fn compare<T: DeserializeOwned + Debug>(&self, image: &str) {
        let mut counts = self.0.borrow_mut();
        let compared = counts.entry(type_name::<T>()).or_default();
        if let Ok(theirs) = decoded_by_serde_dynamo::<T>(image) {
            // As text, because `NaN` equals nothing.
            let ours = item::<T>(image);
            assert_eq!(format!("{ours:?}"), format!("{:?}", Ok::<_, ()>(&theirs)), "{image}");
            *compared += 1;
        }
    }

    fn compare_attribute<T: DeserializeOwned + Debug>(&self, image: &str) {
        #[derive(Debug, Deserialize)]
        #[expect(dead_code, reason = "only compared as text")]
        struct One<T> {
            a: T,
        }

        self.compare::<One<T>>(image);
    }

    /// Runs the comparisons for random values.
    fn run<S: Strategy>(values: S, compare: impl Fn(&Comparison, S::Value)) {
        let comparison = Comparison::default();
        let config = ProptestConfig { cases: 1_000, failure_persistence: None, ..ProptestConfig::default() };
        let run = TestRunner::new(config).run(&values, |value| {
            compare(&comparison, value);
            Ok(())
        });
        run.unwrap_or_else(|failure| panic!("{failure}"));
        for (name, compared) in comparison.0.into_inner() {
            assert!(compared > 0, "no random value fitted `{name}`");
        }
    }
}

#[test]
fn items_become_what_serde_dynamo_makes_of_them() {
    Comparison::run(image(), |comparison, image| {
        comparison.compare::<Value>(&image);
        comparison.compare::<Fields>(&image);
        comparison.compare::<Loose>(&image);
        comparison.compare::<Flat>(&image);
        comparison.compare::<Twice>(&image);
        comparison.compare::<Skips>(&image);
        comparison.compare::<Tagged>(&image);
        comparison.compare::<External>(&image);
        comparison.compare::<Newtype>(&image);
        comparison.compare::<serde::de::IgnoredAny>(&image);
        comparison.compare::<BTreeMap<u8, Untagged>>(&image);
        comparison.compare::<BTreeMap<String, Untagged>>(&image);
    });
}

#[test]
fn attributes_become_what_serde_dynamo_makes_of_them() {
    Comparison::run(value(), |comparison, value| {
        let image = serde_json::to_string(&BTreeMap::from([("a", value)])).unwrap();
        comparison.compare_attribute::<Untagged>(&image);
        comparison.compare_attribute::<Value>(&image);
        comparison.compare_attribute::<String>(&image);
        comparison.compare_attribute::<char>(&image);
        comparison.compare_attribute::<bool>(&image);
        comparison.compare_attribute::<()>(&image);
        comparison.compare_attribute::<i8>(&image);
        comparison.compare_attribute::<u64>(&image);
        comparison.compare_attribute::<i64>(&image);
        comparison.compare_attribute::<f32>(&image);
        comparison.compare_attribute::<f64>(&image);
        comparison.compare_attribute::<ByteBuf>(&image);
        comparison.compare_attribute::<Vec<u8>>(&image);
        comparison.compare_attribute::<Vec<String>>(&image);
        comparison.compare_attribute::<Vec<ByteBuf>>(&image);
        comparison.compare_attribute::<Vec<f64>>(&image);
        comparison.compare_attribute::<Vec<Untagged>>(&image);
        comparison.compare_attribute::<(u8, String)>(&image);
        comparison.compare_attribute::<External>(&image);
        comparison.compare_attribute::<Tagged>(&image);
        comparison.compare_attribute::<Fields>(&image);
        comparison.compare_attribute::<Vec<External>>(&image);
        comparison.compare_attribute::<Option<Loose>>(&image);
        comparison.compare_attribute::<BTreeMap<Key, Untagged>>(&image);
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, ..ProptestConfig::default() })]

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
