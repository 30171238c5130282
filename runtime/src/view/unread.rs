//! A value of a record that is read later, if at all.

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use crate::{lookup::KeyPath, scan::Fields};

/// The JSON of a value that is read later. In an `Option`, `null` is `None`.
#[derive(Clone, Copy)]
pub(super) struct Unread<'r>(pub(super) &'r str);

impl<'r> Unread<'r> {
    /// The value of a field.
    pub(super) fn of_field(fields: Fields<'r>, path: KeyPath) -> Option<Self> {
        fields.json(path).filter(|json| *json != "null").map(Unread)
    }
}

impl<'de: 'r, 'r> Deserialize<'de> for Unread<'r> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&RawValue>::deserialize(deserializer).map(|json| Unread(json.get()))
    }
}
