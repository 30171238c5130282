//! One decoding of JSON, in layers around `serde_json`: a `&str` can hold text with escapes, a struct isn't read from a list, and
//! an error says where and what.
//!
//! `serde_json` lends text that stands in the JSON as it is. Text with escapes it shows only for a moment, which a `&str`
//! refuses. Here such text is copied beside the record, and lent from there.
//!
//! ```text
//! T ── JsonDeserializer ── serde_json ── JsonVisitor ── T's visitor ── Elements, Entries ── JsonDeserializer ── ..
//! ```
//!
//! A type's error (a [`RedactedError`]) has to pass through `serde_json`, which knows only errors of its own. So it is stashed
//! on one side and fetched on the other, and no text is made of it.

mod json_deserializer;
mod json_visitor;
mod nested_values;

use std::{cell::Cell, fmt::Display};

use serde::{
    Deserialize,
    de::{self, Expected, Visitor},
};

use super::{redacted_error::RedactedError, serde_json_error};
use crate::data::KeptBuffers;

/// What the layers of one decoding share.
pub(super) struct JsonDecoding<'r> {
    /// Where text with escapes is kept.
    kept: Option<&'r KeptBuffers>,
    /// Whether it is known to fail, and runs to find out why.
    explains: bool,
    /// Whether the type asked for whatever the JSON holds.
    asked_for_any: Cell<bool>,
    /// An error on its way through `serde_json`.
    stashed: Cell<Option<RedactedError>>,
}

impl<'r> JsonDecoding<'r> {
    /// Decodes a payload, whose text with escapes is kept in `kept`; or, without `kept`, a record.
    pub(super) fn new(kept: Option<&'r KeptBuffers>) -> Self {
        JsonDecoding { kept, explains: false, asked_for_any: Cell::default(), stashed: Cell::default() }
    }

    /// The same, to find out why it fails. For that it makes a text of what each type expects.
    pub(super) fn explaining(self) -> Self {
        JsonDecoding { explains: true, ..self }
    }

    /// Decodes all of the JSON.
    pub(super) fn decode<T: Deserialize<'r>, R: serde_json::de::Read<'r>>(
        &self,
        mut json: serde_json::Deserializer<R>,
    ) -> Result<T, RedactedError> {
        let value =
            T::deserialize(JsonDeserializer { inner: &mut json, decoding: self, key: None, top: true })?;
        json.end().map_err(|error| self.fetch(&error, None))?;
        Ok(value)
    }

    /// Whether a type needs an object though it would take a list, as an internally tagged enum does: it finds that a field is
    /// missing from an empty list.
    pub(super) fn needs_fields<T: Deserialize<'r>>(&self) -> bool {
        let empty = self.decode::<T, _>(serde_json::Deserializer::from_str("[]"));
        self.asked_for_any.get() && empty.is_err_and(|error| error.is_missing_field())
    }

    /// Keeps text that is there for a moment only; `None` where nothing is kept.
    fn keep(&self, bytes: &[u8]) -> Option<&'r [u8]> {
        self.kept.map(|kept| kept.push(bytes.to_vec()))
    }

    /// Stashes an error, and makes the one that `serde_json` passes on instead.
    fn stash<E: de::Error>(&self, error: RedactedError) -> E {
        self.stashed.set(Some(error));
        E::custom("stashed")
    }

    /// Fetches the error that was stashed; without one, `serde_json`'s own is meant.
    fn fetch(&self, passed_on: &impl Display, expected: Option<&str>) -> RedactedError {
        let passed_on = passed_on.to_string();
        let error = match self.stashed.take() {
            Some(error) => error.at_place(serde_json_error::place(&passed_on)),
            None => serde_json_error::redacted(&passed_on),
        };
        match expected {
            Some(expected) => error.expecting(expected),
            None => error,
        }
    }
}

/// The layer around `serde_json`'s deserializer, at one place of the JSON.
struct JsonDeserializer<'s, 'r, D> {
    inner: D,
    decoding: &'s JsonDecoding<'r>,
    /// If this is a key of an object.
    key: Option<ObjectKey<'s>>,
    /// Whether this is the payload itself.
    top: bool,
}

/// The layer around a type's own visitor. It keeps what the type may borrow, and reads no struct from a list.
struct JsonVisitor<'s, 'r, V> {
    visitor: V,
    decoding: &'s JsonDecoding<'r>,
    request: Request,
    key: Option<ObjectKey<'s>>,
    top: bool,
}

/// A key of an object.
#[derive(Clone, Copy)]
struct ObjectKey<'s> {
    /// The names that the object's keys can have; empty if it is a map.
    names: &'static [&'static str],
    /// Which of them this key is.
    found: &'s Cell<Option<&'static str>>,
}

impl ObjectKey<'_> {
    fn note(self, text: &str) {
        self.found.set(self.names.iter().copied().find(|name| *name == text));
    }
}

/// What a type asks for.
#[derive(Clone, Copy)]
enum Request {
    /// A value that it may borrow.
    Borrow,
    /// A value that it looks at, or copies.
    Inspect,
    /// A struct with these fields.
    Struct(&'static [&'static str]),
    /// One of these variants.
    Enum(&'static [&'static str]),
}

/// What a visitor expects, asked before it has seen a value, and only if the visitor holds nothing: one that is made while
/// decoding may hold a value that came before.
fn known_expectation<'r, V: Visitor<'r>>(visitor: &V) -> Option<String> {
    let expected: &dyn Expected = visitor;
    (size_of::<V>() == 0).then(|| expected.to_string())
}
