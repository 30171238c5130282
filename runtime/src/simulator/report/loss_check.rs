//! Finds the lost records: those that were acknowledged, but never done.

use std::collections::BTreeMap;

use super::{
    Report,
    advice::advice_for_unclear,
    delivery::{Delivery, DeliveryOutcome},
    history::Fate,
    lost::Lost,
};
use crate::verdict::shape::WRAPPED;

const SWITCH_ON: &str = "switch on `report_batch_item_failures(true)` here, and `FunctionResponseTypes: \
                         [ReportBatchItemFailures]` in the event source mapping that is deployed";
const RETURN_THE_ERROR: &str = "report the records that are not done, or return the error, so that Lambda delivers them \
                                again; a handler of `#[checkpointed_stream_handler]` does";

impl Report {
    pub(super) fn find_lost(&self) -> Vec<Lost> {
        if !self.traced {
            let deliveries = self.deliveries.iter().enumerate();
            return deliveries
                .filter_map(|(number, delivery)| delivery.lost_by_its_answer(number + 1))
                .collect();
        }
        let mut lost: BTreeMap<(usize, usize, &str), Lost> = BTreeMap::new();
        for (shard, histories) in self.histories.iter().enumerate() {
            for (position, history) in
                histories.iter().enumerate().filter(|(_, history)| history.first_done.is_none())
            {
                let Fate::Acknowledged { delivery: number } = history.fate else { continue };
                let Some(delivery) = self.deliveries.get(number - 1) else { continue };
                let (cause, remedy) = delivery.cause_and_remedy(history.times_started > 0);
                let none_yet = || Lost { shard, records: Vec::new(), delivery: number, cause, remedy };
                lost.entry((number, shard, cause)).or_insert_with(none_yet).records.push(position);
            }
        }
        lost.into_values().collect()
    }
}

impl Delivery {
    /// The records that its answer loses, for a handler that does not announce its steps.
    fn lost_by_its_answer(&self, number: usize) -> Option<Lost> {
        let at = |positions: &[usize]| {
            positions.iter().filter_map(|position| self.records.get(*position).copied()).collect()
        };
        let records = match &self.outcome {
            DeliveryOutcome::IgnoredPartial { position } => {
                self.records.iter().skip(*position).copied().collect()
            }
            DeliveryOutcome::IgnoredRemaining { positions } => at(positions),
            DeliveryOutcome::IgnoredBadReport { .. } => self.records.clone(),
            _ => return None,
        };
        let (cause, remedy) = self.cause_and_remedy(true);
        Some(Lost { shard: self.shard, records, delivery: number, cause, remedy })
    }

    /// Why a record that this delivery acknowledged is lost, and what to change.
    fn cause_and_remedy(&self, was_started: bool) -> (&'static str, &'static str) {
        match &self.outcome {
            DeliveryOutcome::IgnoredPartial { .. } | DeliveryOutcome::IgnoredRemaining { .. } => {
                ("a partial answer was returned but ReportBatchItemFailures is off", SWITCH_ON)
            }
            DeliveryOutcome::IgnoredBadReport { .. } => {
                ("a report that cannot be read was returned but ReportBatchItemFailures is off", SWITCH_ON)
            }
            DeliveryOutcome::Unclear { why } if *why == WRAPPED => (WRAPPED, advice_for_unclear(why)),
            DeliveryOutcome::Unclear { why } => (
                "the answer is not a report that Lambda is known to read, and counts as success",
                advice_for_unclear(why),
            ),
            DeliveryOutcome::Partial { .. } => (
                "the answer names a later record as the first that isn't done",
                "report the lowest record that isn't done",
            ),
            DeliveryOutcome::Remaining { .. } => (
                "the answer does not report it",
                "report every record that isn't done, even if it was not started",
            ),
            _ if was_started => {
                ("the function returned success, but the record was not done", RETURN_THE_ERROR)
            }
            _ => ("the function returned success, but never started the record", RETURN_THE_ERROR),
        }
    }
}
