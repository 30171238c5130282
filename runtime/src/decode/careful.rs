//! The careful way to decode JSON, around `serde_json`'s: a `&str` may hold text with escapes, a list is not taken for a
//! struct, and an error has a place and a kind.
//!
//! `serde_json` lends text that stands in the JSON as it is; text with escapes it can only show for a moment, which a `&str`
//! refuses. Here such text is kept beside the record, and lent from there.
//!
//! ```text
//! T ── Careful ── serde_json ── Watch ── T's visitor ── Fields, Elements, .. ── Careful ── ..
//! ```
//!
//! A type's error (a [`Refusal`]) has to pass through `serde_json`, which knows only errors of its own. It is put aside on one
//! side and taken up on the other, so that no text is made of it.

mod access;
mod watch;

use std::{cell::Cell, fmt::Display};

use serde::{
    Deserialize, Deserializer,
    de::{self, Expected, Visitor},
};

use self::watch::Watch;
use super::{Refusal, serde_json_error};
use crate::data::KeptBuffers;

/// One decoding, with what its parts share.
pub(super) struct Reading<'r> {
    /// Where text with escapes is kept: the last buffer so far.
    kept: Option<Cell<&'r KeptBuffers>>,
    /// Whether it is known to fail, and is there to say why.
    explains: bool,
    /// Whether the type left it to the JSON what it is.
    takes_anything: Cell<bool>,
    /// An error on its way through `serde_json`.
    put_aside: Cell<Option<Refusal>>,
}

impl<'r> Reading<'r> {
    /// Reads the JSON of a payload, whose text with escapes is kept in `kept`; or, without `kept`, the JSON of a record.
    pub(super) fn new(kept: Option<&'r KeptBuffers>) -> Self {
        Reading {
            kept: kept.map(Cell::new),
            explains: false,
            takes_anything: Cell::default(),
            put_aside: Cell::default(),
        }
    }

    /// The same, to find out why it fails. That takes a text from every type on the way.
    pub(super) fn explaining(self) -> Self {
        Reading { explains: true, ..self }
    }

    /// Decodes all of the JSON.
    pub(super) fn read<T: Deserialize<'r>, R: serde_json::de::Read<'r>>(
        &self,
        mut json: serde_json::Deserializer<R>,
    ) -> Result<T, Refusal> {
        let value = T::deserialize(Careful { inner: &mut json, reading: self, key: None, top: true })?;
        json.end().map_err(|error| self.take_up(&error, None))?;
        Ok(value)
    }

    /// Whether a type is an object though it would take a list, as an internally tagged enum does: of an empty one it says that
    /// a field is missing.
    pub(super) fn takes_an_object<T: Deserialize<'r>>(&self) -> bool {
        let empty = self.read::<T, _>(serde_json::Deserializer::from_str("[]"));
        self.takes_anything.get() && empty.is_err_and(|refusal| refusal.is_of_missing_field())
    }

    /// Keeps text that is there for a moment only; `None` where nothing is kept.
    fn keep(&self, bytes: &[u8]) -> Option<&'r [u8]> {
        let end = self.kept.as_ref()?;
        let mut node = end.get();
        let bytes = KeptBuffers::push_at(&mut node, bytes.to_vec());
        end.set(node);
        Some(bytes)
    }

    /// The error that `serde_json` passes on instead.
    fn put_aside<E: de::Error>(&self, refusal: Refusal) -> E {
        self.put_aside.set(Some(refusal));
        E::custom("put aside")
    }

    /// The error that was put aside, or else `serde_json`'s own.
    fn take_up(&self, error: &impl Display, expected: Option<&str>) -> Refusal {
        let refusal = match self.put_aside.take() {
            Some(refusal) => refusal.at_place(serde_json_error::place(&error.to_string())),
            None => serde_json_error::refusal(&error.to_string()),
        };
        match expected {
            Some(expected) => refusal.expecting(expected),
            None => refusal,
        }
    }
}

/// A deserializer at one place of the JSON.
struct Careful<'s, 'r, D> {
    inner: D,
    reading: &'s Reading<'r>,
    /// If this is a key of an object: what it is.
    key: Option<Key<'s>>,
    /// Whether this is the payload itself.
    top: bool,
}

/// A key of an object.
#[derive(Clone, Copy)]
struct Key<'s> {
    /// The names that the object's keys can have; none if it is a map.
    names: &'static [&'static str],
    /// Which of them this one is.
    found: &'s Cell<Option<&'static str>>,
}

