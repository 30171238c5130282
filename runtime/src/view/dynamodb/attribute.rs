//! An attribute, `{"TYPE": value}`, read as what the user's type asks for.

use std::borrow::Cow;

use serde::de::{Visitor, value::CowStrDeserializer};

use super::{
    binary::{Binary, bytes},
    list::Elements,
    map::{Attributes, Variant},
    number::Number,
    text::Text,
    typed::Typed,
    types::Type,
    walk::Walk,
};
use crate::decode::RedactedError;

/// An attribute, or the item itself, which is a map of attributes without a type in front.
pub(super) struct Attribute<'a, 'r> {
    walk: &'a mut Walk<'r>,
    read: Read,
}

/// How much of an attribute has been read.
#[derive(Clone, Copy)]
enum Read {
    Nothing,
    ItsType(Type),
    /// There is no type to read.
    Item,
}

impl<'a, 'r> Attribute<'a, 'r> {
    pub(super) fn new(walk: &'a mut Walk<'r>) -> Self {
        Attribute { walk, read: Read::Nothing }
    }

    pub(super) fn item(walk: &'a mut Walk<'r>) -> Self {
        Attribute { walk, read: Read::Item }
    }

    /// Reads the attribute's type, and stops at the value.
    pub(super) fn open(&mut self) -> Result<Type, RedactedError> {
        match self.read {
            Read::Nothing => {
                if !self.walk.opens(b'{')? {
                    return Err(self
                        .walk
                        .not_a("an attribute, which is an object with one key that names its type"));
                }
                if self.walk.passes(b'}') {
                    return Err(RedactedError::new("the attribute has no type"));
                }
                let found = Type::named(self.walk.name()?)?;
                self.read = Read::ItsType(found);
                Ok(found)
            }
            Read::ItsType(found) => Ok(found),
            Read::Item => Ok(Type::M),
        }
    }

    /// Reads the end of the attribute, after its value.
    fn close(&mut self) -> Result<(), RedactedError> {
        match self.read {
            Read::Item => Ok(()),
            Read::Nothing | Read::ItsType(_) if self.walk.peek() == Some(b',') => {
                Err(RedactedError::new("the attribute has more than one type"))
            }
            Read::Nothing | Read::ItsType(_) => self.walk.closes(b'}'),
        }
    }

    /// The value of a text, a number or a binary, each of which is a string in JSON.
    fn string(&mut self) -> Result<Cow<'r, str>, RedactedError> {
        let text = self.walk.string()?;
        self.close()?;
        Ok(text)
    }

    fn truth(&mut self) -> Result<bool, RedactedError> {
        let value = self.walk.boolean()?;
        self.close()?;
        Ok(value)
    }

    pub(super) fn text(mut self) -> Result<Text<'a, 'r>, RedactedError> {
        match self.open()? {
            Type::S => Ok(Text { text: self.string()?, walk: self.walk }),
            found => Err(found.but("`S`")),
        }
    }

    pub(super) fn number(mut self) -> Result<Number<'r>, RedactedError> {
        match self.open()? {
            Type::N => self.string().map(Number),
            found => Err(found.but("`N`")),
        }
    }

    pub(super) fn binary(mut self) -> Result<Binary<'a, 'r>, RedactedError> {
        match self.open()? {
            Type::B => {
                let text = self.string()?;
                Ok(Binary { bytes: bytes(&text)?, walk: self.walk })
            }
            found => Err(found.but("`B`")),
        }
    }

    /// A list or a set.
    pub(super) fn elements<V: Visitor<'r>>(mut self, visitor: V) -> Result<V::Value, RedactedError> {
        match self.open()? {
            of @ (Type::L | Type::Ss | Type::Ns | Type::Bs) => {
                let value = Elements::read(self.walk, of, |elements| visitor.visit_seq(elements))?;
                self.close()?;
                Ok(value)
            }
            found => Err(found.but("a list or set (`L`, `SS`, `NS`, `BS`)")),
        }
    }

    /// A map, of which the user's program knows some names.
    pub(super) fn attributes<V: Visitor<'r>>(
        mut self,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        match self.open()? {
            Type::M => {
                let value = Attributes::read(self.walk, known, |attributes| visitor.visit_map(attributes))?;
                self.close()?;
                Ok(value)
            }
            found => Err(found.but("`M`")),
        }
    }

    pub(super) fn variant<V: Visitor<'r>>(
        mut self,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        match self.open()? {
            Type::S => visitor.visit_enum(CowStrDeserializer::new(self.string()?)),
            Type::M => {
                let value = Variant::read(self.walk, known, visitor)?;
                self.close()?;
                Ok(value)
            }
            found => Err(found.but("a variant (`S` or `M`)")),
        }
    }

    /// The attribute as its JSON has it, type and all.
    pub(super) fn typed<V: Visitor<'r>>(mut self, visitor: V) -> Result<V::Value, RedactedError> {
        let found = self.open()?;
        let value = visitor.visit_map(Typed::new(self.walk, found))?;
        self.close()?;
        Ok(value)
    }

    pub(super) fn boolean(mut self) -> Result<bool, RedactedError> {
        match self.open()? {
            Type::Bool => self.truth(),
            found => Err(found.but("`BOOL`")),
        }
    }

    /// `NULL`, which says `true`: DynamoDB writes nothing else.
    pub(super) fn null(mut self) -> Result<(), RedactedError> {
        match self.open()? {
            Type::Null if self.truth()? => Ok(()),
            Type::Null => Err(RedactedError::new("invalid value: `NULL` that says `false`")),
            found => Err(found.but("`NULL`")),
        }
    }

    /// Passes over the attribute: whatever is in one that nobody asks for, it does no harm. Of an item the names are read.
    pub(super) fn ignore<V: Visitor<'r>>(mut self, visitor: V) -> Result<V::Value, RedactedError> {
        match self.read {
            Read::Item => return self.attributes(&[], visitor),
            Read::Nothing => self.walk.skip()?,
            Read::ItsType(_) => {
                self.walk.skip()?;
                self.close()?;
            }
        }
        visitor.visit_unit()
    }
}
