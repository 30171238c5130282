//! The values inside a list, an object or an enum's variant: each is decoded by the same layers, and named in an error's path.

use std::cell::Cell;

use serde::{
    Deserializer,
    de::{DeserializeSeed, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor},
};

use super::{JsonDecoding, JsonDeserializer, JsonVisitor, ObjectKey, Request, known_expectation};
use crate::decode::redacted_error::{RedactedError, Segment};

/// A value that is about to be decoded.
struct NestedValue<'s, 'r, S> {
    seed: S,
    decoding: &'s JsonDecoding<'r>,
    key: Option<ObjectKey<'s>>,
}

impl<'r, S: DeserializeSeed<'r>> DeserializeSeed<'r> for NestedValue<'_, 'r, S> {
    type Value = S::Value;

    fn deserialize<D: Deserializer<'r>>(self, inner: D) -> Result<S::Value, D::Error> {
        let NestedValue { seed, decoding, key } = self;
        seed.deserialize(JsonDeserializer { inner, decoding, key, top: false })
            .map_err(|error| decoding.stash(error))
    }
}

/// The elements of a list.
pub(super) struct Elements<'s, 'r, A> {
    list: A,
    decoding: &'s JsonDecoding<'r>,
    index: usize,
}

impl<'s, 'r, A> Elements<'s, 'r, A> {
    pub(super) fn new(list: A, decoding: &'s JsonDecoding<'r>) -> Self {
        Elements { list, decoding, index: 0 }
    }
}

impl<'r, A: SeqAccess<'r>> SeqAccess<'r> for Elements<'_, 'r, A> {
    type Error = RedactedError;

    fn next_element_seed<S: DeserializeSeed<'r>>(
        &mut self,
        seed: S,
    ) -> Result<Option<S::Value>, RedactedError> {
        let Elements { list, decoding, index } = self;
        let segment = Segment::Index(*index);
        *index += 1;
        list.next_element_seed(NestedValue { seed, decoding, key: None })
            .map_err(|error| decoding.fetch(&error, None).inside(segment))
    }

    fn size_hint(&self) -> Option<usize> {
        self.list.size_hint()
    }
}

/// The entries of an object.
pub(super) struct Entries<'s, 'r, A> {
    object: A,
    decoding: &'s JsonDecoding<'r>,
    /// The names that its keys can have; empty if it is a map.
    names: &'static [&'static str],
    key: Option<&'static str>,
}

impl<'s, 'r, A> Entries<'s, 'r, A> {
    pub(super) fn new(object: A, decoding: &'s JsonDecoding<'r>, names: &'static [&'static str]) -> Self {
        Entries { object, decoding, names, key: None }
    }
}

impl<'r, A: MapAccess<'r>> MapAccess<'r> for Entries<'_, 'r, A> {
    type Error = RedactedError;

    fn next_key_seed<S: DeserializeSeed<'r>>(&mut self, seed: S) -> Result<Option<S::Value>, RedactedError> {
        let Entries { object, decoding, names, key } = self;
        let found = Cell::new(None);
        let value = NestedValue { seed, decoding, key: Some(ObjectKey { names, found: &found }) };
        let decoded = object.next_key_seed(value).map_err(|error| decoding.fetch(&error, None));
        *key = found.get();
        decoded
    }

    fn next_value_seed<S: DeserializeSeed<'r>>(&mut self, seed: S) -> Result<S::Value, RedactedError> {
        let Entries { object, decoding, key, .. } = self;
        object
            .next_value_seed(NestedValue { seed, decoding, key: None })
            .map_err(|error| decoding.fetch(&error, None).inside(named(*key)))
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
    decoding: &'s JsonDecoding<'r>,
    names: &'static [&'static str],
}

impl<'s, 'r, A> Variants<'s, 'r, A> {
    pub(super) fn new(variant: A, decoding: &'s JsonDecoding<'r>, names: &'static [&'static str]) -> Self {
        Variants { variant, decoding, names }
    }
}

impl<'s, 'r, A: EnumAccess<'r>> EnumAccess<'r> for Variants<'s, 'r, A> {
    type Error = RedactedError;
    type Variant = Content<'s, 'r, A::Variant>;

    fn variant_seed<S: DeserializeSeed<'r>>(
        self,
        seed: S,
    ) -> Result<(S::Value, Self::Variant), RedactedError> {
        let Variants { variant, decoding, names } = self;
        let found = Cell::new(None);
        let value = NestedValue { seed, decoding, key: Some(ObjectKey { names, found: &found }) };
        let (name, content) = variant.variant_seed(value).map_err(|error| decoding.fetch(&error, None))?;
        Ok((name, Content { content, decoding, segment: named(found.get()) }))
    }
}

/// The content of an enum's variant.
pub(super) struct Content<'s, 'r, A> {
    content: A,
    decoding: &'s JsonDecoding<'r>,
    segment: Segment,
}

impl<'s, 'r, A: VariantAccess<'r>> Content<'s, 'r, A> {
    /// Calls `serde_json` with the type's visitor in its layer.
    fn visit<V: Visitor<'r>>(
        self,
        request: Request,
        visitor: V,
        call: impl FnOnce(A, JsonVisitor<'s, 'r, V>) -> Result<V::Value, A::Error>,
    ) -> Result<V::Value, RedactedError> {
        let Content { content, decoding, segment } = self;
        let expected = if decoding.explains { known_expectation(&visitor) } else { None };
        call(content, JsonVisitor { visitor, decoding, request, key: None, top: false })
            .map_err(|error| decoding.fetch(&error, expected.as_deref()).inside(segment))
    }
}

impl<'r, A: VariantAccess<'r>> VariantAccess<'r> for Content<'_, 'r, A> {
    type Error = RedactedError;

    fn unit_variant(self) -> Result<(), RedactedError> {
        let Content { content, decoding, segment } = self;
        content.unit_variant().map_err(|error| decoding.fetch(&error, None).inside(segment))
    }

    fn newtype_variant_seed<S: DeserializeSeed<'r>>(self, seed: S) -> Result<S::Value, RedactedError> {
        let Content { content, decoding, segment } = self;
        content
            .newtype_variant_seed(NestedValue { seed, decoding, key: None })
            .map_err(|error| decoding.fetch(&error, None).inside(segment))
    }

    fn tuple_variant<V: Visitor<'r>>(self, length: usize, visitor: V) -> Result<V::Value, RedactedError> {
        self.visit(Request::Inspect, visitor, |content, outer| content.tuple_variant(length, outer))
    }

    fn struct_variant<V: Visitor<'r>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        self.visit(Request::Struct(fields), visitor, |content, outer| content.struct_variant(fields, outer))
    }
}
