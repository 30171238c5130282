//! Compares what this crate makes of an event with what `serde_json` makes of it, record by record. The suite and the fuzzer share
//! it.

// With their paths, because the fuzzer includes this file from elsewhere.
#[path = "comparison/cut_by_serde.rs"]
mod cut_by_serde;
#[path = "comparison/sources.rs"]
mod sources;

use checkpointed::Batch;

use self::{
    cut_by_serde::{CutEvent, cut},
    sources::{observe_dynamodb, observe_kafka, observe_kinesis, observe_sqs},
};

/// A record as a function sees it.
#[derive(Debug, PartialEq)]
pub(crate) struct Observed {
    json: String,
    identifier: Option<String>,
    /// The view's fields, or the error.
    view: Result<String, String>,
}

/// Whether an event is one, and what its records are, must not depend on how they were found.
///
/// A `RawRecord` that is made of a record's JSON is not scanned: its fields are found by `serde_json`.
pub(crate) fn assert_same(event: &[u8]) {
    let scanned = Batch::<()>::from_json(event);
    let read = serde_json::from_slice::<Batch<()>>(event);
    let expected = cut(event);
    let (scanned, read, expected) = match (scanned, read, expected) {
        (Ok(scanned), Ok(read), Ok(expected)) => (scanned, read, expected),
        (Err(scanned), Err(read), Err(_)) => {
            assert_eq!(scanned.to_string(), read.to_string());
            return;
        }
        (scanned, read, expected) => panic!("{scanned:?}, {read:?}, {}", expected.is_ok()),
    };
    assert_eq!((scanned.len(), read.len()), (expected.records.len(), expected.records.len()));
    for observe in [observe_kinesis, observe_dynamodb, observe_sqs, observe_kafka] {
        observe(scanned.clone(), &expected);
        observe(read.clone(), &expected);
    }
}
