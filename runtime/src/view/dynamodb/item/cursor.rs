//! The JSON of an image, read once from its beginning to its end.
//!
//! Objects and lists are opened and closed here, so that an attribute's type, which its JSON names before the value, is known
//! before the user's type asks for anything. Strings with escapes, and skipped values that aren't compact, are left to
//! `serde_json`.

mod strings;

use serde::{Deserialize, de::IgnoredAny};

use super::{attribute_type::AttributeType, compact_json::value_length};
use crate::{data::KeptBuffers, decode::redacted_error::RedactedError};

/// How deep objects and lists may be nested: as deep as for `serde_json`.
const MAX_DEPTH: u8 = 127;

/// What a binary is for a type that takes any value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BinaryForm {
    /// Bytes, as `serde_dynamo` gives them.
    Bytes,
    /// A list of small numbers, which is what JSON has for bytes.
    Numbers,
}

/// The JSON of an image, and how far it has been read.
pub(super) struct Cursor<'r> {
    json: &'r str,
    at: usize,
    /// How many objects and lists are open.
    depth: u8,
    /// Where buffers are kept.
    kept: &'r KeptBuffers,
    binary_form: BinaryForm,
    /// Whether a type that takes any value got a binary.
    pub(super) gave_binary_for_any: bool,
}

/// Where a value begins.
#[derive(Debug, Clone, Copy)]
pub(super) struct ValueStart {
    at: usize,
    depth: u8,
}

/// How far an object or list has been read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    NotStarted,
    Started,
    Finished,
}

impl<'r> Cursor<'r> {
    pub(super) fn new(json: &'r str, kept: &'r KeptBuffers, binary_form: BinaryForm) -> Self {
        Cursor { json, at: 0, depth: 0, kept, binary_form, gave_binary_for_any: false }
    }

    /// How far the JSON has been read.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What the next binary is for a type that takes any value.
    pub(super) fn binary_form_for_any(&mut self) -> BinaryForm {
        self.gave_binary_for_any = true;
        self.binary_form
    }

