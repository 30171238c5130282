//! The JSON of an image, walked once from its beginning to its end.
//!
//! Strings, and whatever is passed over, are `serde_json`'s business; the objects and lists that an item is made of are
//! opened and closed here. So an attribute's type, which its JSON names before the value, is known before the user's type
//! is asked what it wants.

use std::borrow::Cow;

use serde::{Deserialize, de::IgnoredAny};

use super::attribute::Attribute;
use crate::{data::KeptBuffers, decode::RedactedError};

/// How deep objects and lists may be nested: as deep as `serde_json` lets them.
const DEPTH: u8 = 127;

/// As many bytes as are cheaper to look at one by one.
const SHORT: usize = 32;

/// What a type that takes whatever comes gets for a binary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Binaries {
    /// Bytes, as `serde_dynamo` gives them.
    Bytes,
    /// A list of small numbers, which is what JSON has for bytes.
    Lists,
}

/// The JSON of an image, and how far it has been read.
pub(super) struct Walk<'r> {
    json: &'r str,
    at: usize,
    /// How many objects and lists are open.
    depth: u8,
    /// Where the next buffer is kept.
    kept: &'r KeptBuffers,
    binaries: Binaries,
    /// Whether a type that takes whatever comes got a binary.
    pub(super) gave_a_binary: bool,
}

/// Where a value begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    at: usize,
    depth: u8,
}

/// How far the pieces of an object or list have been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pieces {
    None,
    Some,
    All,
}

impl<'r> Walk<'r> {
    pub(super) fn new(json: &'r str, kept: &'r KeptBuffers, binaries: Binaries) -> Self {
        Walk { json, at: 0, depth: 0, kept, binaries, gave_a_binary: false }
    }

    /// How far the JSON has been read.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What a type that takes whatever comes gets for the binary at hand.
    pub(super) fn give_a_binary(&mut self) -> Binaries {
        self.gave_a_binary = true;
        self.binaries
    }

    /// The next byte that isn't white space.
    pub(super) fn peek(&mut self) -> Option<u8> {
        let rest = self.json.as_bytes().get(self.at..)?;
        let blank = rest.iter().position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t'))?;
        self.at += blank;
        rest.get(blank).copied()
    }

    /// Goes past a byte, if it is the next one.
    pub(super) fn passes(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn pass(&mut self, byte: u8) -> Result<(), RedactedError> {
        if self.passes(byte) { Ok(()) } else { Err(self.not_a("sound JSON")) }
    }

    /// Opens an object (`{`) or a list (`[`), if there is one.
    pub(super) fn opens(&mut self, byte: u8) -> Result<bool, RedactedError> {
        if !self.passes(byte) {
            return Ok(false);
        }
        if self.depth == DEPTH {
            return Err(RedactedError::new("nested too deep"));
        }
        self.depth += 1;
        Ok(true)
    }

    /// Whether an object or list that was opened holds one more piece. Where it doesn't, it is closed.
    pub(super) fn more(&mut self, read: &mut Pieces, end: u8) -> Result<bool, RedactedError> {
        if *read == Pieces::All {
            return Ok(false);
        }
        if self.passes(end) {
            *read = Pieces::All;
            self.depth = self.depth.saturating_sub(1);
            return Ok(false);
        }
        if *read == Pieces::Some {
            self.pass(b',')?;
        }
        *read = Pieces::Some;
        Ok(true)
    }

    /// The name before a value in an object. Its escapes are undone for as long as the record is handled.
    pub(super) fn name(&mut self) -> Result<&'r str, RedactedError> {
        let name = self.string()?;
        self.pass(b':')?;
        self.keep(name)
    }