impl Key<'_> {
    fn note(self, text: &str) {
        self.found.set(self.names.iter().copied().find(|name| *name == text));
    }
}

/// What a type asks for.
#[derive(Clone, Copy)]
enum Asked {
    /// A value that it may borrow.
    ToBorrow,
    /// A value that it looks at, or copies.
    ToSee,
    /// A struct with these fields.
    Struct(&'static [&'static str]),
    /// One of these variants.
    Enum(&'static [&'static str]),
}

impl<'s, 'r, D: Deserializer<'r>> Careful<'s, 'r, D> {
    fn visit<V: Visitor<'r>>(
        self,
        asked: Asked,
        visitor: V,
        call: impl FnOnce(D, Watch<'s, 'r, V>) -> Result<V::Value, D::Error>,
    ) -> Result<V::Value, Refusal> {
        let Careful { inner, reading, key, top } = self;
        let expected = if reading.explains { known_expectation(&visitor) } else { None };
        call(inner, Watch { visitor, reading, asked, key, top })
            .map_err(|error| reading.take_up(&error, expected.as_deref()))
    }

    /// What an identifier is asked for as: the keys of a struct are only looked at.
    fn identifier(&self) -> Asked {
        if self.key.is_some_and(|key| !key.names.is_empty()) { Asked::ToSee } else { Asked::ToBorrow }
    }
}

/// What a visitor expects, said before it has seen a value, and if it holds nothing that could come from one: a visitor that
/// is made while decoding may hold what stood before it.
fn known_expectation<'r, V: Visitor<'r>>(visitor: &V) -> Option<String> {
    let expected: &dyn Expected = visitor;
    (size_of::<V>() == 0).then(|| expected.to_string())
}

/// Hands these on as they are.
macro_rules! hand_on {
    ($asked:expr => $($method:ident)*) => {$(
        fn $method<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, Refusal> {
            self.visit($asked, visitor, |inner, watch| inner.$method(watch))
        }
    )*};
}

impl<'r, D: Deserializer<'r>> Deserializer<'r> for Careful<'_, 'r, D> {
    type Error = Refusal;

    hand_on!(Asked::ToBorrow => deserialize_str deserialize_bytes);
    hand_on!(Asked::ToSee => deserialize_bool deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64 deserialize_i128);
    hand_on!(Asked::ToSee => deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64 deserialize_u128);
    hand_on!(Asked::ToSee => deserialize_f32 deserialize_f64 deserialize_char deserialize_string deserialize_byte_buf);
    hand_on!(Asked::ToSee => deserialize_option deserialize_unit deserialize_seq deserialize_map deserialize_ignored_any);

    fn deserialize_any<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, Refusal> {
        if self.top {
            self.reading.takes_anything.set(true);
        }
        self.visit(Asked::ToBorrow, visitor, D::deserialize_any)
    }

    fn deserialize_identifier<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, Refusal> {
        let asked = self.identifier();
        self.visit(asked, visitor, D::deserialize_identifier)
    }

    fn deserialize_unit_struct<V: Visitor<'r>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.visit(Asked::ToSee, visitor, |inner, watch| inner.deserialize_unit_struct(name, watch))
    }

    fn deserialize_newtype_struct<V: Visitor<'r>>(
        self,
        name: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.visit(Asked::ToSee, visitor, |inner, watch| inner.deserialize_newtype_struct(name, watch))
    }

    fn deserialize_tuple<V: Visitor<'r>>(self, length: usize, visitor: V) -> Result<V::Value, Refusal> {
        self.visit(Asked::ToSee, visitor, |inner, watch| inner.deserialize_tuple(length, watch))
    }

    fn deserialize_tuple_struct<V: Visitor<'r>>(
        self,
        name: &'static str,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.visit(Asked::ToSee, visitor, |inner, watch| inner.deserialize_tuple_struct(name, length, watch))
    }

    fn deserialize_struct<V: Visitor<'r>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.visit(Asked::Struct(fields), visitor, |inner, watch| {
            inner.deserialize_struct(name, fields, watch)
        })
    }

    fn deserialize_enum<V: Visitor<'r>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        self.visit(Asked::Enum(variants), visitor, |inner, watch| {
            inner.deserialize_enum(name, variants, watch)
        })
    }

    fn is_human_readable(&self) -> bool {
        self.inner.is_human_readable()
    }
}
