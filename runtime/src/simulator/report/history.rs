//! What became of each record.

use std::collections::HashMap;

/// What became of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct RecordHistory {
    /// How often it was delivered.
    pub deliveries: usize,
    /// Where it ended.
    pub fate: Fate,
    /// Whether the function may have tried it, as far as its answers tell. `false` is said of a record of a stream that was
    /// never delivered, or whenever it was, stood behind the one that the answer named as the lowest.
    pub may_have_been_tried: bool,
}

/// Where a record ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Fate {
    /// It still waited, or was skipped by the starting position.
    #[default]
    Waiting,
    /// It counts as done.
    Acknowledged {
        /// By the answer to this delivery, counted from 1.
        delivery: usize,
    },
    /// Lambda gave it up.
    Discarded {
        /// After so many deliveries of the simulation.
        after: usize,
    },
    /// It went to the dead-letter queue.
    DeadLettered,
}

/// A record that was acknowledged too early.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutOfOrder {
    /// The number of the shard, from 0.
    pub shard: usize,
    /// The position of the record that still had to be delivered again.
    pub earlier: usize,
    /// The position of the record behind it that counted as done.
    pub later: usize,
}

/// What was acknowledged too early in a shard. `key` says within what the order is kept; `None` for a record that has no
/// order.
pub(in crate::simulator) fn out_of_order<'k>(
    shard: usize,
    histories: &[RecordHistory],
    key: impl Fn(usize) -> Option<&'k str>,
) -> Vec<OutOfOrder> {
    // Of each key the record that was settled last, so far.
    let mut latest: HashMap<&str, (usize, usize)> = HashMap::new();
    let mut found = Vec::new();
    for (later, history) in histories.iter().enumerate() {
        let Some(key) = key(later) else { continue };
        let settled = match history.fate {
            Fate::Acknowledged { delivery } => delivery,
            // Behind what was given up, the order goes on.
            Fate::Discarded { .. } | Fate::DeadLettered => continue,
            Fate::Waiting => usize::MAX,
        };
        let (last, earlier) = *latest.entry(key).or_insert((settled, later));
        if settled < last {
            found.push(OutOfOrder { shard, earlier, later });
        } else {
            latest.insert(key, (settled, later));
        }
    }
    found
}
