//! The elements of a list, or of a set.

use serde::de::{DeserializeSeed, SeqAccess};

use super::{
    attribute::Attribute,
    attribute_type::AttributeType,
    binary::{Binary, bytes},
    cursor::{Cursor, Progress, ValueStart},
    number::Number,
    text::Text,
};
use crate::decode::redacted_error::{RedactedError, Segment};

/// The elements of a list (`L`) or of a set (`SS`, `NS`, `BS`).
pub(super) struct Elements<'a, 'r> {
    cursor: &'a mut Cursor<'r>,
    attribute_type: AttributeType,
    read: Progress,
    position: usize,
    /// The start of the element that hasn't been read to its end.
    unread: Option<ValueStart>,
}

impl<'a, 'r> Elements<'a, 'r> {
    /// Reads the elements. Those that `visit` leaves are skipped, as `serde_dynamo` does.
    pub(super) fn read<T>(
        cursor: &'a mut Cursor<'r>,
        attribute_type: AttributeType,
        visit: impl FnOnce(&mut Self) -> Result<T, RedactedError>,
    ) -> Result<T, RedactedError> {
        if !cursor.open(b'[')? {
            return Err(cursor.unexpected("a JSON array"));
        }
        let mut elements =
            Elements { cursor, attribute_type, read: Progress::NotStarted, position: 0, unread: None };
        let value = visit(&mut elements)?;
        while elements.next()? {}
        Ok(value)
    }

    /// Goes to the next element, if there is one.
    fn next(&mut self) -> Result<bool, RedactedError> {
        if let Some(start) = self.unread.take() {
            self.cursor.skip_from(start)?;
        }
        let more = self.cursor.next_value(&mut self.read, b']')?;
        self.unread = more.then(|| self.cursor.value_start());
        Ok(more)
    }

    fn element<S: DeserializeSeed<'r>>(&mut self, seed: S) -> Result<S::Value, RedactedError> {
        match self.attribute_type {
            AttributeType::Ss => {
                let text = self.cursor.string()?;
                seed.deserialize(Text { cursor: self.cursor, text })
            }
            AttributeType::Ns => seed.deserialize(Number(self.cursor.string()?)),
            AttributeType::Bs => {
                let bytes = bytes(&self.cursor.string()?)?;
                seed.deserialize(Binary { cursor: self.cursor, bytes })
            }
            _ => Attribute::read(self.cursor, |attribute| seed.deserialize(attribute)),
        }
    }
}

impl<'r> SeqAccess<'r> for &mut Elements<'_, 'r> {
    type Error = RedactedError;

    fn next_element_seed<S: DeserializeSeed<'r>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, RedactedError> {
        if !self.next()? {
            return Ok(None);
        }
        let position = self.position;
        self.position += 1;
        let element = self.element(seed).map_err(|error| error.inside(Segment::Index(position)))?;
        self.unread = None;
        Ok(Some(element))
    }
}
