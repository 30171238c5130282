//! The decoding of JSON: fast when it succeeds, and with an exact error when it fails.

use serde::{
    Deserialize,
    de::{Error as _, Unexpected},
};

mod decode_error;
pub(crate) mod escaped_text;
mod json_decoding;
pub(crate) mod plain_text;
pub(crate) mod redacted_error;
mod serde_json_error;

pub use self::decode_error::DecodeError;
use self::escaped_text::has_escapes;
pub(crate) use self::serde_json_error::without_value;
use self::{json_decoding::JsonDecoding, redacted_error::RedactedError};
use crate::data::Data;

/// Decodes a payload that is JSON. Only when that fails is it decoded once more, to find out where and why.
pub(crate) fn json_payload<'r, T: Deserialize<'r>>(data: Data<'r>) -> Result<T, DecodeError> {
    let bytes = data.bytes();
    // By itself `serde_json` refuses text with escapes where a type borrows, or takes it for something else where it has a
    // choice.
    if is_list(bytes) || has_escapes(bytes) {
        return in_layers(data);
    }
    // One look at all of it is much cheaper than one at each of its strings.
    match str::from_utf8(bytes) {
        Ok(text) => serde_json::from_str(text),
        Err(_) => serde_json::from_slice(bytes),
    }
    .or_else(|_| explain_payload(data))
}

/// Decodes a payload with the layers around `serde_json`. A function of its own, so that the compiler optimizes the direct way
/// as if there were no other.
#[inline(never)]
fn in_layers<'r, T: Deserialize<'r>>(data: Data<'r>) -> Result<T, DecodeError> {
    let decoding = || JsonDecoding::new(Some(data.kept()));
    if is_list(data.bytes()) && decoding().needs_fields::<T>() {
        return Err(RedactedError::invalid_type(Unexpected::Seq, &"a map").into());
    }
    decode_bytes(&decoding(), data.bytes()).or_else(|_| explain_payload(data))
}

/// Decodes once more, to find out why the payload is refused.
#[cold]
#[inline(never)]
fn explain_payload<'r, T: Deserialize<'r>>(data: Data<'r>) -> Result<T, DecodeError> {
    let decoding = JsonDecoding::new(Some(data.kept())).explaining();
    decode_bytes(&decoding, data.bytes()).map_err(DecodeError::from)
}

fn decode_bytes<'r, T: Deserialize<'r>>(
    decoding: &JsonDecoding<'r>,
    json: &'r [u8],
) -> Result<T, RedactedError> {
    match str::from_utf8(json) {
        Ok(text) => decoding.decode(serde_json::Deserializer::from_str(text)),
        Err(_) => decoding.decode(serde_json::Deserializer::from_slice(json)),
    }
}

/// Decodes JSON of the event, which is known to be UTF-8. It is decoded once more if that fails, as a payload is.
#[cfg(any(feature = "sqs", feature = "kafka"))]
pub(crate) fn json_str<'r, T: Deserialize<'r>>(json: &'r str) -> Result<T, DecodeError> {
    serde_json::from_str(json).or_else(|_| explain_str(json))
}

/// Decodes JSON of the event that couldn't be decoded, to find out why.
#[cold]
#[inline(never)]
pub(crate) fn explain_str<'r, T: Deserialize<'r>>(json: &'r str) -> Result<T, DecodeError> {
    let decoding = JsonDecoding::new(None).explaining();
    decoding.decode(serde_json::Deserializer::from_str(json)).map_err(DecodeError::from)
}

fn is_list(json: &[u8]) -> bool {
    json.iter().find(|byte| !matches!(byte, b' ' | b'\t' | b'\n' | b'\r')) == Some(&b'[')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::KeptBuffers;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct Order {
        items: Vec<Item>,
    }

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct Item {
        quantity: u32,
    }

    fn order(json: &[u8]) -> Result<Order, DecodeError> {
        json_payload(Data::new(json, &KeptBuffers::default()))
    }

    #[test]
    fn an_error_says_where_and_what_but_not_the_value() {
        let error = order(b"{\"items\":[{\"quantity\":1},\n{\"quantity\":\"secret\"}]}").unwrap_err();
        assert_eq!(error.path(), "items[1].quantity");
        assert_eq!(error.line_and_column(), Some((2, 20)));
        assert_eq!(
            error.within("kinesis.data").to_string(),
            "kinesis.data, at `items[1].quantity`, line 2 column 20: invalid type: string, expected u32"
        );
    }

    #[test]
    fn an_error_says_that_truncated_json_ends_too_early() {
        let error = order(br#"{"items":[{"quan"#).unwrap_err().to_string();
        assert!(error.ends_with("EOF while parsing a string"), "{error}");
    }
}
