//! Values of the program's own types come back as they were, after `serde_dynamo` wrote them.

use std::collections::{BTreeMap, BTreeSet};

use proptest::{
    collection::{btree_map, btree_set, vec},
    option,
    prelude::*,
};
use serde::{Deserialize, Serialize};
use serde_bytes::ByteBuf;

use crate::{decoded_by_serde_dynamo, item};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Order {
    id: String,
    initial: char,
    small: i8,
    large: u64,
    weight: f64,
    paid: bool,
    nothing: (),
    note: Option<String>,
    #[serde(with = "serde_bytes")]
    blob: Vec<u8>,
    amount: Amount,
    place: (i32, f32, String),
    payment: Payment,
    lines: Vec<Line>,
    by_number: BTreeMap<i16, Vec<Option<bool>>>,
    #[serde(with = "serde_dynamo::string_set")]
    tags: BTreeSet<String>,
    #[serde(with = "serde_dynamo::number_set")]
    sizes: BTreeSet<i64>,
    #[serde(with = "serde_dynamo::binary_set")]
    keys: Vec<ByteBuf>,
    #[serde(flatten)]
    more: More,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Amount(u32);

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
enum Payment {
    Cash,
    Card(String),
    Split(u8, u8),
    Bill { days: u16 },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
enum Line {
    Article { number: u64, price: f64 },
    Text { text: String },
    Empty,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct More {
    level: i64,
    either: Either,
    nested: BTreeMap<String, Either>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
enum Either {
    Number(i64),
    Text(String),
    Many(Vec<u16>),
}

fn finite() -> impl Strategy<Value = f64> {
    any::<i32>().prop_map(|number| f64::from(number) / 8.0)
}

fn payment() -> impl Strategy<Value = Payment> {
    prop_oneof![
        Just(Payment::Cash),
        ".{0,5}".prop_map(Payment::Card),
        any::<(u8, u8)>().prop_map(|(one, other)| Payment::Split(one, other)),
        any::<u16>().prop_map(|days| Payment::Bill { days }),
    ]
}

fn line() -> impl Strategy<Value = Line> {
    prop_oneof![
        (any::<u64>(), finite()).prop_map(|(number, price)| Line::Article { number, price }),
        ".{0,5}".prop_map(|text| Line::Text { text }),
        Just(Line::Empty),
    ]
}

fn either() -> impl Strategy<Value = Either> {
    prop_oneof![
        any::<i64>().prop_map(Either::Number),
        ".{0,5}".prop_map(Either::Text),
        vec(any::<u16>(), 0..3).prop_map(Either::Many),
    ]
}

fn order() -> impl Strategy<Value = Order> {
    let scalars = (".{0,9}", any::<char>(), any::<i8>(), any::<u64>(), finite(), any::<bool>());
    let others = (
        option::of(".{0,9}"),
        vec(any::<u8>(), 0..9),
        any::<u32>(),
        (any::<i32>(), any::<f32>().prop_filter("a number", |number| number.is_finite()), ".{0,5}"),
        payment(),
        vec(line(), 0..3),
    );
    let many = (
        btree_map(any::<i16>(), vec(any::<Option<bool>>(), 0..3), 0..20),
        btree_set(".{0,5}", 0..3),
        btree_set(any::<i64>(), 0..3),
        vec(vec(any::<u8>(), 0..5).prop_map(ByteBuf::from), 0..3),
        any::<i64>(),
        either(),
        btree_map(".{0,3}", either(), 0..3),
    );
    (scalars, others, many).prop_map(
        |(
            (id, initial, small, large, weight, paid),
            (note, blob, amount, place, payment, lines),
            (by_number, tags, sizes, keys, level, either, nested),
        )| Order {
            id,
            initial,
            small,
            large,
            weight,
            paid,
            nothing: (),
            note,
            blob,
            amount: Amount(amount),
            place,
            payment,
            lines,
            by_number,
            tags,
            sizes,
            keys,
            more: More { level, either, nested },
        },
    )
}

proptest! {
    #[test]
    fn what_serde_dynamo_writes_is_read(order in order()) {
        let attributes: serde_dynamo::Item = serde_dynamo::to_item(&order).unwrap();
        let image = serde_json::to_string(&attributes).unwrap();
        prop_assert_eq!(decoded_by_serde_dynamo::<Order>(&image), Ok(order.clone()));
        prop_assert_eq!(item::<Order>(&image), Ok(order));
    }
}
