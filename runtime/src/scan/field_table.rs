//! The fields that a source has noted, in the form in which a scan looks for them.

use super::{Span, cursor::Cursor, template::Members};
use crate::lookup::KeyPath;

/// Declares the fields of a source that the scan notes, as constants and as the table `FIELDS`:
///
/// ```ignore
/// noted_fields! {
///     DATA: "kinesis"."data";
///     ARN: "eventSourceARN";
/// }
/// ```
///
/// A field is a member of the record, or of one object in it: all that have two keys share the first.
macro_rules! noted_fields {
    ($($(#[$doc:meta])* $name:ident: $($key:literal).+;)+) => {
        /// Numbers the fields.
        #[expect(non_camel_case_types, clippy::upper_case_acronyms, reason = "they have the names of the constants")]
        enum Slot {
            $($name,)+
        }

        $(
            $(#[$doc])*
            pub(crate) const $name: $crate::lookup::KeyPath =
                $crate::lookup::KeyPath { slot: Slot::$name as usize, ..$crate::lookup::key_path!($($key),+) };
        )+

        /// The fields that the scan notes.
        pub(crate) static FIELDS: [$crate::lookup::KeyPath; [$($name),+].len()] = [$($name),+];
    };
}
pub(crate) use noted_fields;

/// The fields to look for.
pub(super) struct FieldTable {
    record: ObjectTable,
    /// The object in the record that has the other fields.
    inner_key: &'static str,
    inner: ObjectTable,
}

/// The fields to look for in one object.
#[derive(Default)]
struct ObjectTable {
    /// The keys, and the number of each field.
    keys: Vec<(&'static str, usize)>,
    /// Which key is likely to be next: the records of an event have their keys in the same order.
    next: usize,
}

/// Stands for the inner object among the numbers of fields.
const INNER: usize = usize::MAX;

impl FieldTable {
    pub(super) fn new(fields: &'static [KeyPath]) -> Self {
        let mut table =
            FieldTable { record: ObjectTable::default(), inner_key: "", inner: ObjectTable::default() };
        for (number, field) in fields.iter().enumerate() {
            match field.keys {
                [key] => table.record.keys.push((*key, number)),
                [inner, key] => {
                    if table.inner_key.is_empty() {
                        table.inner_key = inner;
                        table.record.keys.push((*inner, INNER));
                    }
                    table.inner.keys.push((*key, number));
                }
                _ => {}
            }
        }
        table
    }

    /// Notes the fields of the record that the cursor is at, lists its members, and moves after it. `Some(false)` if it isn't
    /// clear what the fields are: then not all are noted. `None` if the JSON isn't sound.
    pub(super) fn note(
        &mut self,
        cursor: &mut Cursor<'_>,
        spans: &mut [Span],
        members: &mut Members,
    ) -> Option<bool> {
        let start = cursor.at();
        if cursor.take(b'{').is_none() {
            cursor.skip_value()?;
            return Some(false);
        }
        let FieldTable { record, inner, .. } = self;
        let mut has_inner = false;
        members.clear();
        let is_clear = record.note(cursor, &mut Noted { start, spans, members }, |cursor, noted| {
            if std::mem::replace(&mut has_inner, true) {
                cursor.skip_value()?;
                return Some(false);
            }
            if cursor.take(b'{').is_some() {
                return inner.note(cursor, noted, |cursor, _| cursor.skip_value().map(|()| false));
            }
            noted.skip_value(cursor, None)
        })?;
        members.end(start..cursor.at());
        Some(is_clear)
    }
}

/// What is noted of a record.
struct Noted<'s> {
    start: usize,
    spans: &'s mut [Span],
    members: &'s mut Members,
}

impl Noted<'_> {
    /// Moves after a value and notes it. `Some(false)` if the field is there already, or the record is too long.
    fn skip_value(&mut self, cursor: &mut Cursor<'_>, field: Option<usize>) -> Option<bool> {
        let start = cursor.at();
        cursor.skip_value()?;
        let value = start..cursor.at();
        self.members.add(value.clone(), field);
        let Some(span) = field.and_then(|field| self.spans.get_mut(field)) else { return Some(true) };
        let is_new = span.is_empty();
        Some(Span::new(self.start, value).map(|value| *span = value).is_some() && is_new)
    }
}

impl ObjectTable {
    /// Notes the fields of the object whose brace was passed, and moves after it.
    fn note(
        &mut self,
        cursor: &mut Cursor<'_>,
        noted: &mut Noted<'_>,
        mut inner: impl FnMut(&mut Cursor<'_>, &mut Noted<'_>) -> Option<bool>,
    ) -> Option<bool> {
        self.next = 0;
        let mut is_clear = true;
        if cursor.take(b'}').is_some() {
            return Some(is_clear);
        }
        loop {
            let key = cursor.key()?;
            is_clear &= key.is_some();
            is_clear &= match key.and_then(|key| self.number(key)) {
                Some(INNER) => inner(cursor, noted)?,
                field => noted.skip_value(cursor, field)?,
            };
            if cursor.take(b',').is_none() {
                cursor.take(b'}')?;
                return Some(is_clear);
            }
        }
    }

    /// The number of the field with this key.
    fn number(&mut self, key: &str) -> Option<usize> {
        let (before, from_next) = self.keys.split_at_checked(self.next)?;
        let found = from_next.iter().chain(before).position(|(known, _)| *known == key)?;
        let place = (self.next + found) % self.keys.len();
        self.next = place + 1;
        self.keys.get(place).map(|(_, number)| *number)
    }
}
