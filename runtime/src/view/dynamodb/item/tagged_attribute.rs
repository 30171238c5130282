//! An attribute as its JSON has it, for [`serde_dynamo::AttributeValue`]: an object whose one key is the type.

use serde::{
    Deserializer,
    de::{DeserializeSeed, MapAccess, Visitor, value::BorrowedStrDeserializer},
    forward_to_deserialize_any,
};

use super::{attribute_type::AttributeType, cursor::Cursor, list::Elements, map::Attributes, text::Text};
use crate::decode::redacted_error::RedactedError;

/// An attribute's type, which has been read already, as the key of the value.
pub(super) struct TaggedAttribute<'a, 'r> {
    cursor: &'a mut Cursor<'r>,
    attribute_type: AttributeType,
    key_read: bool,
}

impl<'a, 'r> TaggedAttribute<'a, 'r> {
    pub(super) fn new(cursor: &'a mut Cursor<'r>, attribute_type: AttributeType) -> Self {
        TaggedAttribute { cursor, attribute_type, key_read: false }
    }
}

impl<'r> MapAccess<'r> for TaggedAttribute<'_, 'r> {
    type Error = RedactedError;

    fn next_key_seed<S: DeserializeSeed<'r>>(&mut self, seed: S) -> Result<Option<S::Value>, RedactedError> {
        if self.key_read {
            return Ok(None);
        }
        self.key_read = true;
        seed.deserialize(BorrowedStrDeserializer::new(self.attribute_type.name())).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'r>>(&mut self, seed: S) -> Result<S::Value, RedactedError> {
        seed.deserialize(Value { cursor: self.cursor, attribute_type: self.attribute_type })
    }
}

/// The value of an attribute as its JSON has it. A binary stays base64, which `AttributeValue` decodes itself.
struct Value<'a, 'r> {
    cursor: &'a mut Cursor<'r>,
    attribute_type: AttributeType,
}

impl<'r> Deserializer<'r> for Value<'_, 'r> {
    type Error = RedactedError;

    fn deserialize_any<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        match self.attribute_type {
            AttributeType::S | AttributeType::N | AttributeType::B => {
                let text = self.cursor.string()?;
                Text { cursor: self.cursor, text }.deserialize_string(visitor)
            }
            AttributeType::Bool | AttributeType::Null => visitor.visit_bool(self.cursor.boolean()?),
            AttributeType::M => {
                Attributes::read(self.cursor, &[], |attributes| visitor.visit_map(attributes))
            }
            AttributeType::L => {
                Elements::read(self.cursor, AttributeType::L, |elements| visitor.visit_seq(elements))
            }
            AttributeType::Ss | AttributeType::Ns | AttributeType::Bs => {
                Elements::read(self.cursor, AttributeType::Ss, |elements| visitor.visit_seq(elements))
            }
        }
    }

    forward_to_deserialize_any! {
        <V: Visitor<'r>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
