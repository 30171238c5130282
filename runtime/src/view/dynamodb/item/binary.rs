//! Bytes: an attribute `B`, or a member of a set of binaries.

use serde::{
    Deserializer,
    de::{Visitor, value::SeqDeserializer},
    forward_to_deserialize_any,
};

use super::{
    cursor::{BinaryForm, Cursor},
    transparent::transparent,
};
use crate::{base64, decode::redacted_error::RedactedError};

/// The bytes that the JSON holds as base64.
pub(super) fn bytes(text: &str) -> Result<Vec<u8>, RedactedError> {
    // The error says where, and not what is there.
    base64::decode(text).map_err(|error| RedactedError::new(error.to_string()))
}

/// Decoded bytes, and the cursor that can keep them.
pub(super) struct Binary<'a, 'r> {
    pub(super) cursor: &'a mut Cursor<'r>,
    pub(super) bytes: Vec<u8>,
}

impl<'r> Deserializer<'r> for Binary<'_, 'r> {
    type Error = RedactedError;

    fn deserialize_any<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        match self.cursor.binary_form_for_any() {
            BinaryForm::Bytes => self.deserialize_bytes(visitor),
            BinaryForm::Numbers => self.deserialize_seq(visitor),
        }
    }

    /// Always borrowed: a type that asks for bytes may want to borrow them.
    fn deserialize_bytes<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        visitor.visit_borrowed_bytes(self.cursor.keep_bytes(self.bytes))
    }

    fn deserialize_byte_buf<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        visitor.visit_byte_buf(self.bytes)
    }

    /// A list of bytes. All must be taken: otherwise the rest would be lost in silence.
    fn deserialize_seq<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        let mut bytes = SeqDeserializer::new(self.bytes.into_iter());
        let value = visitor.visit_seq(&mut bytes)?;
        bytes.end()?;
        Ok(value)
    }

    fn deserialize_tuple<V: Visitor<'r>>(self, _: usize, visitor: V) -> Result<V::Value, RedactedError> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'r>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        self.deserialize_seq(visitor)
    }

    transparent!(option newtype);

    forward_to_deserialize_any! {
        <V: Visitor<'r>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char unit unit_struct map struct enum identifier
        ignored_any
    }

    fn deserialize_str<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_string<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        self.deserialize_byte_buf(visitor)
    }
}
