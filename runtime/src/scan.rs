//! One pass over the records of an event: it cuts them, and notes where each holds the fields of its source.
//!
//! Parsing a record once for its view, once for its identifier and once for its key costs more than all other work for a small
//! record. So the pass notes for each record where its fields are, and the other code takes them from there.
//!
//! The scan accepts only sound JSON, except that it doesn't see control characters, which its caller looks for. `serde_json` reads
//! and explains the rest. The scan is careful with a record whose meaning isn't plain, such as one with a key that is there twice or
//! has escapes. It notes no fields of that one, and the other code parses it.

mod cursor;
mod event;
mod field_table;
mod fields;
mod template;

use std::ops::Range;

use self::{
    cursor::Cursor,
    field_table::FieldTable,
    template::{Members, Template},
};
pub(crate) use self::{
    event::{EventLists, Lists},
    field_table::noted_fields,
    fields::{Fields, Span},
};
use crate::lookup::KeyPath;

/// Where the records of a batch are in its JSON, and where their fields are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Scan {
    records: Vec<RecordSpan>,
    /// The fields of all records, in the order of their table.
    fields: Vec<Span>,
    fields_of_each: usize,
}

/// Where a record is.
#[derive(Debug, Clone, Copy)]
struct RecordSpan {
    start: usize,
    end: usize,
    /// The place of its first field among all; `None` if its fields aren't noted.
    fields: Option<usize>,
}

impl Scan {
    /// Cuts lists of records. `None` if a list isn't one, or isn't sound; a control character is not noticed.
    ///
    /// Calls `after_list` with the number of records so far after each list.
    pub(crate) fn of_lists(
        json: &str,
        lists: &[Range<usize>],
        fields: &'static [KeyPath],
        mut after_list: impl FnMut(usize),
    ) -> Option<Self> {
        let mut notes = Notes::new(fields);
        let mut scan = Scan::new(fields);
        for list in lists {
            let mut cursor = Cursor::new(json.get(..list.end)?, list.start);
            scan.add_list(&mut cursor, &mut notes)?;
            if cursor.at() != list.end {
                return None;
            }
            after_list(scan.records.len());
        }
        Some(scan)
    }

    fn new(fields: &'static [KeyPath]) -> Self {
        Scan { fields_of_each: fields.len(), ..Scan::default() }
    }

    /// A batch that is one piece of JSON, whose fields are not noted.
    pub(crate) fn of_one(json: &str) -> Self {
        let record = RecordSpan { start: 0, end: json.len(), fields: None };
        Scan { records: vec![record], ..Scan::default() }
    }

    pub(crate) fn len(&self) -> usize {
        self.records.len()
    }

    /// The JSON of a record, and its fields if they are noted.
    pub(crate) fn record<'j>(
        &'j self,
        json: &'j str,
        position: usize,
    ) -> Option<(&'j str, Option<Fields<'j>>)> {
        let record = self.records.get(position)?;
        let json = json.get(record.start..record.end)?;
        let spans = |first: usize| self.fields.get(first..first + self.fields_of_each);
        Some((json, record.fields.and_then(spans).map(|spans| Fields::new(json, spans))))
    }

    fn add_list(&mut self, cursor: &mut Cursor<'_>, notes: &mut Notes) -> Option<()> {
        cursor.take(b'[')?;
        if cursor.take(b']').is_some() {
            return Some(());
        }
        loop {
            cursor.skip_space()?;
            let start = cursor.at();
            let first = self.fields.len();
            self.fields.resize(first + self.fields_of_each, Span::default());
            let is_clear = notes.take(cursor, self.fields.get_mut(first..)?)?;
            if !is_clear {
                self.fields.truncate(first);
            }
            self.records.push(RecordSpan { start, end: cursor.at(), fields: is_clear.then_some(first) });
            if cursor.take(b',').is_none() {
                return cursor.take(b']');
            }
        }
    }
}

/// Notes the fields of one record after the other.
struct Notes {
    table: FieldTable,
    template: Template,
    members: Members,
}

impl Notes {
    fn new(fields: &'static [KeyPath]) -> Self {
        Notes { table: FieldTable::new(fields), template: Template::default(), members: Members::default() }
    }

    /// Notes the fields of the record that the cursor is at, and moves after it. `Some(false)` if it isn't clear what they are.
    fn take(&mut self, cursor: &mut Cursor<'_>, spans: &mut [Span]) -> Option<bool> {
        let start = cursor.at();
        if self.template.follow(cursor, spans).is_some() {
            return Some(true);
        }
        cursor.return_to(start);
        spans.fill(Span::default());
        let is_clear = self.table.note(cursor, spans, &mut self.members)?;
        if is_clear {
            self.template.learn(cursor.json(), &mut self.members);
        }
        Some(is_clear)
    }
}

#[cfg(test)]
mod tests;
