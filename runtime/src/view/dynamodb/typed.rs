//! An attribute as its JSON has it, for [`serde_dynamo::AttributeValue`]: an object whose one key is the type.

use serde::{
    Deserializer,
    de::{DeserializeSeed, MapAccess, Visitor, value::BorrowedStrDeserializer},
    forward_to_deserialize_any,
};

use super::{list::Elements, map::Attributes, text::Text, types::Type, walk::Walk};
use crate::decode::RedactedError;

/// The one key, which has been read already, and its value.
pub(super) struct Typed<'a, 'r> {
    walk: &'a mut Walk<'r>,
    of: Type,
    told: bool,
}

impl<'a, 'r> Typed<'a, 'r> {
    pub(super) fn new(walk: &'a mut Walk<'r>, of: Type) -> Self {
        Typed { walk, of, told: false }
    }
}

impl<'r> MapAccess<'r> for Typed<'_, 'r> {
    type Error = RedactedError;

    fn next_key_seed<S: DeserializeSeed<'r>>(&mut self, seed: S) -> Result<Option<S::Value>, RedactedError> {
        if self.told {
            return Ok(None);
        }
        self.told = true;
        seed.deserialize(BorrowedStrDeserializer::new(self.of.name())).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'r>>(&mut self, seed: S) -> Result<S::Value, RedactedError> {
        seed.deserialize(Value { walk: self.walk, of: self.of })
    }
}

/// The value of an attribute in its JSON's own terms. A binary stays base64, which `AttributeValue` decodes itself.
struct Value<'a, 'r> {
    walk: &'a mut Walk<'r>,
    of: Type,
}

impl<'r> Deserializer<'r> for Value<'_, 'r> {
    type Error = RedactedError;

    fn deserialize_any<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        match self.of {
            Type::S | Type::N | Type::B => {
                let text = self.walk.string()?;
                Text { walk: self.walk, text }.deserialize_string(visitor)
            }
            Type::Bool | Type::Null => visitor.visit_bool(self.walk.boolean()?),
            Type::M => Attributes::read(self.walk, &[], |attributes| visitor.visit_map(attributes)),
            Type::L => Elements::read(self.walk, Type::L, |elements| visitor.visit_seq(elements)),
            Type::Ss | Type::Ns | Type::Bs => {
                Elements::read(self.walk, Type::Ss, |elements| visitor.visit_seq(elements))
            }
        }
    }

    forward_to_deserialize_any! {
        <V: Visitor<'r>>
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option unit unit_struct
        newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