    /// A string.
    pub(super) fn string(&mut self) -> Result<Cow<'r, str>, RedactedError> {
        #[derive(Deserialize)]
        struct Text<'r>(#[serde(borrow)] Cow<'r, str>);

        match self.peek() {
            Some(b'"') => match self.short_string() {
                Some(text) => Ok(Cow::Borrowed(text)),
                None => self.piece::<Text<'r>>().map(|Text(text)| text),
            },
            _ => Err(self.not_a("a JSON string")),
        }
    }

    /// A short string without escapes, such as an attribute's name or type: read before `serde_json` would have begun.
    fn short_string(&mut self) -> Option<&'r str> {
        let rest = self.json.as_bytes().get(self.at + 1..)?;
        let length = rest.iter().take(SHORT).position(|byte| matches!(byte, b'"' | b'\\' | ..b' '))?;
        if rest.get(length) != Some(&b'"') {
            return None;
        }
        let text = self.json.get(self.at + 1..self.at + 1 + length)?;
        self.at += length + 2;
        Some(text)
    }

    /// `true` or `false`.
    pub(super) fn boolean(&mut self) -> Result<bool, RedactedError> {
        match self.peek() {
            Some(b't' | b'f') => self.piece(),
            _ => Err(self.not_a("`true` or `false`")),
        }
    }

    /// Passes over a value, however deep it is.
    pub(super) fn skip(&mut self) -> Result<(), RedactedError> {
        self.piece::<IgnoredAny>().map(drop)
    }

    /// The place of the value that comes next.
    pub(super) fn place(&mut self) -> Place {
        self.peek();
        Place { at: self.at, depth: self.depth }
    }

    /// Whether the value at a place has been read to its end.
    pub(super) fn is_past(&self, place: Place) -> bool {
        self.at != place.at && self.depth == place.depth
    }

    pub(super) fn go_back(&mut self, place: Place) {
        (self.at, self.depth) = (place.at, place.depth);
    }

    /// Passes over the value at a place, of which some may have been read.
    pub(super) fn pass_over(&mut self, place: Place) -> Result<(), RedactedError> {
        self.go_back(place);
        self.skip()
    }

    /// Reads an attribute.
    ///
    /// A `Deserialize` of the user's own may succeed though its attribute was not read, or not to its end (such as
    /// `T::deserialize(attribute).unwrap_or_default()`). What follows is read all the same.
    pub(super) fn attribute<T>(
        &mut self,
        read: impl FnOnce(Attribute<'_, 'r>) -> Result<T, RedactedError>,
    ) -> Result<T, RedactedError> {
        let place = self.place();
        let value = read(Attribute::new(self))?;
        if !self.is_past(place) {
            self.pass_over(place)?;
        }
        Ok(value)
    }

    /// Text that can be borrowed for as long as the record is handled.
    pub(super) fn keep(&mut self, text: Cow<'r, str>) -> Result<&'r str, RedactedError> {
        match text {
            Cow::Borrowed(text) => Ok(text),
            Cow::Owned(text) => str::from_utf8(self.keep_bytes(text.into_bytes()))
                .map_err(|_| RedactedError::new("not UTF-8")),
        }
    }

    pub(super) fn keep_bytes(&mut self, bytes: Vec<u8>) -> &'r [u8] {
        KeptBuffers::push_at(&mut self.kept, bytes)
    }

    /// Makes sure that nothing follows.
    pub(super) fn end(&mut self) -> Result<(), RedactedError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(RedactedError::new("trailing characters")),
        }
    }

    /// Closes an object or list that was opened.
    pub(super) fn closes(&mut self, byte: u8) -> Result<(), RedactedError> {
        self.pass(byte)?;
        self.depth = self.depth.saturating_sub(1);
        Ok(())
    }

    /// The error where something else stands than what is wanted.
    pub(super) fn not_a(&mut self, wanted: &str) -> RedactedError {
        RedactedError::new(match self.peek() {
            None => String::from("the JSON ends too early"),
            Some(b'"') => format!("invalid type: JSON string, expected {wanted}"),
            Some(b'{') => format!("invalid type: JSON object, expected {wanted}"),
            Some(b'[') => format!("invalid type: JSON array, expected {wanted}"),
            Some(b't' | b'f') => format!("invalid type: boolean, expected {wanted}"),
            Some(b'n') => format!("invalid type: null, expected {wanted}"),
            Some(b'-' | b'0'..=b'9') => format!("invalid type: JSON number, expected {wanted}"),
            Some(_) => String::from("unsound JSON"),
        })
    }

    /// One value that `serde_json` reads.
    fn piece<T: Deserialize<'r>>(&mut self) -> Result<T, RedactedError> {
        let rest = self.json.get(self.at..).unwrap_or_default();
        let mut pieces = serde_json::Deserializer::from_str(rest).into_iter();
        let piece = pieces.next().ok_or_else(|| self.not_a("a value"))?.map_err(|error| unsound(&error))?;
        self.at += pieces.byte_offset();
        Ok(piece)
    }
}

/// Where JSON isn't sound, without the place, which counts from where the piece begins.
fn unsound(error: &serde_json::Error) -> RedactedError {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    RedactedError::new(text.strip_suffix(&place).unwrap_or(&text).to_owned())
}
