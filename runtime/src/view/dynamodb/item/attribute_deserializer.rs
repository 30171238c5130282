//! What the user's type may ask of an attribute, and what it gets.
//!
//! It gets what `serde_dynamo` gives it. Beyond that it gets integers of 128 bits, integers that are written with a point or an
//! exponent, lists of bytes from binaries, and options and newtypes in sets.

use serde::{
    Deserializer,
    de::{Visitor, value::CowStrDeserializer},
};
use serde_dynamo::AttributeValue;

use super::{
    attribute::{Attribute, Read},
    attribute_type::AttributeType,
    list::Elements,
    map::{Attributes, Variant},
    tagged_attribute::TaggedAttribute,
};
use crate::decode::redacted_error::RedactedError;

impl<'r> Attribute<'_, 'r> {
    /// A list or a set.
    pub(super) fn elements<V: Visitor<'r>>(mut self, visitor: V) -> Result<V::Value, RedactedError> {
        match self.open()? {
            of @ (AttributeType::L | AttributeType::Ss | AttributeType::Ns | AttributeType::Bs) => {
                let value = Elements::read(self.cursor, of, |elements| visitor.visit_seq(elements))?;
                self.close()?;
                Ok(value)
            }
            found => Err(found.mismatch("a list or set (`L`, `SS`, `NS`, `BS`)")),
        }
    }

    /// A map. `known` are the names that the user's type has.
    pub(super) fn attributes<V: Visitor<'r>>(
        mut self,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        match self.open()? {
            AttributeType::M => {
                let value = Attributes::read(self.cursor, known, |attributes| visitor.visit_map(attributes))?;
                self.close()?;
                Ok(value)
            }
            found => Err(found.mismatch("`M`")),
        }
    }

    /// An enum's variant. `known` are the names that the user's enum has.
    fn variant<V: Visitor<'r>>(
        mut self,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        match self.open()? {
            AttributeType::S => visitor.visit_enum(CowStrDeserializer::new(self.string()?)),
            AttributeType::M => {
                let value = Variant::read(self.cursor, known, visitor)?;
                self.close()?;
                Ok(value)
            }
            found => Err(found.mismatch("a variant (`S` or `M`)")),
        }
    }

    /// The attribute as its JSON has it, with its type.
    fn tagged<V: Visitor<'r>>(mut self, visitor: V) -> Result<V::Value, RedactedError> {
        let found = self.open()?;
        let value = visitor.visit_map(TaggedAttribute::new(self.cursor, found))?;
        self.close()?;
        Ok(value)
    }

    /// Skips the attribute, whatever it holds: nobody asked for it. An item's names are read, to find one that is there twice.
    pub(super) fn ignore<V: Visitor<'r>>(mut self, visitor: V) -> Result<V::Value, RedactedError> {
        match self.read {
            Read::Item => return self.attributes(&[], visitor),
            Read::Nothing => self.cursor.skip_value()?,
            Read::Type(_) => {
                self.cursor.skip_value()?;
                self.close()?;
            }
        }
        visitor.visit_unit()
    }
}

/// Reads the attribute as a number.
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
            AttributeType::S => self.text()?.deserialize_any(visitor),
            AttributeType::N => self.number()?.deserialize_any(visitor),
            AttributeType::B => self.binary()?.deserialize_any(visitor),
            AttributeType::Bool => visitor.visit_bool(self.boolean()?),
            AttributeType::Null => self.deserialize_unit(visitor),
            AttributeType::M => self.attributes(&[], visitor),
            AttributeType::L | AttributeType::Ss | AttributeType::Ns | AttributeType::Bs => {
                self.elements(visitor)
            }
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
        if self.open()? != AttributeType::Null {
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
        visitor.visit_newtype_struct(self).map_err(|error| error.expecting(&format!("tuple struct {name}")))
    }

    fn deserialize_seq<V: Visitor<'r>>(mut self, visitor: V) -> Result<V::Value, RedactedError> {
        match self.open()? {
            // `Vec<u8>` and arrays of `u8` ask for a list.
            AttributeType::B => self.binary()?.deserialize_seq(visitor),
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
        self.deserialize_seq(visitor).map_err(|error| error.expecting(&format!("tuple struct {name}")))
    }

    fn deserialize_map<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        // `AttributeValue` asks for a map, and reads the type itself.
        if typeid::of::<V::Value>() == typeid::of::<AttributeValue>() {
            self.tagged(visitor)
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
            AttributeType::L => self.elements(visitor),
            _ => self.attributes(fields, visitor),
        }
        .map_err(|error| error.expecting(&format!("struct {name}")))
    }

    fn deserialize_enum<V: Visitor<'r>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        self.variant(variants, visitor).map_err(|error| error.expecting(&format!("enum {name}")))
    }

    fn deserialize_ignored_any<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        self.ignore(visitor)
    }
}
