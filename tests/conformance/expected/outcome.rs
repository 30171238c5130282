//! The outcome for all records together.

use checkpointed::simulator::{Fate, RecordHistory};
use serde_json::Value;

use super::{Checked, Observed, same};
use crate::strict_json::text;

impl Observed<'_> {
    pub(super) fn check_outcome(&self, value: &Value) -> Checked {
        let is_done = |history: &RecordHistory| matches!(history.fate, Fate::Acknowledged { .. });
        let is_given_up =
            |history: &RecordHistory| matches!(history.fate, Fate::Discarded { .. } | Fate::DeadLettered);
        let waiting = self.named_by(|history| history.fate == Fate::Waiting);
        let (done, given_up) = (self.named_by(is_done), self.named_by(is_given_up));
        // Records that the starting position skips are not waiting.
        let is_ended = !self.report.is_blocked();
        // Records that expired before their delivery never reached the function.
        let undone = self.named_by(|history| !is_done(history) && history.times_delivered > 0);
        let holds = match text("outcome", value)? {
            "checkpointed" => is_ended && undone.is_empty(),
            "committed" | "deleted" => is_ended && given_up.is_empty(),
            "discarded" => is_ended && self.a_batch_is_given_up(&given_up),
            "dlq" => is_ended && !given_up.is_empty(),
            "mixed" => is_ended && !done.is_empty() && !given_up.is_empty(),
            "blocked_until_expiry" => self.report.is_blocked() && given_up.is_empty(),
            outcome => return Err(format!("unknown outcome `{outcome}`")),
        };
        same(&format!("done: {done:?}, given up: {given_up:?}, waiting: {waiting:?}"), &holds, &true)
    }

    /// A batch is given up as it was last delivered, without a prefix that was checkpointed before.
    fn a_batch_is_given_up(&self, given_up: &[String]) -> bool {
        let batches = self.batches();
        let is_given_up = |batch: &Vec<String>| batch.iter().all(|name| given_up.contains(name));
        !given_up.is_empty() && (batches.is_empty() || batches.iter().any(is_given_up))
    }
}
