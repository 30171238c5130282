//! The fields of one record, where the scan noted them.

use std::{borrow::Cow, ops::Range};

use crate::lookup::{KeyPath, text};

/// Where a field's value is, from the start of its record. It is empty if the record doesn't have the field.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Span {
    start: u32,
    end: u32,
}

impl Span {
    /// `None` if the record is too long.
    pub(super) fn new(record: usize, value: Range<usize>) -> Option<Self> {
        let start = u32::try_from(value.start - record).ok()?;
        Some(Span { start, end: u32::try_from(value.end - record).ok()? })
    }

    pub(super) fn is_empty(self) -> bool {
        self.end == 0
    }
}

/// The fields of one record. Each is there once or not at all.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'j> {
    record: &'j str,
    spans: &'j [Span],
}

impl<'j> Fields<'j> {
    pub(super) fn new(record: &'j str, spans: &'j [Span]) -> Self {
        Fields { record, spans }
    }

    /// The JSON of a field; `None` if the record doesn't have it.
    pub(crate) fn json(self, path: KeyPath) -> Option<&'j str> {
        let span = self.spans.get(path.slot)?;
        self.record.get(span.start as usize..span.end as usize).filter(|json| !json.is_empty())
    }

    /// The text of a field; `None` if the record doesn't have it, or it isn't text.
    pub(crate) fn text(self, path: KeyPath) -> Option<Cow<'j, str>> {
        text(self.json(path)?)
    }

    /// The number in a field that consists of digits only; `None` if the record doesn't have it, or it is something else.
    #[cfg(feature = "kafka")]
    pub(crate) fn digits<N: std::str::FromStr>(self, path: KeyPath) -> Option<N> {
        self.json(path).filter(|json| json.starts_with(|first: char| first.is_ascii_digit()))?.parse().ok()
    }
}
