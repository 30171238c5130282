//! Decoding that reads structs from objects only.
//!
//! serde's derive also reads a struct from a list, by position. A record that is a list would then be handled, though its
//! identifier, which is looked up by name, isn't found.

mod nested_access;

use serde::{Deserialize, Deserializer, de::Visitor, forward_to_deserialize_any};

use crate::{DecodeError, decode, record::RawRecord, scan::Fields, source::Source};

/// Decodes a record from the fields that the scan noted, or else from all of its JSON, which also finds out what is wrong.
/// `of_fields` decodes the same as the type does.
pub(super) fn decode_record<'r, S: Source, T: Deserialize<'r>>(
    raw: &'r RawRecord<S>,
    of_fields: impl FnOnce(Fields<'r>) -> Option<T>,
) -> Result<T, DecodeError> {
    match raw.fields().and_then(of_fields) {
        Some(decoded) => Ok(decoded),
        None => decode(raw.json()),
    }
}

/// Decodes JSON of the event into a type whose structs must be objects at every level. A key that no struct has may be any text,
/// even one that a `str` can't hold.
pub(super) fn decode<'r, T: Deserialize<'r>>(json: &'r str) -> Result<T, DecodeError> {
    if let Ok(ObjectsOnly::<T, true>(value)) = serde_json::from_str(json) {
        return Ok(value);
    }
    // Once more, to say where. An error's path is made of keys, which must be text.
    decode::explain_str(json).map(|ObjectsOnly::<T, false>(value)| value)
}

/// A value whose structs must be objects. The content of enums isn't checked: the enums of records hold no structs.
struct ObjectsOnly<T, const ANY_KEY: bool>(T);

impl<'de, T: Deserialize<'de>, const ANY_KEY: bool> Deserialize<'de> for ObjectsOnly<T, ANY_KEY> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        T::deserialize(Layer::<D, ANY_KEY>(deserializer)).map(ObjectsOnly)
    }
}

/// The layer around a deserializer, and around the visitors, lists, objects and seeds that it meets.
struct Layer<D, const ANY_KEY: bool>(D);

/// The layer around a struct's visitor, which refuses lists.
struct StructVisitor<V, const ANY_KEY: bool>(V);

/// The layer around the deserializer of an object's key, or around its seed.
struct AnyKey<D>(D);

/// Passes methods on, for values that hold no others.
macro_rules! forward {
    ($($method:ident($($name:ident: $type:ty),*);)*) => {
        $(fn $method<V: Visitor<'de>>(self, $($name: $type,)* visitor: V) -> Result<V::Value, D::Error> {
            self.0.$method($($name,)* visitor)
        })*
    };
}

impl<'de, D: Deserializer<'de>, const ANY_KEY: bool> Deserializer<'de> for Layer<D, ANY_KEY> {
    type Error = D::Error;

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_struct(name, fields, StructVisitor::<_, ANY_KEY>(visitor))
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(Layer::<_, ANY_KEY>(visitor))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_option(Layer::<_, ANY_KEY>(visitor))
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, Layer::<_, ANY_KEY>(visitor))
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_seq(Layer::<_, ANY_KEY>(visitor))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, len: usize, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_tuple(len, Layer::<_, ANY_KEY>(visitor))
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        len: usize,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_tuple_struct(name, len, Layer::<_, ANY_KEY>(visitor))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(Layer::<_, ANY_KEY>(visitor))
    }

    forward! {
        deserialize_bool();
        deserialize_i8();
        deserialize_i16();
        deserialize_i32();
        deserialize_i64();
        deserialize_i128();
        deserialize_u8();
        deserialize_u16();
        deserialize_u32();
        deserialize_u64();
        deserialize_u128();
        deserialize_f32();
        deserialize_f64();
        deserialize_char();
        deserialize_str();
        deserialize_string();
        deserialize_bytes();
        deserialize_byte_buf();
        deserialize_unit();
        deserialize_unit_struct(name: &'static str);
        deserialize_enum(name: &'static str, variants: &'static [&'static str]);
        deserialize_identifier();
        deserialize_ignored_any();
    }
}

impl<'de, D: Deserializer<'de>> Deserializer<'de> for AnyKey<D> {
    type Error = D::Error;

    /// Reads the key as bytes: one with half of a surrogate pair is a key that no struct has, and not an error.
    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_bytes(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        self.0.deserialize_newtype_struct(name, visitor)
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    // Records have no maps whose keys are numbers.
    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        seq tuple tuple_struct map struct enum ignored_any
    }
}

#[cfg(test)]
mod tests {
    use std::{cell::Cell, collections::HashMap};

    use serde_json::value::RawValue;

    use super::*;

    #[derive(Debug, PartialEq, Deserialize)]
    struct Inner {
        id: u8,
    }

    #[derive(Debug, Deserialize)]
    struct Outer<'a> {
        inner: Option<Inner>,
        #[serde(default)]
        list: Vec<Inner>,
        #[serde(default)]
        map: HashMap<String, Inner>,
        #[serde(default)]
        pair: (u8, u8),
        #[serde(borrow)]
        raw: Option<&'a RawValue>,
    }

    fn read(json: &str) -> Result<Outer<'_>, String> {
        decode(json).map_err(|error| error.to_string())
    }

    #[test]
    fn a_struct_is_not_read_from_a_list_at_any_level() {
        for json in [
            r#"[{"id":1},[],{},[1,2],5]"#,
            r#"{"inner":[1]}"#,
            r#"{"list":[{"id":1},[1]]}"#,
            r#"{"map":{"a":[1]}}"#,
        ] {
            let error = read(json).unwrap_err();
            assert!(error.ends_with("invalid type: sequence, expected an object"), "{json}: {error}");
            assert!(serde_json::from_str::<Outer<'_>>(json).is_ok(), "serde's derive takes it: {json}");
        }
    }

    #[test]
    fn other_values_are_read_as_by_serde() {
        let json = r#"{"inner":{"id":1},"list":[{"id":2}],"map":{"a":{"id":3}},"pair":[4,5],"raw":[6]}"#;
        let outer = read(json).unwrap();
        assert_eq!((outer.inner, outer.list), (Some(Inner { id: 1 }), vec![Inner { id: 2 }]));
        assert_eq!((outer.map.get("a"), outer.pair), (Some(&Inner { id: 3 }), (4, 5)));
        assert_eq!(outer.raw.map(RawValue::get), Some("[6]"));
        assert!(read(r#"{"inner":null}"#).is_ok_and(|outer| outer.inner.is_none()));
        assert!(read(r#"{"inner":{"id":1,"id":1}}"#).unwrap_err().ends_with("duplicate field `id`"));
    }

    #[test]
    fn a_record_that_is_refused_is_decoded_twice() {
        thread_local!(static DECODED: Cell<usize> = const { Cell::new(0) });

        #[derive(Debug)]
        struct Counted;

        impl<'de> Deserialize<'de> for Counted {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                DECODED.set(DECODED.get() + 1);
                u8::deserialize(deserializer).map(|_| Counted)
            }
        }

        assert!(decode::<Counted>("7").is_ok());
        assert_eq!(DECODED.replace(0), 1);
        let error = decode::<HashMap<String, Counted>>(r#"{"id":"x"}"#).unwrap_err();
        assert_eq!((DECODED.get(), error.line_and_column()), (2, Some((1, 9))));
    }

    #[test]
    fn an_unknown_key_may_be_any_text() {
        assert!(read(r#"{"\ud800":1,"in\u006eer":{"id":1,"\udc00\"":[]}}"#).is_ok());
    }
}
