//! The lists of records in a whole event.

use std::{collections::HashSet, ops::Range};

use super::{Notes, Scan, cursor::Cursor};
use crate::lookup::KeyPath;

/// Where an event has its records.
#[derive(Debug)]
pub(crate) struct EventLists<'j> {
    pub(crate) lists: Lists<'j>,
    /// The fields that the event's source is likely to have, and the scan of these.
    pub(crate) fields: &'static [KeyPath],
    pub(crate) scan: Scan,
    /// How many records there are after each list.
    pub(crate) ends: Vec<usize>,
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
    ///
    /// The source isn't known yet. The fields that are noted are those of the source which has most of the first record's keys.
    pub(crate) fn find(event: &'j str, sources: &[&'static [KeyPath]]) -> Option<Self> {
        // A cursor doesn't see control characters. AWS writes none, not even between values.
        if event.bytes().fold(false, |found, byte| found | (byte < b' ')) {
            return None;
        }
        let mut cursor = Cursor::new(event, 0);
        let fields = likely_fields(event, sources);
        let mut records = Lister { notes: Notes::new(fields), scan: Scan::new(fields), ends: Vec::new() };
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
        Some(EventLists { lists, fields, scan: records.scan, ends: records.ends })
    }
}

/// The fields of the source that has most fields under the keys of the first object in a list.
fn likely_fields(event: &str, sources: &[&'static [KeyPath]]) -> &'static [KeyPath] {
    let mut known = vec![0; sources.len()];
    let first = event.find("[{").map_or(event.len(), |list| list + 2);
    let mut cursor = Cursor::new(event, first);
    while let Some(Some(key)) = cursor.key() {
        for (known, source) in known.iter_mut().zip(sources) {
            *known += source.iter().filter(|field| field.keys.first() == Some(&key)).count();
        }
        if cursor.skip_value().and_then(|()| cursor.take(b',')).is_none() {
            break;
        }
    }
    known.into_iter().zip(sources).max_by_key(|(known, _)| *known).map_or(&[], |(_, source)| source)
}

/// Lists the records that it passes over.
struct Lister {
    notes: Notes,
    scan: Scan,
    /// How many records there were after each list.
    ends: Vec<usize>,
}

impl Lister {
    fn skip_list(&mut self, cursor: &mut Cursor<'_>) -> Option<Range<usize>> {
        let start = cursor.at();
        self.scan.add_list(cursor, &mut self.notes)?;
        self.ends.push(self.scan.len());
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
