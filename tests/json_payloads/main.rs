//! JSON in a payload: what a type may borrow, what it is not taken for, and what no log and no error shows of it.

mod borrowed_like_owned;
#[path = "../captured_log.rs"]
mod captured_log;
mod escaped_text;
mod lists_for_structs;
mod random_json;
mod secrecy;

use base64::{Engine, engine::general_purpose::STANDARD};
use checkpointed::{DecodeError, FromRecord, Json, Kinesis, RawRecord, kinesis};
use serde::Deserialize;

/// A record of Kinesis with this data.
fn record(data: &str) -> RawRecord<Kinesis> {
    let data = STANDARD.encode(data);
    let json = format!(r#"{{"kinesis":{{"partitionKey":"key","sequenceNumber":"1","data":"{data}"}}}}"#);
    RawRecord::from_json(&json).expect("a record is JSON")
}

/// What a record's data is decoded into.
fn decode<'r, T: Deserialize<'r>>(record: &'r RawRecord<Kinesis>) -> Result<T, DecodeError> {
    kinesis::Record::<Json<T>>::from_record(record).map(|record| record.data.into_inner())
}
