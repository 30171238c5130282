//! Finds the records that were started too early.

use std::collections::HashMap;

use super::{
    Report,
    history::{Fate, RecordHistory},
    out_of_order::OutOfOrder,
};

/// A point in the run: the number of a delivery, and of a step in it.
type Point = (usize, usize);

const END: usize = usize::MAX;

impl Report {
    /// `key` returns the key of a record, given its shard and position. Records with equal keys are expected in order. `None` if
    /// there is no order.
    pub(super) fn find_out_of_order<'k>(
        &self,
        key: impl Fn(usize, usize) -> Option<&'k str>,
    ) -> Vec<OutOfOrder> {
        let mut found = Vec::new();
        for (shard, histories) in self.histories.iter().enumerate() {
            // For each key, the latest point until which an earlier record holds back the others, and that record.
            let mut latest: HashMap<&str, (Point, usize)> = HashMap::new();
            for (later, history) in histories.iter().enumerate() {
                let Some(key) = key(shard, later) else { continue };
                let (begins, holds_until) =
                    if self.traced { history.as_traced() } else { history.as_answered() };
                if let (Some(begins), Some((held, earlier))) = (begins, latest.get(key))
                    && begins < *held
                {
                    found.push(OutOfOrder { shard, earlier: *earlier, later });
                }
                if let Some(until) = holds_until
                    && latest.get(key).is_none_or(|(held, _)| *held <= until)
                {
                    latest.insert(key, (until, later));
                }
            }
        }
        found
    }
}

impl RecordHistory {
    /// When it is first started, and until when it holds back others: until it is done, or given up after its last delivery.
    fn as_traced(&self) -> (Option<Point>, Option<Point>) {
        let holds_until = match (self.first_done, self.fate) {
            (Some(done), _) => (done.delivery, done.step),
            (None, Fate::Waiting) if self.times_delivered > 0 => (END, END),
            (None, _) => (self.last_delivery, END),
        };
        (self.first_started.map(|started| (started.delivery, started.step)), Some(holds_until))
    }

    /// The same for a handler that does not announce its steps. Both points are when it is acknowledged.
    fn as_answered(&self) -> (Option<Point>, Option<Point>) {
        match self.fate {
            Fate::Acknowledged { delivery } => (Some((delivery, 0)), Some((delivery, 0))),
            // A record that was given up or filtered out does not hold back others.
            Fate::Discarded { .. } | Fate::DeadLettered | Fate::FilteredOut => (None, None),
            // The starting position skipped it, so no record waits for it.
            Fate::Waiting if self.times_delivered == 0 => (None, None),
            Fate::Waiting => (None, Some((END, END))),
        }
    }
}
