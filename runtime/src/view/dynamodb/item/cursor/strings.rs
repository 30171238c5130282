//! The strings of an image: borrowed from its JSON, or without their escapes.

use std::borrow::Cow;

use serde::Deserialize;

use super::Cursor;
use crate::{decode::plain_text::plain_length, decode::redacted_error::RedactedError};

impl<'r> Cursor<'r> {
    /// The name before a value in an object. A name with escapes is kept without them.
    #[inline(always)]
    pub(in crate::view::dynamodb::item) fn name(&mut self) -> Result<&'r str, RedactedError> {
        let name = match self.plain_string() {
            Some(name) => name,
            None => {
                let name = self.string_with_escapes()?;
                self.keep(name)?
            }
        };
        self.expect(b':')?;
        Ok(name)
    }

    /// A string.
    #[inline(always)]
    pub(in crate::view::dynamodb::item) fn string(&mut self) -> Result<Cow<'r, str>, RedactedError> {
        match self.plain_string() {
            Some(text) => Ok(Cow::Borrowed(text)),
            None => self.string_with_escapes(),
        }
    }

    /// A string without escapes, if there is one.
    #[inline(always)]
    fn plain_string(&mut self) -> Option<&'r str> {
        if self.peek() != Some(b'"') {
            return None;
        }
        let start = self.at + 1;
        let bytes = self.json.as_bytes().get(start..)?;
        let length = plain_length(bytes);
        if bytes.get(length) != Some(&b'"') {
            return None;
        }
        let text = self.json.get(start..start + length)?;
        self.at = start + length + 1;
        Some(text)
    }

    #[cold]
    fn string_with_escapes(&mut self) -> Result<Cow<'r, str>, RedactedError> {
        #[derive(Deserialize)]
        struct Text<'r>(#[serde(borrow)] Cow<'r, str>);

        match self.peek() {
            Some(b'"') => self.parse::<Text<'r>>().map(|Text(text)| text),
            _ => Err(self.unexpected("a JSON string")),
        }
    }

    /// Text that can be borrowed for as long as the record is handled.
    pub(in crate::view::dynamodb::item) fn keep(
        &mut self,
        text: Cow<'r, str>,
    ) -> Result<&'r str, RedactedError> {
        match text {
            Cow::Borrowed(text) => Ok(text),
            Cow::Owned(text) => str::from_utf8(self.keep_bytes(text.into_bytes()))
                .map_err(|_| RedactedError::new("not UTF-8")),
        }
    }
}
