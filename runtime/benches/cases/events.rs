//! Events as AWS sends them: compact JSON, the fields in the order that AWS documents, the same bytes in every run.

mod dynamodb;
mod kafka;
mod kinesis;
mod sqs;

use std::fmt::Write;

pub(crate) use self::{
    dynamodb::dynamodb,
    kafka::{kafka, kafka_in_partitions},
    kinesis::{kinesis, kinesis_of},
    sqs::{sqs, sqs_of},
};

/// A linear congruential generator, because the benchmarks need no better one.
pub(crate) struct Numbers(u64);

impl Numbers {
    pub(crate) fn new() -> Self {
        Numbers(20_260_101)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    /// An amount of money.
    pub(crate) fn amount(&mut self, limit: u64) -> f64 {
        self.below(limit * 100) as f64 / 100.0
    }

    /// So many hexadecimal digits.
    pub(crate) fn hexadecimal(&mut self, digits: usize) -> String {
        (0..digits).map(|_| char::from_digit(self.below(16) as u32, 16).expect("a digit")).collect()
    }
}

/// What a record carries.
pub(crate) struct OrderData {
    pub(crate) id: usize,
    /// As a string of JSON, with its quotes.
    pub(crate) user: String,
    pub(crate) amount: f64,
    pub(crate) items: Vec<(String, u64, f64)>,
}

/// One user in ten has such a name, so that about four in a hundred names aren't ASCII or have escapes.
const NAMES: [&str; 10] = [
    "alice.martin",
    "bob",
    "Zoë Müller",
    "chen wei",
    "d.o'brien",
    r#"Eve \"the\" Fox"#,
    "françois",
    "g.hopper",
    "maría-josé",
    "k8s-service-account",
];

impl OrderData {
    /// An order whose JSON has about `size` bytes.
    pub(crate) fn new(id: usize, size: usize, numbers: &mut Numbers) -> Self {
        let user = match numbers.below(10) {
            0 => format!("\"{}\"", NAMES[numbers.below(10) as usize]),
            _ => format!("\"user-{:05}\"", numbers.below(99_999)),
        };
        let amount = numbers.amount(1_000);
        let items = (0..(size.saturating_sub(60) * 2 + 47) / 95)
            .map(|_| {
                let sku = format!("SKU-{:06}", numbers.below(1_000_000));
                (sku, 1 + numbers.below(19), numbers.amount(300))
            })
            .collect();
        OrderData { id: id + 1, user, amount, items }
    }

    pub(crate) fn json(&self) -> String {
        let OrderData { id, user, amount, items } = self;
        let mut json = format!(r#"{{"id":{id},"user":{user},"amount":{amount},"items":["#);
        for (number, (sku, qty, price)) in items.iter().enumerate() {
            let comma = if number > 0 { "," } else { "" };
            write!(json, r#"{comma}{{"sku":"{sku}","qty":{qty},"price":{price}}}"#).expect("a string grows");
        }
        json.push_str("]}");
        json
    }
}

/// An event with a list of records.
fn event_of(records: &[String]) -> Vec<u8> {
    format!(r#"{{"Records":[{}]}}"#, records.join(",")).into_bytes()
}
