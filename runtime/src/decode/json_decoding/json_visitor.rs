//! What `serde_json` finds, passed on to a type's own visitor.

use std::fmt;

use serde::{
    Deserializer,
    de::{EnumAccess, Error, MapAccess, SeqAccess, Unexpected, Visitor},
};

use super::{
    JsonDeserializer, JsonVisitor, Request,
    nested_values::{Elements, Entries, Variants},
};
use crate::decode::redacted_error::RedactedError;

impl<'s, 'r, V: Visitor<'r>> JsonVisitor<'s, 'r, V> {
    /// Calls the type's own visitor.
    fn pass<E: Error>(self, call: impl FnOnce(V) -> Result<V::Value, RedactedError>) -> Result<V::Value, E> {
        call(self.visitor).map_err(|error| self.decoding.stash(error))
    }

    /// The content of an `Option` or of a newtype, which counts as this value.
    fn inside<D: Deserializer<'r>>(
        self,
        inner: D,
        call: impl FnOnce(V, JsonDeserializer<'s, 'r, D>) -> Result<V::Value, RedactedError>,
    ) -> Result<V::Value, D::Error> {
        let JsonVisitor { decoding, key, top, .. } = self;
        self.pass(|visitor| call(visitor, JsonDeserializer { inner, decoding, key, top }))
    }

    /// Notes which name a key is, for the path of an error.
    fn note(&self, text: &str) {
        if let Some(key) = self.key
            && self.decoding.explains
        {
            key.note(text);
        }
    }

    /// Keeps what the type may borrow.
    fn kept(&self, bytes: &[u8]) -> Option<&'r [u8]> {
        if matches!(self.request, Request::Borrow) { self.decoding.keep(bytes) } else { None }
    }

    /// The names that the type has for the keys of an object or for its variants.
    fn names(&self) -> &'static [&'static str] {
        match self.request {
            Request::Struct(names) | Request::Enum(names) => names,
            Request::Borrow | Request::Inspect => &[],
        }
    }
}

/// Passes values on as they are.
macro_rules! pass {
    ($($method:ident($value:ty))*) => {$(
        fn $method<E: Error>(self, value: $value) -> Result<V::Value, E> {
            self.pass(|visitor| visitor.$method(value))
        }
    )*};
}

impl<'r, V: Visitor<'r>> Visitor<'r> for JsonVisitor<'_, 'r, V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.visitor.expecting(f)
    }

    pass!(visit_bool(bool) visit_char(char) visit_f32(f32) visit_f64(f64));
    pass!(visit_i8(i8) visit_i16(i16) visit_i32(i32) visit_i64(i64) visit_i128(i128));
    pass!(visit_u8(u8) visit_u16(u16) visit_u32(u32) visit_u64(u64) visit_u128(u128));
    pass!(visit_borrowed_bytes(&'r [u8]) visit_byte_buf(Vec<u8>));

    fn visit_str<E: Error>(self, text: &str) -> Result<V::Value, E> {
        self.note(text);
        // The kept bytes are a copy of text, so they are UTF-8.
        match self.kept(text.as_bytes()).and_then(|kept| str::from_utf8(kept).ok()) {
            Some(kept) => self.pass(|visitor| visitor.visit_borrowed_str(kept)),
            None => self.pass(|visitor| visitor.visit_str(text)),
        }
    }

    fn visit_borrowed_str<E: Error>(self, text: &'r str) -> Result<V::Value, E> {
        self.note(text);
        self.pass(|visitor| visitor.visit_borrowed_str(text))
    }

    /// An owned text is never part of the JSON, so no type could borrow it.
    fn visit_string<E: Error>(self, text: String) -> Result<V::Value, E> {
        self.note(&text);
        self.pass(|visitor| visitor.visit_string(text))
    }

    fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<V::Value, E> {
        match self.kept(bytes) {
            Some(kept) => self.pass(|visitor| visitor.visit_borrowed_bytes(kept)),
            None => self.pass(|visitor| visitor.visit_bytes(bytes)),
        }
    }

    fn visit_none<E: Error>(self) -> Result<V::Value, E> {
        self.pass(Visitor::visit_none)
    }

    fn visit_unit<E: Error>(self) -> Result<V::Value, E> {
        self.pass(Visitor::visit_unit)
    }

    fn visit_some<D: Deserializer<'r>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.inside(inner, Visitor::visit_some)
    }

    fn visit_newtype_struct<D: Deserializer<'r>>(self, inner: D) -> Result<V::Value, D::Error> {
        self.inside(inner, Visitor::visit_newtype_struct)
    }

    fn visit_seq<A: SeqAccess<'r>>(self, list: A) -> Result<V::Value, A::Error> {
        if self.top && matches!(self.request, Request::Struct(_)) {
            return self.pass(|visitor| Err(RedactedError::invalid_type(Unexpected::Seq, &visitor)));
        }
        let decoding = self.decoding;
        self.pass(|visitor| visitor.visit_seq(Elements::new(list, decoding)))
    }

    fn visit_map<A: MapAccess<'r>>(self, object: A) -> Result<V::Value, A::Error> {
        let (decoding, names) = (self.decoding, self.names());
        self.pass(|visitor| visitor.visit_map(Entries::new(object, decoding, names)))
    }

    fn visit_enum<A: EnumAccess<'r>>(self, variant: A) -> Result<V::Value, A::Error> {
        let (decoding, names) = (self.decoding, self.names());
        self.pass(|visitor| visitor.visit_enum(Variants::new(variant, decoding, names)))
    }
}
