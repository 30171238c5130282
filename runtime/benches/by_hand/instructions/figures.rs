//! What the counts say: ratios, costs of a record, and how the work grows.

use super::count::Counts;
use crate::cases::{BY_HAND, PARTS, SHAPES, WHOLE};

/// One figure of the table.
pub(crate) struct Figure {
    pub(crate) name: String,
    pub(crate) unit: Unit,
    pub(crate) value: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unit {
    /// How many times the instructions of the loop by hand are those of ours. More is better.
    TimesByHand,
    /// Instructions a record. Less is better.
    Instructions,
    /// The exponent of the instructions as the event grows. It must stay near 1.
    Exponent,
}

impl Unit {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Unit::TimesByHand => "x",
            Unit::Instructions => "instructions",
            Unit::Exponent => "exponent",
        }
    }
}

/// The figures of a run.
pub(crate) fn of(counts: &Counts) -> Vec<Figure> {
    let mut figures = ratios(counts);
    figures.extend(costs_of_a_record(counts));
    figures.extend(exponents(counts));
    figures
}

/// How many times as many instructions the loop by hand takes.
fn ratios(counts: &Counts) -> Vec<Figure> {
    let cases = || WHOLE.iter().chain(&PARTS);
    let mut figures = Vec::new();
    for case in cases() {
        let Some(by_hand) = counts.of(case, BY_HAND, case.records) else { continue };
        for variant in case.variants.iter().filter(|variant| variant.name != BY_HAND) {
            let Some(own) = counts.of(case, variant.name, case.records) else { continue };
            let name = format!("{}, {}", case.name, variant.name);
            figures.push(Figure { name, unit: Unit::TimesByHand, value: by_hand / own });
        }
    }
    figures
}

/// What one variant of a case costs more than another, for each record.
fn costs_of_a_record(counts: &Counts) -> Vec<Figure> {
    let pairs = [
        ("fixed cost of a record", "fixed cost", "attribute", "loop"),
        ("lanes, Kinesis, 400 keys", "Kinesis 60 B", "concurrency = 8", "owned"),
        ("lanes, DynamoDB, a key a record", "DynamoDB 1,000, one image", "concurrency = 8", "owned"),
    ];
    let find = |name| WHOLE.iter().chain(&PARTS).find(|case| case.name == name);
    let figure = |(name, case, more, less)| {
        let case = find(case)?;
        let count = |variant| counts.of(case, variant, case.records);
        let value = (count(more)? - count(less)?) / case.records as f64;
        Some(Figure { name: String::from(name), unit: Unit::Instructions, value })
    };
    pairs.into_iter().filter_map(figure).collect()
}

/// By which power the instructions grow while the event grows tenfold.
fn exponents(counts: &Counts) -> Vec<Figure> {
    let mut figures = Vec::new();
    for case in &SHAPES {
        for variant in case.variants {
            let count = |records| counts.of(case, variant.name, records);
            let (Some(small), Some(large)) = (count(case.records), count(case.records * 10)) else {
                continue;
            };
            let name = format!("growth: {}, {}", case.name, variant.name);
            figures.push(Figure { name, unit: Unit::Exponent, value: (large / small).log10() });
        }
    }
    figures
}
