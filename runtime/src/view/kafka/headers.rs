//! The headers of a record of Kafka.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Unexpected, Visitor},
};
use serde_json::value::RawValue;

use crate::{
    decode::{self, DecodeError},
    lookup::IsKey,
    view::unread::Unread,
};

const FIELD: &str = "headers";

/// The headers of a record, decoded on demand.
///
/// ```
/// use checkpointed::{DecodeError, checkpointed_stream_handler, kafka};
///
/// #[checkpointed_stream_handler]
/// async fn handle(record: kafka::Record<'_, &str>) -> Result<(), DecodeError> {
///     if let Some(trace) = record.headers.last("traceparent")? {
///         println!("{}", String::from_utf8_lossy(&trace));
///     }
///     Ok(())
/// }
/// ```
#[derive(Clone, Copy, Default)]
pub struct Headers<'r> {
    json: Option<&'r str>,
}

impl<'r> Headers<'r> {
    pub(super) fn new(json: Option<Unread<'r>>) -> Self {
        Headers { json: json.map(|Unread(json)| json) }
    }

    /// All headers with their names, in the order of the record. A name may be there several times. A header without a value
    /// has no bytes.
    ///
    /// # Errors
    /// If they cannot be read.
    pub fn all(&self) -> Result<Vec<(String, Vec<u8>)>, DecodeError> {
        let lists: Vec<HeaderList> =
            decode::json_str(self.json.unwrap_or("[]")).map_err(|error| error.within(FIELD))?;
        Ok(lists.into_iter().flat_map(|HeaderList(headers)| headers).collect())
    }

    /// The last header of this name, which is the one that counts; `None` if the record has none.
    ///
    /// # Errors
    /// If this header cannot be read, or something after it isn't a header.
    pub fn last(&self, name: &str) -> Result<Option<Vec<u8>>, DecodeError> {
        self.find(name).map_err(|error| error.within(FIELD))
    }

    fn find(&self, name: &str) -> Result<Option<Vec<u8>>, DecodeError> {
        let lists: Vec<&RawValue> = decode::json_str(self.json.unwrap_or("[]"))?;
        for list in lists.into_iter().rev() {
            if let Some(value) =
                LastHeader(name).deserialize(&mut serde_json::Deserializer::from_str(list.get()))?
            {
                let value: Option<Bytes> = decode::json_str(value.get())?;
                return Ok(Some(value.map_or_else(Vec::new, |Bytes(bytes)| bytes)));
            }
        }
        Ok(None)
    }
}

impl fmt::Debug for Headers<'_> {
    /// Says nothing of their content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Headers").finish_non_exhaustive()
    }
}

/// Finds the last header of a name in an object of headers, whatever the others hold.
struct LastHeader<'n>(&'n str);

impl<'j> DeserializeSeed<'j> for LastHeader<'_> {
    type Value = Option<&'j RawValue>;

    fn deserialize<D: Deserializer<'j>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'j> Visitor<'j> for LastHeader<'_> {
    type Value = Option<&'j RawValue>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object with a header")
    }

    fn visit_map<A: MapAccess<'j>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        let mut last = None;
        while let Some(is_key) = object.next_key_seed(IsKey(self.0))? {
            if is_key {
                last = Some(object.next_value()?);
            } else {
                object.next_value::<IgnoredAny>()?;
            }
        }
        Ok(last)
    }
}

/// An object of headers. AWS writes a list of these, with one header each.
struct HeaderList(Vec<(String, Vec<u8>)>);

impl<'de> Deserialize<'de> for HeaderList {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = HeaderList;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object with a header")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<HeaderList, A::Error> {
                let mut headers = Vec::new();
                while let Some((name, value)) = object.next_entry::<String, Option<Bytes>>()? {
                    headers.push((name, value.map_or_else(Vec::new, |Bytes(bytes)| bytes)));
                }
                Ok(HeaderList(headers))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}

/// Bytes as a list of numbers. AWS writes them from -128 to 127, as Java has them; from 0 to 255 is accepted too.
struct Bytes(Vec<u8>);

impl<'de> Deserialize<'de> for Bytes {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Numbers;
        impl<'de> Visitor<'de> for Numbers {
            type Value = Bytes;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a list of bytes, each from -128 to 255")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Bytes, A::Error> {
                let mut bytes = Vec::new();
                while let Some(number) = list.next_element::<i64>()? {
                    let byte = u8::try_from(number).ok();
                    let signed = || i8::try_from(number).ok().map(i8::cast_unsigned);
                    bytes.push(byte.or_else(signed).ok_or_else(|| {
                        A::Error::invalid_value(Unexpected::Signed(number), &"a byte, from -128 to 255")
                    })?);
                }
                Ok(Bytes(bytes))
            }
        }
        deserializer.deserialize_seq(Numbers)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(json: &str) -> Result<Vec<(String, Vec<u8>)>, String> {
        Headers { json: Some(json) }.all().map_err(|error| error.to_string())
    }

    #[test]
    fn bytes_may_be_signed_or_not() {
        let expected = vec![("h".to_owned(), "é".as_bytes().to_vec())];
        assert_eq!(all(r#"[{"h":[-61,-87]}]"#), Ok(expected.clone()));
        assert_eq!(all(r#"[{"h":[195,169]}]"#), Ok(expected));
        assert_eq!(all(r#"[{"h":[-128,255]}]"#), Ok(vec![("h".to_owned(), vec![128, 255])]));
    }

    #[test]
    fn headers_keep_their_order_and_the_last_of_a_name_counts() {
        let json = r#"[{"b":[1]},{"a":[]},{"b":[2]},{"c":null},{"z":[1],"y":[2]}]"#;
        let names: Vec<String> = all(json).unwrap().into_iter().map(|(name, _)| name).collect();
        assert_eq!(names, ["b", "a", "b", "c", "z", "y"]);
        let headers = Headers { json: Some(json) };
        assert_eq!(headers.last("b").unwrap(), Some(vec![2]));
        assert_eq!(headers.last("c").unwrap(), Some(Vec::new()));
        assert_eq!(headers.last("d").unwrap(), None);
        assert_eq!(Headers::default().all().unwrap(), []);
    }

    #[test]
    fn a_header_that_nobody_asks_for_cannot_fail() {
        for json in [
            r#"[{"h":[1]},{"x":"garbage"},{"\ud800":[1e400]}]"#,
            r#"[5,[[]],{"h":["\ud800"]},{"x":{"\ud800":0},"h":[1],"y":[256]}]"#,
        ] {
            assert_eq!(Headers { json: Some(json) }.last("h").unwrap(), Some(vec![1]), "{json}");
            assert!(all(json).is_err(), "{json}");
        }
        for json in [r#"[{"h":[1]},{"h":[256]}]"#, r#"[{"h":[1]},["h",[2]]]"#, r#"{"h":[1]}"#, "5"] {
            let error = Headers { json: Some(json) }.last("h").unwrap_err().to_string();
            assert!(error.starts_with("headers"), "{json}: {error}");
        }
    }

    #[test]
    fn unreadable_headers_are_an_error() {
        for (json, expected) in [
            (r#"{"h":[1]}"#, "headers: invalid type: map, expected a sequence"),
            (
                r#"[{"h":"aGk="}]"#,
                "headers, at `[0].*`, line 1 column 12: invalid type: string, expected a list of bytes, each from -128 to 255",
            ),
            (
                r#"[{"h":[256]}]"#,
                "headers, at `[0].*`, line 1 column 11: invalid value: integer, expected a byte, from -128 to 255",
            ),
        ] {
            assert_eq!(all(json).unwrap_err(), expected);
        }
    }
}
