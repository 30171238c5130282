//! Random attributes and items, some of which fit the types that they are decoded into.

use std::collections::BTreeMap;

use proptest::{
    collection::{btree_map, vec},
    option,
    prelude::*,
    sample::select,
};
use serde_dynamo::AttributeValue;

/// The names that the types of the comparison have, and others.
fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => select(vec!["a", "b", "c", "x", "y", "S", "M", "type", "Unit", "New", "Pair", "Named"])
            .prop_map(str::to_owned),
        1 => ".{0,4}",
        1 => (0..20_u8).prop_map(|number| number.to_string()),
    ]
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![name(), ".{0,8}", ".", Just("\"\\\u{1f600}\u{7}".to_owned())]
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => any::<i8>().prop_map(|number| number.to_string()),
        2 => any::<i16>().prop_map(|number| number.to_string()),
        1 => any::<u64>().prop_map(|number| number.to_string()),
        1 => any::<i128>().prop_map(|number| number.to_string()),
        1 => any::<f64>().prop_map(|number| number.to_string()),
        1 => "-?[0-9]{0,3}(\\.[0-9]{0,3})?([eE][+-]?[0-9]{1,2})?",
    ]
}

fn bytes() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![vec(any::<u8>(), 0..6), text().prop_map(String::into_bytes)]
}

/// An attribute without attributes inside.
fn leaf() -> BoxedStrategy<AttributeValue> {
    prop_oneof![
        2 => text().prop_map(AttributeValue::S),
        4 => number().prop_map(AttributeValue::N),
        1 => any::<bool>().prop_map(AttributeValue::Bool),
        1 => Just(AttributeValue::Null(true)),
        1 => bytes().prop_map(AttributeValue::B),
        1 => vec(text(), 0..4).prop_map(AttributeValue::Ss),
        1 => vec(number(), 0..4).prop_map(AttributeValue::Ns),
        1 => vec(bytes(), 0..4).prop_map(AttributeValue::Bs),
    ]
    .boxed()
}

fn map(item: BTreeMap<String, AttributeValue>) -> AttributeValue {
    AttributeValue::M(item.into_iter().collect())
}

/// Any attribute.
pub(super) fn value() -> BoxedStrategy<AttributeValue> {
    let nested = leaf().prop_recursive(4, 24, 4, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..4).prop_map(AttributeValue::L),
            btree_map(name(), inner, 0..5).prop_map(map),
        ]
    });
    let variant = prop_oneof![Just(AttributeValue::S("Unit".to_owned())), variant().prop_map(map)];
    prop_oneof![3 => leaf(), 4 => nested, 1 => pair(), 1 => variant, 2 => fitting_item().prop_map(map)]
        .boxed()
}

/// A list of a number and a text.
fn pair() -> BoxedStrategy<AttributeValue> {
    (number(), text())
        .prop_map(|(number, text)| {
            AttributeValue::L(vec![AttributeValue::N(number), AttributeValue::S(text)])
        })
        .boxed()
}

/// A variant of `External`.
fn variant() -> BoxedStrategy<BTreeMap<String, AttributeValue>> {
    let named = number().prop_map(|a| map(BTreeMap::from([("a".to_owned(), AttributeValue::N(a))])));
    prop_oneof![
        Just(("Unit", AttributeValue::Null(true))),
        number().prop_map(|number| ("New", AttributeValue::N(number))),
        pair().prop_map(|pair| ("Pair", pair)),
        named.prop_map(|named| ("Named", named)),
    ]
    .prop_map(|(name, value)| BTreeMap::from([(name.to_owned(), value)]))
    .boxed()
}

/// An item with the fields that the types of the comparison ask for. An item of random fields would hardly ever fit.
fn fitting_item() -> BoxedStrategy<BTreeMap<String, AttributeValue>> {
    let null = || Just(AttributeValue::Null(true));
    let numbers = || vec(number(), 0..3).prop_map(AttributeValue::Ns);
    let fields = (
        option::weighted(0.9, any::<u8>().prop_map(|number| AttributeValue::N(number.to_string()))),
        option::of(prop_oneof![text().prop_map(AttributeValue::S), null(), numbers()]),
        option::of(prop_oneof![any::<bool>().prop_map(AttributeValue::Bool), null()]),
        option::of(prop_oneof![leaf(), btree_map(name(), leaf(), 0..3).prop_map(map)]),
        option::of(select(vec!["S", "M", "Unit"]).prop_map(|name| AttributeValue::S(name.to_owned()))),
    );
    fields
        .prop_map(|(a, b, c, x, kind)| {
            let fields = [("a", a), ("b", b), ("c", c), ("x", x), ("type", kind)];
            fields.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect()
        })
        .boxed()
}

/// The item as JSON, with spaces and escapes wherever they may be.
pub(super) fn image() -> impl Strategy<Value = String> {
    let item = prop_oneof![6 => btree_map(name(), value(), 0..6), 3 => fitting_item(), 1 => variant()];
    (item, any::<bool>(), any::<bool>()).prop_map(|(item, pretty, escaped)| {
        let json = if pretty { serde_json::to_string_pretty(&item) } else { serde_json::to_string(&item) };
        let json = json.unwrap();
        if escaped {
            json.replace('x', r"\u0078").replace('é', r"\u00e9").replace('S', r"\u0053")
        } else {
            json
        }
    })
}
