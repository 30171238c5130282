//! The records of an event in one buffer, before and after they are cut.

use std::{
    ops::Range,
    sync::{Arc, OnceLock},
};

use serde_json::value::RawValue;

use crate::{
    lookup::KeyPath,
    scan::{EventLists, Lists, Scan},
    source::{self, RecordJson},
};

/// The records of an event before its handler is called. Only then is their source known, and with it the fields to note.
#[derive(Debug, Clone)]
pub(super) struct UncutRecords {
    json: String,
    /// One list of records, or one for each partition of Kafka.
    lists: Vec<Range<usize>>,
    /// The partitions' names: `<topic>-<number of the partition>`. Empty if the event is a plain list.
    partitions: Vec<Arc<str>>,
    /// Records that were cut already, most likely for the right source.
    cut: OnceLock<CutRecords>,
}

/// Where the records are.
#[derive(Debug, Clone)]
struct CutRecords {
    /// The fields that are noted.
    fields: &'static [KeyPath],
    scan: Scan,
    /// How many records there are after each list.
    ends: Vec<usize>,
}

impl UncutRecords {
    /// The records of a list.
    pub(super) fn of_list(json: String) -> Self {
        let list = 0..json.len();
        UncutRecords { json, lists: vec![list], partitions: Vec::new(), cut: OnceLock::new() }
    }

    /// The records of Kafka's partitions, whose lists are in the JSON.
    pub(super) fn of_partitions(json: String, partitions: Vec<Arc<str>>, lists: Vec<Range<usize>>) -> Self {
        UncutRecords { json, lists, partitions, cut: OnceLock::new() }
    }

    /// The records of an event. `None` if only `serde_json` can say whether it is one.
    pub(super) fn of_event(event: &[u8]) -> Option<Self> {
        let event = str::from_utf8(event).ok()?;
        let EventLists { lists, fields, scan, ends } = EventLists::find(event, &source::FIELDS)?;
        let (partitions, lists) = match lists {
            Lists::One(list) => (Vec::new(), vec![list]),
            Lists::Partitions(lists) => lists.into_iter().map(|(name, list)| (Arc::from(name), list)).unzip(),
        };
        let cut = OnceLock::from(CutRecords { fields, scan, ends });
        Some(UncutRecords { json: event.to_owned(), lists, partitions, cut })
    }

    pub(super) fn len(&self) -> usize {
        self.cut.get_or_init(|| self.scan(&[])).scan.len()
    }

    /// Cuts the records and notes their fields.
    pub(super) fn cut(mut self, fields: &'static [KeyPath]) -> Records {
        // The tables are statics, so each has one address.
        let cut = self.cut.take().filter(|cut| std::ptr::eq(cut.fields, fields));
        let CutRecords { scan, ends, .. } = cut.unwrap_or_else(|| self.scan(fields));
        let partitions =
            self.partitions.into_iter().zip(ends).map(|(name, end)| Partition { name, end }).collect();
        Records { json: self.json.into_boxed_str(), scan, partitions }
    }

    fn scan(&self, fields: &'static [KeyPath]) -> CutRecords {
        let mut ends = Vec::with_capacity(self.lists.len());
        // The JSON was read before, so the scan finds no fault. If it did, all would be one record that can't be read, and which
        // has no identifier, so that nothing of the batch is acknowledged.
        let scan = Scan::of_lists(&self.json, &self.lists, fields, |end| ends.push(end))
            .unwrap_or_else(|| Scan::of_one(&self.json));
        CutRecords { fields, scan, ends }
    }
}

/// The records of an event in its order, cut but not decoded.
#[derive(Debug, Clone)]
pub(crate) struct Records {
    json: Box<str>,
    scan: Scan,
    /// The partitions of a Kafka event; empty if the event is a plain list.
    partitions: Vec<Partition>,
}

/// A partition of Kafka.
#[derive(Debug, Clone)]
struct Partition {
    name: Arc<str>,
    /// The position after its last record.
    end: usize,
}

impl Records {
    /// One record on its own. Its fields aren't noted.
    pub(crate) fn one(json: Box<RawValue>) -> Self {
        let json = Box::<str>::from(json);
        Records { scan: Scan::of_one(&json), json, partitions: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.scan.len()
    }

    /// A record; `None` if there is no such record.
    pub(crate) fn get(&self, position: usize) -> Option<RecordJson<'_>> {
        let (json, fields) = self.scan.record(&self.json, position)?;
        Some(RecordJson { json, fields, partition: None })
    }

    /// A record with its partition, if the event names one.
    pub(crate) fn get_with_partition(&self, position: usize) -> Option<RecordJson<'_>> {
        Some(RecordJson { partition: self.partition(position), ..self.get(position)? })
    }

    /// All of them, without their partitions.
    pub(crate) fn iter(&self) -> impl Iterator<Item = RecordJson<'_>> {
        (0..self.len()).filter_map(|position| self.get(position))
    }

    /// The partition that the event names for a record.
    pub(super) fn partition(&self, position: usize) -> Option<&str> {
        let number = self.partitions.partition_point(|partition| partition.end <= position);
        self.partitions.get(number).map(|partition| &*partition.name)
    }
}
