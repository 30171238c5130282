//! Finds the records that were started too early.

use std::{collections::HashMap, fmt};

use super::{
    Report,
    history::{Fate, RecordHistory},
};

/// A record that was first started before an earlier one with the same key was done.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutOfOrder {
    /// The number of the shard, from 0.
    pub shard: usize,
    /// The position of the record that was not done yet.
    pub earlier: usize,
    /// The position of the later record, which was started nevertheless.
    pub later: usize,
}

impl fmt::Display for OutOfOrder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (earlier, later) = (self.earlier + 1, self.later + 1);
        write!(
            f,
            "OUT OF ORDER: r{later} of shard {} overtook r{earlier}, which was not done yet",
            self.shard
        )
    }
}

/// A place in the run: the number of a delivery, and of a step in it.
type Place = (usize, usize);

const END: usize = usize::MAX;

impl Report {
    /// `key` is the key of a record, by shard and position: the order is kept among equal keys. `None` if the record has no
    /// order.
    pub(super) fn find_out_of_order<'k>(
        &self,
        key: impl Fn(usize, usize) -> Option<&'k str>,
    ) -> Vec<OutOfOrder> {
        let mut found = Vec::new();
        for (shard, histories) in self.histories.iter().enumerate() {
            // For each key the latest place at which an earlier record lets the others go on.
            let mut latest: HashMap<&str, (Place, usize)> = HashMap::new();
            for (later, history) in histories.iter().enumerate() {
                let Some(key) = key(shard, later) else { continue };
                let (begins, lets_go) = if self.traced { history.as_traced() } else { history.as_answered() };
                if let (Some(begins), Some((held, earlier))) = (begins, latest.get(key))
                    && begins < *held
                {
                    found.push(OutOfOrder { shard, earlier: *earlier, later });
                }
                if let Some(place) = lets_go
                    && latest.get(key).is_none_or(|(held, _)| *held <= place)
                {
                    latest.insert(key, (place, later));
                }
            }
        }
        found
    }
}

impl RecordHistory {
    /// The place where it is first started, and the place from which it holds no other record back: where it is done, or its
    /// last delivery.
    fn as_traced(&self) -> (Option<Place>, Option<Place>) {
        let lets_go = match (self.first_done, self.fate) {
            (Some(done), _) => (done.delivery, done.step),
            (None, Fate::Waiting) if self.times_delivered > 0 => (END, END),
            (None, _) => (self.last_delivery, END),
        };
        (self.first_started.map(|started| (started.delivery, started.step)), Some(lets_go))
    }

    /// The same, derived from the answers alone: both places are where it is acknowledged.
    fn as_answered(&self) -> (Option<Place>, Option<Place>) {
        match self.fate {
            Fate::Acknowledged { delivery } => (Some((delivery, 0)), Some((delivery, 0))),
            // A record that was given up or filtered out does not hold back others.
            Fate::Discarded { .. } | Fate::DeadLettered | Fate::FilteredOut => (None, None),
            // The starting position skipped it: no record waits for it.
            Fate::Waiting if self.times_delivered == 0 => (None, None),
            Fate::Waiting => (None, Some((END, END))),
        }
    }
}
