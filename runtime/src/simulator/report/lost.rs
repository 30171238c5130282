//! Records that were lost.

use std::fmt;

use super::notation::positions;

/// Records that were acknowledged but never done. Lambda does not deliver them again.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Lost {
    /// The number of the shard, counted from 0.
    pub shard: usize,
    /// The positions of the records in the shard, counted from 0.
    pub records: Vec<usize>,
    /// The number of the delivery whose answer acknowledged them, counted from 1.
    pub delivery: usize,
    /// Why they are lost.
    pub cause: &'static str,
    /// What to change.
    pub(super) remedy: &'static str,
}

impl fmt::Display for Lost {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LOST: {} of shard {}: {}", positions(&self.records), self.shard, self.cause)
    }
}
