//! Records that were started before an earlier one of their key was done.

use std::fmt;

/// A record that was first started before an earlier one with the same key was done.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct OutOfOrder {
    /// The number of the shard, counted from 0.
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
