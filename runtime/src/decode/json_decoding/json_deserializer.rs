//! What a type asks for, passed on to `serde_json`.

use serde::{Deserializer, de::Visitor};

use super::{JsonDeserializer, JsonVisitor, Request, known_expectation};
use crate::decode::redacted_error::RedactedError;

impl<'s, 'r, D: Deserializer<'r>> JsonDeserializer<'s, 'r, D> {
    /// Calls `serde_json` with the type's visitor in its layer.
    fn visit<V: Visitor<'r>>(
        self,
        request: Request,
        visitor: V,
        call: impl FnOnce(D, JsonVisitor<'s, 'r, V>) -> Result<V::Value, D::Error>,
    ) -> Result<V::Value, RedactedError> {
        let JsonDeserializer { inner, decoding, key, top } = self;
        let expected = if decoding.explains { known_expectation(&visitor) } else { None };
        call(inner, JsonVisitor { visitor, decoding, request, key, top })
            .map_err(|error| decoding.fetch(&error, expected.as_deref()))
    }

    /// How an identifier is asked for: the keys of a struct are only looked at.
    fn identifier(&self) -> Request {
        if self.key.is_some_and(|key| !key.names.is_empty()) { Request::Inspect } else { Request::Borrow }
    }
}

/// Passes methods on to `serde_json`.
macro_rules! forward {
    ($request:expr => $($method:ident)*) => {$(
        fn $method<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
            self.visit($request, visitor, |inner, outer| inner.$method(outer))
        }
    )*};
}

impl<'r, D: Deserializer<'r>> Deserializer<'r> for JsonDeserializer<'_, 'r, D> {
    type Error = RedactedError;

    forward!(Request::Borrow => deserialize_str deserialize_bytes);
    forward!(Request::Inspect => deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128);
    forward!(Request::Inspect => deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128);
    forward!(Request::Inspect => deserialize_f32 deserialize_f64 deserialize_char deserialize_string deserialize_byte_buf);
    forward!(Request::Inspect => deserialize_option deserialize_unit deserialize_seq deserialize_map deserialize_ignored_any);

    fn deserialize_any<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        if self.top {
            self.decoding.asked_for_any.set(true);
        }
        self.visit(Request::Borrow, visitor, D::deserialize_any)
    }

    fn deserialize_identifier<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        let request = self.identifier();
        self.visit(request, visitor, D::deserialize_identifier)
    }

    fn deserialize_unit_struct<V: Visitor<'r>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        self.visit(Request::Inspect, visitor, |inner, outer| inner.deserialize_unit_struct(name, outer))
    }

    fn deserialize_newtype_struct<V: Visitor<'r>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        self.visit(Request::Inspect, visitor, |inner, outer| inner.deserialize_newtype_struct(name, outer))
    }

    fn deserialize_tuple<V: Visitor<'r>>(self, length: usize, visitor: V) -> Result<V::Value, RedactedError> {
        self.visit(Request::Inspect, visitor, |inner, outer| inner.deserialize_tuple(length, outer))
    }

    fn deserialize_tuple_struct<V: Visitor<'r>>(
        self,
        name: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        self.visit(Request::Inspect, visitor, |inner, outer| {
            inner.deserialize_tuple_struct(name, length, outer)
        })
    }

    fn deserialize_struct<V: Visitor<'r>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        self.visit(Request::Struct(fields), visitor, |inner, outer| {
            inner.deserialize_struct(name, fields, outer)
        })
    }

    fn deserialize_enum<V: Visitor<'r>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        self.visit(Request::Enum(variants), visitor, |inner, outer| {
            inner.deserialize_enum(name, variants, outer)
        })
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}
