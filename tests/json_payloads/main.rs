//! `Json<T>`: text with escapes can be borrowed, a list is not taken for a struct, and no log or error shows anything of a
//! payload.

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

/// Decodes the data of a record.
fn decode<'r, T: Deserialize<'r>>(record: &'r RawRecord<Kinesis>) -> Result<T, DecodeError> {
    kinesis::Record::<Json<T>>::from_record(record).map(|record| record.data.into_inner())
}
