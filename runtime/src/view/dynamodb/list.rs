//! The elements of a list, or of a set.

use serde::de::{DeserializeSeed, SeqAccess};

use super::{
    binary::{Binary, bytes},
    number::Number,
    text::Text,
    types::Type,
    walk::{Pieces, Place, Walk},
};
use crate::decode::{RedactedError, Segment};

/// The elements of a list (`L`) or of a set (`SS`, `NS`, `BS`).
pub(super) struct Elements<'a, 'r> {
    walk: &'a mut Walk<'r>,
    of: Type,
    read: Pieces,
    position: usize,
    /// The place of the element that has not been read to its end.
    unread: Option<Place>,
}

impl<'a, 'r> Elements<'a, 'r> {
    /// Reads the elements. Those that `visit` leaves are passed over, as `serde_dynamo` does.
    pub(super) fn read<T>(
        walk: &'a mut Walk<'r>,
        of: Type,
        visit: impl FnOnce(&mut Self) -> Result<T, RedactedError>,
    ) -> Result<T, RedactedError> {
        if !walk.opens(b'[')? {
            return Err(walk.not_a("a JSON array"));
        }
        let mut elements = Elements { walk, of, read: Pieces::None, position: 0, unread: None };
        let value = visit(&mut elements)?;
        while elements.next()? {}
        Ok(value)
    }

    /// Goes to the next element, if there is one.
    fn next(&mut self) -> Result<bool, RedactedError> {
        if let Some(place) = self.unread.take() {
            self.walk.pass_over(place)?;
        }
        let more = self.walk.more(&mut self.read, b']')?;
        self.unread = more.then(|| self.walk.place());
        Ok(more)
    }

    fn element<S: DeserializeSeed<'r>>(&mut self, seed: S) -> Result<S::Value, RedactedError> {
        match self.of {
            Type::Ss => {
                let text = self.walk.string()?;
                seed.deserialize(Text { walk: self.walk, text })
            }
            Type::Ns => seed.deserialize(Number(self.walk.string()?)),
            Type::Bs => {
                let bytes = bytes(&self.walk.string()?)?;
                seed.deserialize(Binary { walk: self.walk, bytes })
            }
            _ => self.walk.attribute(|attribute| seed.deserialize(attribute)),
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
        let element = self.element(seed).map_err(|refusal| refusal.inside(Segment::Index(position)))?;
        self.unread = None;
        Ok(Some(element))
    }
}
