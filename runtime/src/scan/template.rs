//! What the records of an event have in common, so that most of a record is compared and not scanned.
//!
//! The records of one event nearly always have the same keys in the same order, and many of the same values. A template is
//! learned from two records: the text that both have, and the values that differ. A record that follows it is passed over with
//! one comparison for each piece of text, and one scan for each value that varies:
//!
//! ```text
//! {"kinesis":{"partitionKey":  ..  ,"sequenceNumber":  ..  ,"data":  ..  },"eventSource":"aws:kinesis"}
//! ```
//!
//! Such a record is sound, since the same text around other sound values was. One that doesn't follow it is scanned.

use std::ops::Range;

use super::{Span, cursor::Cursor};

/// The members of a record, in its order: those of the inner object stand in its place.
#[derive(Debug, Default)]
pub(super) struct Members {
    record: Range<usize>,
    values: Vec<Member>,
}

/// The value of a member.
#[derive(Debug, Clone)]
struct Member {
    value: Range<usize>,
    /// The number of the field, if it is noted.
    field: Option<usize>,
    /// Whether the value differs between records.
    varies: bool,
}

/// A step over a record.
#[derive(Debug)]
enum Step {
    /// Text that each record has; where an earlier record has it.
    Text(Range<usize>),
    /// A value that varies.
    Value { field: Option<usize> },
    /// A field in the text of the step before: how far before the end of that text it starts, and its length.
    FieldInText { field: usize, before_end: usize, len: usize },
}

/// The template that the records have followed so far.
#[derive(Debug, Default)]
pub(super) struct Template {
    members: Members,
    steps: Vec<Step>,
    /// How many records it was learned from, less those that followed it.
    lessons: usize,
}

/// With records that have nothing in common, learning costs more than it saves.
const MOST_LESSONS: usize = 64;

impl Members {
    pub(super) fn clear(&mut self) {
        self.values.clear();
    }

    pub(super) fn add(&mut self, value: Range<usize>, field: Option<usize>) {
        self.values.push(Member { value, field, varies: false });
    }

    pub(super) fn end(&mut self, record: Range<usize>) {
        self.record = record;
    }

    /// The texts before, between and after the values.
    fn texts(&self) -> impl Iterator<Item = Range<usize>> {
        let starts =
            std::iter::once(self.record.start).chain(self.values.iter().map(|member| member.value.end));
        let ends =
            self.values.iter().map(|member| member.value.start).chain(std::iter::once(self.record.end));
        starts.zip(ends).map(|(start, end)| start..end)
    }
}

impl Template {
    /// Passes over the record that the cursor is at and notes its fields, if it follows the template. Otherwise the cursor may be
    /// anywhere in it, and some fields may be noted.
    pub(super) fn follow(&mut self, cursor: &mut Cursor<'_>, spans: &mut [Span]) -> Option<()> {
        let json = cursor.json();
        let record = cursor.at();
        if self.steps.is_empty() {
            return None;
        }
        for step in &self.steps {
            match *step {
                Step::Text(ref text) => cursor.take_text(json.get(text.clone())?)?,
                Step::Value { field } => {
                    let start = cursor.at();
                    cursor.skip_value()?;
                    if let Some(field) = field {
                        *spans.get_mut(field)? = Span::new(record, start..cursor.at())?;
                    }
                }
                Step::FieldInText { field, before_end, len } => {
                    let start = cursor.at() - before_end;
                    *spans.get_mut(field)? = Span::new(record, start..start + len)?;
                }
            }
        }
        self.lessons = self.lessons.saturating_sub(1);
        Some(())
    }

    /// Learns from a record that was scanned.
    pub(super) fn learn(&mut self, json: &[u8], members: &mut Members) {
        if self.lessons > MOST_LESSONS {
            return;
        }
        self.lessons += 1;
        let text = |range: Range<usize>| json.get(range);
        let old = &self.members;
        let is_alike = old.values.len() == members.values.len()
            && old.texts().zip(members.texts()).all(|(old, new)| text(old) == text(new))
            && old.values.iter().zip(&members.values).all(|(old, new)| old.field == new.field);
        if is_alike {
            for (old, new) in old.values.iter().zip(&mut members.values) {
                new.varies = old.varies || text(old.value.clone()) != text(new.value.clone());
            }
        }
        std::mem::swap(&mut self.members, members);
        self.make_steps();
    }

    fn make_steps(&mut self) {
        self.steps.clear();
        let mut start = self.members.record.start;
        let mut in_text = Vec::new();
        for member in &self.members.values {
            if member.varies {
                add_text(&mut self.steps, start..member.value.start, &mut in_text);
                self.steps.push(Step::Value { field: member.field });
                start = member.value.end;
            } else if let Some(field) = member.field {
                in_text.push((field, member.value.clone()));
            }
        }
        add_text(&mut self.steps, start..self.members.record.end, &mut in_text);
    }
}

/// Adds the step over a text, and the fields in it.
fn add_text(steps: &mut Vec<Step>, text: Range<usize>, fields: &mut Vec<(usize, Range<usize>)>) {
    steps.push(Step::Text(text.clone()));
    steps.extend(fields.drain(..).map(|(field, value)| Step::FieldInText {
        field,
        before_end: text.end - value.start,
        len: value.len(),
    }));
}
