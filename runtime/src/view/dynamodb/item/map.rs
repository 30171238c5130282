//! The attributes of a map or of the item, and the one attribute that is an enum's variant.

use serde::de::{
    DeserializeSeed, EnumAccess, MapAccess, VariantAccess, Visitor, value::BorrowedStrDeserializer,
};

use super::{
    attribute::Attribute,
    cursor::{Cursor, Progress, ValueStart},
    name::{AttributeName, SeenNames},
};
use crate::decode::redacted_error::{RedactedError, Segment};

/// The attributes of a map or of the item.
pub(super) struct Attributes<'a, 'r> {
    cursor: &'a mut Cursor<'r>,
    read: Progress,
    names: SeenNames<'r>,
    /// The names that the user's type has.
    known: &'static [&'static str],
    /// The name and start of the attribute that hasn't been read to its end.
    unread: Option<(&'r str, ValueStart)>,
}

impl<'a, 'r> Attributes<'a, 'r> {
    /// Reads the attributes. Those that `visit` leaves are skipped, as `serde_dynamo` does.
    pub(super) fn read<T>(
        cursor: &'a mut Cursor<'r>,
        known: &'static [&'static str],
        visit: impl FnOnce(&mut Self) -> Result<T, RedactedError>,
    ) -> Result<T, RedactedError> {
        if !cursor.open(b'{')? {
            return Err(cursor.unexpected("an object of attributes"));
        }
        let mut attributes = Attributes {
            cursor,
            read: Progress::NotStarted,
            names: SeenNames::default(),
            known,
            unread: None,
        };
        let value = visit(&mut attributes)?;
        while attributes.next_name()?.is_some() {}
        Ok(value)
    }

    /// Goes to the next attribute, if there is one, and reads its name.
    fn next_name(&mut self) -> Result<Option<&'r str>, RedactedError> {
        if let Some((_, start)) = self.unread.take() {
            self.cursor.skip_from(start)?;
        }
        if !self.cursor.next_value(&mut self.read, b'}')? {
            return Ok(None);
        }
        let name = self.cursor.name()?;
        if !self.names.insert(name) {
            return Err(RedactedError::new(match self.segment(name) {
                Segment::Name(name) => format!("the attribute `{name}` is there twice"),
                _ => String::from("an attribute is there twice"),
            }));
        }
        self.unread = Some((name, self.cursor.value_start()));
        Ok(Some(name))
    }

    fn value<T>(
        &mut self,
        read: impl FnOnce(Attribute<'_, 'r>) -> Result<T, RedactedError>,
    ) -> Result<T, RedactedError> {
        let (name, _) =
            self.unread.ok_or_else(|| RedactedError::new("a value was asked for before its name"))?;
        let value = Attribute::read(self.cursor, read).map_err(|error| error.inside(self.segment(name)))?;
        self.unread = None;
        Ok(value)
    }

    /// The name for an error's path, if the user's type has it.
    fn segment(&self, name: &str) -> Segment {
        self.known.iter().find(|known| **known == name).map_or(Segment::AnyKey, |known| Segment::Name(known))
    }
}

impl<'r> MapAccess<'r> for &mut Attributes<'_, 'r> {
    type Error = RedactedError;

    fn next_key_seed<S: DeserializeSeed<'r>>(&mut self, seed: S) -> Result<Option<S::Value>, RedactedError> {
        self.next_name()?.map(|name| seed.deserialize(AttributeName(name))).transpose()
    }

    fn next_value_seed<S: DeserializeSeed<'r>>(&mut self, seed: S) -> Result<S::Value, RedactedError> {
        self.value(|attribute| seed.deserialize(attribute))
    }
}

/// The variant of an enum: a map with one attribute, whose name is the variant's.
pub(super) struct Variant<'a, 'm, 'r>(&'a mut Attributes<'m, 'r>);

impl<'r> Variant<'_, '_, 'r> {
    /// Reads a map that must have one attribute.
    pub(super) fn read<V: Visitor<'r>>(
        cursor: &mut Cursor<'r>,
        known: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        Attributes::read(cursor, known, |attributes| {
            let value = visitor.visit_enum(Variant(attributes))?;
            match attributes.next_name()? {
                None => Ok(value),
                Some(_) => Err(not_a_variant()),
            }
        })
    }
}

fn not_a_variant() -> RedactedError {
    RedactedError::new("not a variant: expected a map with one attribute, named after the variant")
}

impl<'r> EnumAccess<'r> for Variant<'_, '_, 'r> {
    type Error = RedactedError;
    type Variant = Self;

    fn variant_seed<S: DeserializeSeed<'r>>(self, seed: S) -> Result<(S::Value, Self), RedactedError> {
        let name = self.0.next_name()?.ok_or_else(not_a_variant)?;
        let variant = seed.deserialize(BorrowedStrDeserializer::new(name))?;
        Ok((variant, self))
    }
}

impl<'r> VariantAccess<'r> for Variant<'_, '_, 'r> {
    type Error = RedactedError;

    /// The value may be anything, as with `serde_dynamo`.
    fn unit_variant(self) -> Result<(), RedactedError> {
        Ok(())
    }

    fn newtype_variant_seed<S: DeserializeSeed<'r>>(self, seed: S) -> Result<S::Value, RedactedError> {
        self.0.value(|attribute| seed.deserialize(attribute))
    }

    fn tuple_variant<V: Visitor<'r>>(self, _: usize, visitor: V) -> Result<V::Value, RedactedError> {
        self.0.value(|attribute| attribute.elements(visitor))
    }

    fn struct_variant<V: Visitor<'r>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        self.0.value(|attribute| attribute.attributes(fields, visitor))
    }
}
