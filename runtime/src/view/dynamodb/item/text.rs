//! Text: an attribute `S`, or a member of a set of texts.

use std::borrow::Cow;

use serde::{
    Deserializer,
    de::{Visitor, value::CowStrDeserializer},
    forward_to_deserialize_any,
};

use super::{cursor::Cursor, transparent::transparent};
use crate::decode::redacted_error::RedactedError;

/// A text, and the cursor that can keep it.
pub(super) struct Text<'a, 'r> {
    pub(super) cursor: &'a mut Cursor<'r>,
    pub(super) text: Cow<'r, str>,
}

impl<'r> Deserializer<'r> for Text<'_, 'r> {
    type Error = RedactedError;

    fn deserialize_any<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        self.deserialize_str(visitor)
    }

    /// Always borrowed: a type that asks for `str` may want to borrow it.
    fn deserialize_str<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        visitor.visit_borrowed_str(self.cursor.keep(self.text)?)
    }

    fn deserialize_string<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        match self.text {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    transparent!(option newtype);

    fn deserialize_enum<V: Visitor<'r>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        visitor.visit_enum(CowStrDeserializer::new(self.text))
    }

    forward_to_deserialize_any! {
        <V: Visitor<'r>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct identifier ignored_any
    }
}
