//! What the functions decode from a record, and what they do with it: next to nothing.

use std::{borrow::Cow, cell::Cell};

use serde::Deserialize;

/// What the functions of a run did. The sum doesn't depend on the order of the records.
#[derive(Default)]
pub(crate) struct Total(Cell<u64>);

impl Total {
    pub(crate) fn add(&self, value: f64) {
        self.0.set(self.0.get().wrapping_add(value.to_bits()));
    }

    pub(crate) fn take(&self) -> u64 {
        self.0.take()
    }
}

#[derive(Deserialize)]
pub(crate) struct Order {
    id: u64,
    user: String,
    amount: f64,
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    sku: String,
    qty: u32,
    price: f64,
}

impl Order {
    pub(crate) fn value(&self) -> f64 {
        let items = self.items.iter().map(|item| item.price * f64::from(item.qty) + item.sku.len() as f64);
        items.sum::<f64>() + self.amount + self.id as f64 + self.user.len() as f64
    }
}

/// The same order, with its text borrowed.
#[derive(Deserialize)]
pub(crate) struct BorrowedOrder<'a> {
    id: u64,
    #[serde(borrow)]
    user: Cow<'a, str>,
    amount: f64,
    #[serde(borrow)]
    items: Vec<BorrowedItem<'a>>,
}

#[derive(Deserialize)]
struct BorrowedItem<'a> {
    sku: &'a str,
    qty: u32,
    price: f64,
}

impl BorrowedOrder<'_> {
    pub(crate) fn value(&self) -> f64 {
        let items = self.items.iter().map(|item| item.price * f64::from(item.qty) + item.sku.len() as f64);
        items.sum::<f64>() + self.amount + self.id as f64 + self.user.len() as f64
    }
}
