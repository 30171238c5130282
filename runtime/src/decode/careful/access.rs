//! What stands inside a value, each piece decoded as carefully, and named where it fails.

use std::cell::Cell;

use serde::{
    Deserializer,
    de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor},
};

use super::{Asked, Careful, Key, Reading, Refusal, known_expectation, watch::Watch};
use crate::decode::Segment;

/// A piece that is about to be decoded.
struct Piece<'s, 'r, S> {
    seed: S,
    reading: &'s Reading<'r>,
    key: Option<Key<'s>>,
}

impl<'r, S: DeserializeSeed<'r>> DeserializeSeed<'r> for Piece<'_, 'r, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'r>>(self, inner: D) -> Result<S::Value, D::Error> {
        let Piece { seed, reading, key } = self;
        seed.deserialize(Careful { inner, reading, key, top: false })
            .map_err(|refusal| reading.put_aside(refusal))
    }
}

/// The elements of a list.
pub(super) struct Elements<'s, 'r, A> {
    list: A,
    reading: &'s Reading<'r>,
    index: usize,
}

impl<'s, 'r, A> Elements<'s, 'r, A> {
    pub(super) fn new(list: A, reading: &'s Reading<'r>) -> Self {
        Elements { list, reading, index: 0 }
    }
}

impl<'r, A: SeqAccess<'r>> SeqAccess<'r> for Elements<'_, 'r, A> {
    type Error = Refusal;

    fn next_element_seed<S: DeserializeSeed<'r>>(&mut self, seed: S) -> Result<Option<S::Value>, Refusal> {
        let Elements { list, reading, index } = self;
        let segment = Segment::Index(*index);
        *index += 1;
        list.next_element_seed(Piece { seed, reading, key: None })
            .map_err(|error| reading.take_up(&error, None).inside(segment))
    }

    fn size_hint(&self) -> Option<usize> {
        self.list.size_hint()
    }
}

/// The entries of an object.
pub(super) struct Entries<'s, 'r, A> {
    object: A,
    reading: &'s Reading<'r>,
    /// The names that its keys can have; none if it is a map.
    names: &'static [&'static str],
    key: Option<&'static str>,
}

impl<'s, 'r, A> Entries<'s, 'r, A> {
    pub(super) fn new(object: A, reading: &'s Reading<'r>, names: &'static [&'static str]) -> Self {
        Entries { object, reading, names, key: None }
    }
}

impl<'r, A: MapAccess<'r>> MapAccess<'r> for Entries<'_, 'r, A> {
    type Error = Refusal;

    fn next_key_seed<S: DeserializeSeed<'r>>(&mut self, seed: S) -> Result<Option<S::Value>, Refusal> {
        let Entries { object, reading, names, key } = self;
        let found = Cell::new(None);
        let piece = Piece { seed, reading, key: Some(Key { names, found: &found }) };
        let decoded = object.next_key_seed(piece).map_err(|error| reading.take_up(&error, None));
        *key = found.get();
        decoded
    }

    fn next_value_seed<S: DeserializeSeed<'r>>(&mut self, seed: S) -> Result<S::Value, Refusal> {
        let Entries { object, reading, key, .. } = self;
        object
            .next_value_seed(Piece { seed, reading, key: None })
            .map_err(|error| reading.take_up(&error, None).inside(named(*key)))
    }

    fn size_hint(&self) -> Option<usize> {
        self.object.size_hint()
    }
}

fn named(name: Option<&'static str>) -> Segment {
    name.map_or(Segment::AnyKey, Segment::Name)
}

/// The name of an enum's variant.
pub(super) struct Variants<'s, 'r, A> {
    variant: A,
    reading: &'s Reading<'r>,
    names: &'static [&'static str],
}

impl<'s, 'r, A> Variants<'s, 'r, A> {
    pub(super) fn new(variant: A, reading: &'s Reading<'r>, names: &'static [&'static str]) -> Self {
        Variants { variant, reading, names }
    }
}

impl<'s, 'r, A: EnumAccess<'r>> EnumAccess<'r> for Variants<'s, 'r, A> {
    type Error = Refusal;
    type Variant = Content<'s, 'r, A::Variant>;

    fn variant_seed<S: DeserializeSeed<'r>>(self, seed: S) -> Result<(S::Value, Self::Variant), Refusal> {
        let Variants { variant, reading, names } = self;
        let found = Cell::new(None);
        let piece = Piece { seed, reading, key: Some(Key { names, found: &found }) };
        let (name, content) = variant.variant_seed(piece).map_err(|error| reading.take_up(&error, None))?;
        Ok((name, Content { content, reading, segment: named(found.get()) }))
    }
}

/// What belongs to an enum's variant.
pub(super) struct Content<'s, 'r, A> {
    content: A,
    reading: &'s Reading<'r>,
    segment: Segment,
}

impl<'s, 'r, A: VariantAccess<'r>> Content<'s, 'r, A> {
    fn visit<V: Visitor<'r>>(
        self,
        asked: Asked,
        visitor: V,
        call: impl FnOnce(A, Watch<'s, 'r, V>) -> Result<V::Value, A::Error>,
    ) -> Result<V::Value, Refusal> {
        let Content { content, reading, segment } = self;
        let expected = if reading.explains { known_expectation(&visitor) } else { None };
        call(content, Watch { visitor, reading, asked, key: None, top: false })
            .map_err(|error| reading.take_up(&error, expected.as_deref()).inside(segment))
    }
}

impl<'r, A: VariantAccess<'r>> VariantAccess<'r> for Content<'_, 'r, A> {
    type Error = Refusal;

    fn unit_variant(self) -> Result<(), Refusal> {
        let Content { content, reading, segment } = self;
        content.unit_variant().map_err(|error| reading.take_up(&error, None).inside(segment))
    }

    fn newtype_variant_seed<S: DeserializeSeed<'r>>(self, seed: S) -> Result<S::Value, Refusal> {
        let Content { content, reading, segment } = self;
        content
            .newtype_variant_seed(Piece { seed, reading, key: None })
            .map_err(|error| reading.take_up(&error, None).inside(segment))
    }

    fn tuple_variant<V: Visitor<'r>>(self, length: usize, visitor: V) -> Result<V::Value, Refusal> {
        self.visit(Asked::ToSee, visitor, |content, watch| content.tuple_variant(length, watch))
    }

    fn struct_variant<V: Visitor<'r>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.visit(Asked::Struct(fields), visitor, |content, watch| content.struct_variant(fields, watch))
    }
}
