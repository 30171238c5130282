//! The lists of records in a whole event.

use std::{collections::HashSet, ops::Range};

use super::{Notes, cursor::Cursor};

/// Where an event has its records.
#[derive(Debug)]
pub(crate) struct EventLists<'j> {
    pub(crate) lists: Lists<'j>,
    /// The number of records in all.
    pub(crate) len: usize,
}

#[derive(Debug)]
pub(crate) enum Lists<'j> {
    /// One list.
    One(Range<usize>),
    /// A list for each of Kafka's partitions, with its name.
    Partitions(Vec<(&'j str, Range<usize>)>),
}

impl<'j> EventLists<'j> {
    /// Finds the lists. `None` if the event isn't sound JSON or isn't an event with records. It is also `None` where `serde_json`
    /// would have to say what is meant, so such an event may be a good one all the same.
    pub(crate) fn find(event: &'j str) -> Option<Self> {
        // A cursor doesn't see control characters. AWS writes none, not even between values.
        if event.bytes().fold(false, |found, byte| found | (byte < b' ')) {
            return None;
        }
        let mut cursor = Cursor::new(event, 0);
        let mut records = Counter { notes: Notes::new(&[]), len: 0 };
        let mut found = None;
        cursor.take(b'{')?;
        loop {
            let lists = match cursor.key()?? {
                "Records" => Some(Lists::One(records.skip_list(&mut cursor)?)),
                "records" => Some(Lists::Partitions(records.skip_partitions(&mut cursor)?)),
                _ => {
                    cursor.skip_value()?;
                    None
                }
            };
            if lists.is_some() && std::mem::replace(&mut found, lists).is_some() {
                return None;
            }
            if cursor.take(b',').is_none() {
                cursor.take(b'}')?;
                break;
            }
        }
        let lists = found.filter(|_| cursor.is_at_end())?;
        Some(EventLists { lists, len: records.len })
    }
}

/// Counts the records that it passes over.
struct Counter {
    notes: Notes,
    len: usize,
}

impl Counter {
    fn skip_list(&mut self, cursor: &mut Cursor<'_>) -> Option<Range<usize>> {
        let start = cursor.at();
        cursor.take(b'[')?;
        if cursor.take(b']').is_none() {
            loop {
                cursor.skip_space()?;
                self.notes.take(cursor, &mut [])?;
                self.len += 1;
                if cursor.take(b',').is_none() {
                    cursor.take(b']')?;
                    break;
                }
            }
        }
        Some(start..cursor.at())
    }

    fn skip_partitions<'j>(&mut self, cursor: &mut Cursor<'j>) -> Option<Vec<(&'j str, Range<usize>)>> {
        let mut partitions = Vec::new();
        let mut names = HashSet::new();
        cursor.take(b'{')?;
        if cursor.take(b'}').is_some() {
            return Some(partitions);
        }
        loop {
            let name = cursor.key()??;
            let list = self.skip_list(cursor)?;
            if !names.insert(name) {
                return None;
            }
            partitions.push((name, list));
            if cursor.take(b',').is_none() {
                return cursor.take(b'}').map(|()| partitions);
            }
        }
    }
}
