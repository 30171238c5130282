//! An order as an item of DynamoDB, with each attribute's type fixed.

use std::{borrow::Cow, str::FromStr};

use serde::{Deserialize, Deserializer, de::Error};

#[derive(Deserialize)]
pub(crate) struct OrderItem<'a> {
    id: Number<u64>,
    #[serde(borrow)]
    user: Text<'a>,
    amount: Number<f64>,
    #[serde(borrow)]
    items: List<'a>,
}

#[derive(Deserialize)]
struct List<'a> {
    #[serde(rename = "L", borrow)]
    items: Vec<Map<'a>>,
}

#[derive(Deserialize)]
struct Map<'a> {
    #[serde(rename = "M", borrow)]
    item: Item<'a>,
}

#[derive(Deserialize)]
struct Item<'a> {
    #[serde(borrow)]
    sku: Text<'a>,
    qty: Number<u32>,
    price: Number<f64>,
}

#[derive(Deserialize)]
struct Text<'a> {
    #[serde(rename = "S", borrow)]
    text: Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(bound = "T: FromStr")]
struct Number<T> {
    #[serde(rename = "N", deserialize_with = "parse")]
    number: T,
}

fn parse<'de, T: FromStr, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    <&str>::deserialize(deserializer)?.parse().map_err(|_| D::Error::custom("not a number"))
}

impl OrderItem<'_> {
    pub(crate) fn value(&self) -> f64 {
        let items =
            self.items.items.iter().map(|Map { item }| {
                item.price.number * f64::from(item.qty.number) + item.sku.text.len() as f64
            });
        items.sum::<f64>() + self.amount.number + self.id.number as f64 + self.user.text.len() as f64
    }
}
