//! Numbers that AWS writes as text.

use std::str::FromStr;

use crate::source::metadata::Readable;

/// A number whose JSON is a text; anything else is none.
pub(super) struct InText<T>(pub(super) T);

impl<'de, T: FromStr> Readable<'de> for InText<T> {
    fn from_borrowed(text: &'de str) -> Option<Self> {
        Self::from_text(text)
    }

    fn from_text(text: &str) -> Option<Self> {
        text.parse().ok().map(InText)
    }
}