    /// The JSON that hasn't been read.
    fn rest(&self) -> &'r [u8] {
        self.json.as_bytes().get(self.at..).unwrap_or_default()
    }

    /// The next byte that isn't white space.
    #[inline(always)]
    pub(super) fn peek(&mut self) -> Option<u8> {
        match self.json.as_bytes().get(self.at) {
            // Nearly always: AWS writes no white space.
            Some(byte) if *byte > b' ' => Some(*byte),
            _ => self.peek_after_blanks(),
        }
    }

    #[cold]
    fn peek_after_blanks(&mut self) -> Option<u8> {
        let rest = self.rest();
        let blank = rest.iter().position(|byte| !matches!(byte, b' ' | b'\n' | b'\r' | b'\t'))?;
        self.at += blank;
        rest.get(blank).copied()
    }

    /// Consumes a byte, if it is the next one.
    #[inline]
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    #[inline]
    fn expect(&mut self, byte: u8) -> Result<(), RedactedError> {
        if self.eat(byte) { Ok(()) } else { Err(self.unexpected("sound JSON")) }
    }

    /// Opens an attribute and reads its type, if both are compact JSON: `{"S":`.
    #[inline(always)]
    pub(super) fn open_compact_attribute(&mut self) -> Option<AttributeType> {
        let (attribute_type, length) = AttributeType::compact(self.rest())?;
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.at += length;
        self.depth += 1;
        Some(attribute_type)
    }

    /// Opens an object (`{`) or a list (`[`), if there is one.
    pub(super) fn open(&mut self, byte: u8) -> Result<bool, RedactedError> {
        if !self.eat(byte) {
            return Ok(false);
        }
        if self.depth == MAX_DEPTH {
            return Err(RedactedError::new("nested too deep"));
        }
        self.depth += 1;
        Ok(true)
    }

    /// Whether an open object or list holds one more value. If it doesn't, it is closed.
    #[inline(always)]
    pub(super) fn next_value(&mut self, progress: &mut Progress, end: u8) -> Result<bool, RedactedError> {
        if *progress == Progress::Started && self.eat(b',') {
            // What follows the comma must be a value.
            return Ok(true);
        }
        self.first_value_or_end(progress, end)
    }

    #[inline(never)]
    fn first_value_or_end(&mut self, progress: &mut Progress, end: u8) -> Result<bool, RedactedError> {
        if *progress == Progress::Finished {
            return Ok(false);
        }
        if self.close(end) {
            *progress = Progress::Finished;
            return Ok(false);
        }
        if *progress == Progress::Started {
            self.expect(b',')?;
        }
        *progress = Progress::Started;
        Ok(true)
    }

    /// `true` or `false`.
    pub(super) fn boolean(&mut self) -> Result<bool, RedactedError> {
        match self.rest() {
            // The byte after it shows that no more letters follow.
            [b't', b'r', b'u', b'e', b'}', ..] => {
                self.at += "true".len();
                Ok(true)
            }
            [b'f', b'a', b'l', b's', b'e', b'}', ..] => {
                self.at += "false".len();
                Ok(false)
            }
            _ => match self.peek() {
                Some(b't' | b'f') => self.parse(),
                _ => Err(self.unexpected("`true` or `false`")),
            },
        }
    }

    /// Skips a value, however deep it is.
    pub(super) fn skip_value(&mut self) -> Result<(), RedactedError> {
        match value_length(self.rest()) {
            Some(length) => {
                self.at += length;
                Ok(())
            }
            None => self.parse::<IgnoredAny>().map(drop),
        }
    }

    /// The start of the value that comes next.
    pub(super) fn value_start(&mut self) -> ValueStart {
        self.peek();
        ValueStart { at: self.at, depth: self.depth }
    }

    /// Whether the value that begins there has been read to its end.
    pub(super) fn is_past(&self, start: ValueStart) -> bool {
        self.at != start.at && self.depth == start.depth
    }

    /// Goes back to a value that has been read, or part of it.
    pub(super) fn return_to(&mut self, start: ValueStart) {
        (self.at, self.depth) = (start.at, start.depth);
    }

    /// Skips the value that begins there. Part of it may have been read.
    pub(super) fn skip_from(&mut self, start: ValueStart) -> Result<(), RedactedError> {
        self.return_to(start);
        self.skip_value()
    }

    /// Bytes that can be borrowed for as long as the record is handled.
    pub(super) fn keep_bytes(&mut self, bytes: Vec<u8>) -> &'r [u8] {
        self.kept.push(bytes)
    }

    /// Fails if anything follows.
    pub(super) fn expect_end(&mut self) -> Result<(), RedactedError> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(RedactedError::new("trailing characters")),
        }
    }

    /// Closes an object or list that was opened, if it ends here.
    #[inline]
    pub(super) fn close(&mut self, byte: u8) -> bool {
        let closed = self.eat(byte);
        self.depth = self.depth.saturating_sub(u8::from(closed));
        closed
    }

    /// The error for a next value that isn't the wanted one.
    #[cold]
    #[inline(never)]
    pub(super) fn unexpected(&mut self, wanted: &str) -> RedactedError {
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

    /// The next value, read by `serde_json`.
    fn parse<T: Deserialize<'r>>(&mut self) -> Result<T, RedactedError> {
        let rest = self.json.get(self.at..).unwrap_or_default();
        let mut values = serde_json::Deserializer::from_str(rest).into_iter();
        let value =
            values.next().ok_or_else(|| self.unexpected("a value"))?.map_err(|error| unsound(&error))?;
        self.at += values.byte_offset();
        Ok(value)
    }
}

/// The error for JSON that isn't sound. Its place is left out, for it counts from the value and not from the image.
fn unsound(error: &serde_json::Error) -> RedactedError {
    let text = error.to_string();
    let place = format!(" at line {} column {}", error.line(), error.column());
    RedactedError::new(text.strip_suffix(&place).unwrap_or(&text).to_owned())
}
