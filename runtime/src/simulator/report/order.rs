//! What was done too early.

use std::collections::HashMap;

use super::{
    Report,
    findings::OutOfOrder,
    history::{Fate, RecordHistory},
};

/// A place in the story: the number of a delivery, and of a step in it.
type Place = (usize, usize);

const END: usize = usize::MAX;

impl Report {
    /// `key` says within what the order is kept, by shard and position; `None` for a record that has no order.
    pub(super) fn find_out_of_order<'k>(
        &self,
        key: impl Fn(usize, usize) -> Option<&'k str>,
    ) -> Vec<OutOfOrder> {
        let mut found = Vec::new();
        for (shard, histories) in self.histories.iter().enumerate() {
            // Of each key the latest place where a record in front lets the others go on.
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
    /// Where it is first started, and from where on it holds nothing back: where it is done, or is delivered no more.
    fn as_traced(&self) -> (Option<Place>, Option<Place>) {
        let lets_go = match (self.done, self.fate) {
            (Some(done), _) => (done.delivery, done.step),
            (None, Fate::Waiting) if self.deliveries > 0 => (END, END),
            (None, _) => (self.last_delivery, END),
        };
        (self.first_started.map(|started| (started.delivery, started.step)), Some(lets_go))
    }

    /// The same by the answers alone: both are where it is acknowledged.
    fn as_answered(&self) -> (Option<Place>, Option<Place>) {
        match self.fate {
            Fate::Acknowledged { delivery } => (Some((delivery, 0)), Some((delivery, 0))),
            // After what was given up or is not for the function, the order goes on.
            Fate::Discarded { .. } | Fate::DeadLettered | Fate::FilteredOut => (None, None),
            // Skipped by the starting position: nothing waits for it.
            Fate::Waiting if self.deliveries == 0 => (None, None),
            Fate::Waiting => (None, Some((END, END))),
        }
    }
}
