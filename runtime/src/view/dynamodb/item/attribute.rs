//! An attribute, `{"TYPE": value}`: its type, and its value if that holds no other attributes.

use std::borrow::Cow;

use super::{
    attribute_type::AttributeType,
    binary::{Binary, bytes},
    cursor::Cursor,
    number::Number,
    text::Text,
};
use crate::decode::redacted_error::RedactedError;

/// An attribute, or the item itself, which is a map of attributes without a type.
pub(super) struct Attribute<'a, 'r> {
    pub(super) cursor: &'a mut Cursor<'r>,
    pub(super) read: Read,
}

/// How much of an attribute has been read.
#[derive(Clone, Copy)]
pub(super) enum Read {
    Nothing,
    Type(AttributeType),
    /// It is the item, which has no type to read.
    Item,
}

impl<'a, 'r> Attribute<'a, 'r> {
    /// Reads the next attribute with `read`.
    ///
    /// A `Deserialize` of the user's own may succeed though it didn't read its attribute, or not to the end (such as
    /// `T::deserialize(attribute).unwrap_or_default()`). The rest is then skipped, so that the next attribute can be read.
    pub(super) fn read<T>(
        cursor: &'a mut Cursor<'r>,
        read: impl FnOnce(Attribute<'_, 'r>) -> Result<T, RedactedError>,
    ) -> Result<T, RedactedError> {
        let start = cursor.value_start();
        let value = read(Attribute { cursor: &mut *cursor, read: Read::Nothing })?;
        if !cursor.is_past(start) {
            cursor.skip_from(start)?;
        }
        Ok(value)
    }

    /// The item itself.
    pub(super) fn item(cursor: &'a mut Cursor<'r>) -> Self {
        Attribute { cursor, read: Read::Item }
    }

    /// Reads the attribute's type, and stops at the value.
    #[inline(always)]
    pub(super) fn open(&mut self) -> Result<AttributeType, RedactedError> {
        match self.read {
            Read::Type(found) => Ok(found),
            Read::Item => Ok(AttributeType::M),
            Read::Nothing => {
                let found = match self.cursor.open_compact_attribute() {
                    Some(found) => found,
                    None => self.open_in_steps()?,
                };
                self.read = Read::Type(found);
                Ok(found)
            }
        }
    }

    /// Opens an attribute whose JSON has white space or escapes, or is wrong.
    #[cold]
    fn open_in_steps(&mut self) -> Result<AttributeType, RedactedError> {
        if !self.cursor.open(b'{')? {
            return Err(self
                .cursor
                .unexpected("an attribute, which is an object with one key that names its type"));
        }
        if self.cursor.eat(b'}') {
            return Err(RedactedError::new("the attribute has no type"));
        }
        AttributeType::named(self.cursor.name()?)
    }

    /// Reads the end of the attribute, after its value.
    #[inline(always)]
    pub(super) fn close(&mut self) -> Result<(), RedactedError> {
        match self.read {
            Read::Item => Ok(()),
            Read::Nothing | Read::Type(_) if self.cursor.close(b'}') => Ok(()),
            Read::Nothing | Read::Type(_) => Err(self.not_closed()),
        }
    }

    #[cold]
    fn not_closed(&mut self) -> RedactedError {
        match self.cursor.peek() {
            Some(b',') => RedactedError::new("the attribute has more than one type"),
            _ => self.cursor.unexpected("sound JSON"),
        }
    }

    /// The value of a text, a number or a binary: each is a string in JSON.
    #[inline(always)]
    pub(super) fn string(&mut self) -> Result<Cow<'r, str>, RedactedError> {
        let text = self.cursor.string()?;
        self.close()?;
        Ok(text)
    }

    fn bool_value(&mut self) -> Result<bool, RedactedError> {
        let value = self.cursor.boolean()?;
        self.close()?;
        Ok(value)
    }

    #[inline(always)]
    pub(super) fn text(mut self) -> Result<Text<'a, 'r>, RedactedError> {
        match self.open()? {
            AttributeType::S => Ok(Text { text: self.string()?, cursor: self.cursor }),
            found => Err(found.mismatch("`S`")),
        }
    }

    #[inline(always)]
    pub(super) fn number(mut self) -> Result<Number<'r>, RedactedError> {
        match self.open()? {
            AttributeType::N => self.string().map(Number),
            found => Err(found.mismatch("`N`")),
        }
    }

    pub(super) fn binary(mut self) -> Result<Binary<'a, 'r>, RedactedError> {
        match self.open()? {
            AttributeType::B => {
                let text = self.string()?;
                Ok(Binary { bytes: bytes(&text)?, cursor: self.cursor })
            }
            found => Err(found.mismatch("`B`")),
        }
    }

    pub(super) fn boolean(mut self) -> Result<bool, RedactedError> {
        match self.open()? {
            AttributeType::Bool => self.bool_value(),
            found => Err(found.mismatch("`BOOL`")),
        }
    }

    /// `NULL`, whose value must be `true`: DynamoDB writes nothing else.
    pub(super) fn null(mut self) -> Result<(), RedactedError> {
        match self.open()? {
            AttributeType::Null if self.bool_value()? => Ok(()),
            AttributeType::Null => Err(RedactedError::new("invalid value: `NULL` with the value `false`")),
            found => Err(found.mismatch("`NULL`")),
        }
    }
}
