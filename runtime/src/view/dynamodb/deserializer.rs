//! What the user's type may ask of an attribute, and what it gets.
//!
//! It gets what `serde_dynamo` gives it. Beyond that it gets integers of 128 bits, integers that are written with a point or an
//! exponent, lists of bytes from binaries, and options and newtypes in sets.

use serde::{Deserializer, de::Visitor};
use serde_dynamo::AttributeValue;

use super::{attribute::Attribute, types::Type};
use crate::decode::RedactedError;

macro_rules! numbers {
    ($($method:ident)*) => {
        $(
            fn $method<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
                self.number()?.$method(visitor)
            }
        )*
    };
}

impl<'r> Deserializer<'r> for Attribute<'_, 'r> {
    type Error = RedactedError;

    fn deserialize_any<V: Visitor<'r>>(mut self, visitor: V) -> Result<V::Value, RedactedError> {
        match self.open()? {
            Type::S => self.text()?.deserialize_any(visitor),
            Type::N => self.number()?.deserialize_any(visitor),
            Type::B => self.binary()?.deserialize_any(visitor),
            Type::Bool => visitor.visit_bool(self.boolean()?),
            Type::Null => self.deserialize_unit(visitor),
            Type::M => self.attributes(&[], visitor),
            Type::L | Type::Ss | Type::Ns | Type::Bs => self.elements(visitor),
        }
    }

    numbers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128
        deserialize_f32 deserialize_f64
    }

    fn deserialize_str<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        self.text()?.deserialize_str(visitor)
    }

    fn deserialize_string<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        self.text()?.deserialize_string(visitor)
    }

    fn deserialize_identifier<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        self.text()?.deserialize_identifier(visitor)
    }

    fn deserialize_char<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        let text = self.text()?.text;
        let mut characters = text.chars();
        match (characters.next(), characters.next()) {
            (Some(character), None) => visitor.visit_char(character),
            _ => Err(RedactedError::new("invalid value: text, expected one character")),
        }
    }

    fn deserialize_bool<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        visitor.visit_bool(self.boolean()?)
    }

    fn deserialize_bytes<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        self.binary()?.deserialize_bytes(visitor)
    }

    fn deserialize_byte_buf<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        self.binary()?.deserialize_byte_buf(visitor)
    }

    fn deserialize_option<V: Visitor<'r>>(mut self, visitor: V) -> Result<V::Value, RedactedError> {
        if self.open()? != Type::Null {
            return visitor.visit_some(self);
        }
        self.null()?;
        visitor.visit_none()
    }

    fn deserialize_unit<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        self.null()?;
        visitor.visit_unit()
    }

    fn deserialize_unit_struct<V: Visitor<'r>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'r>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        visitor
            .visit_newtype_struct(self)
            .map_err(|refusal| refusal.expecting(&format!("tuple struct {name}")))
    }

    fn deserialize_seq<V: Visitor<'r>>(mut self, visitor: V) -> Result<V::Value, RedactedError> {
        match self.open()? {
            // `Vec<u8>` and arrays of `u8` ask for a list.
            Type::B => self.binary()?.deserialize_seq(visitor),
            _ => self.elements(visitor),
        }
    }

    fn deserialize_tuple<V: Visitor<'r>>(self, _: usize, visitor: V) -> Result<V::Value, RedactedError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'r>>(
        self,
        name: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        self.deserialize_seq(visitor).map_err(|refusal| refusal.expecting(&format!("tuple struct {name}")))
    }

    fn deserialize_map<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        // It reads the type by itself, and asks for a map to do so.
        if typeid::of::<V::Value>() == typeid::of::<AttributeValue>() {
            self.typed(visitor)
        } else {
            self.attributes(&[], visitor)
        }
    }

    fn deserialize_struct<V: Visitor<'r>>(
        mut self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        match self.open()? {
            // By position, as with `serde_dynamo`.
            Type::L => self.elements(visitor),
            _ => self.attributes(fields, visitor),
        }
        .map_err(|refusal| refusal.expecting(&format!("struct {name}")))
    }

    fn deserialize_enum<V: Visitor<'r>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        self.variant(variants, visitor).map_err(|refusal| refusal.expecting(&format!("enum {name}")))
    }

    fn deserialize_ignored_any<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        self.ignore(visitor)
    }
}
