//! Writes the outcome of a delivery in words.

use std::fmt;

use super::{
    delivery::{Delivery, DeliveryOutcome},
    notation::positions,
};

/// A delivery's outcome in words, with its records as people count them.
pub(super) struct OutcomeText<'d>(pub(super) &'d Delivery);

impl fmt::Display for OutcomeText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Delivery { records, outcome, .. } = self.0;
        let record = |position: &usize| records.get(*position).map_or(0, |record| record + 1);
        let named = |places: &[usize]| {
            let records = places.iter().filter_map(|place| records.get(*place).copied());
            positions(&records.collect::<Vec<_>>())
        };
        match outcome {
            DeliveryOutcome::Done => f.write_str("done"),
            DeliveryOutcome::Partial { position } => write!(f, "continue from r{}", record(position)),
            DeliveryOutcome::Remaining { positions } => write!(f, "{} again", named(positions)),
            DeliveryOutcome::Failed { why } => write!(f, "failed: {why}"),
            DeliveryOutcome::IgnoredPartial { position } => {
                write!(f, "r{} reported, and IGNORED", record(position))
            }
            DeliveryOutcome::IgnoredRemaining { positions } => {
                write!(f, "{} reported, and IGNORED", named(positions))
            }
            DeliveryOutcome::IgnoredBadReport { why } => write!(f, "bad report, and IGNORED: {why}"),
            DeliveryOutcome::Unclear { why } => write!(f, "counts as done, but UNCLEAR: {why}"),
        }
    }
}
