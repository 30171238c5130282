//! Updates a report during a run.

use std::{collections::HashSet, mem};

use super::{
    Report,
    delivery::Delivery,
    discarded::Discarded,
    history::{Fate, Moment, RecordHistory},
};
use crate::simulator::{
    destination::DestinationMessage,
    trace::{Stage, Step},
};

/// The steps and errors that the handler announced in an invocation, with positions in the shard.
#[derive(Debug, Default)]
pub(in crate::simulator) struct ShardTrace {
    pub(in crate::simulator) steps: Vec<Step>,
    pub(in crate::simulator) errors: Vec<(usize, String)>,
}

impl Report {
    /// Adds a delivery, and what the handler announced in it.
    pub(in crate::simulator) fn add(&mut self, mut delivery: Delivery, trace: &ShardTrace) {
        let ShardTrace { steps, errors } = trace;
        self.errors.note(&delivery, errors);
        let number = self.deliveries.len() + 1;
        self.duration = self.duration.max(delivery.end);
        self.traced |= !steps.is_empty();
        for position in &delivery.records {
            if let Some(history) = self.history_mut(delivery.shard, *position) {
                history.times_delivered += 1;
                history.last_delivery = number;
            }
        }
        for (step, Step { position, stage, at }) in steps.iter().enumerate() {
            let Some(history) = self.history_mut(delivery.shard, *position) else { continue };
            let moment = Moment { delivery: number, at: *at, step };
            match stage {
                Stage::Started => {
                    history.start(moment);
                    delivery.started.push(*position);
                }
                Stage::Done => {
                    history.finish(moment);
                    delivery.done.push(*position);
                }
            }
        }
        self.deliveries.push(delivery);
    }

    pub(in crate::simulator) fn throttle(&mut self) {
        self.throttled += 1;
    }

    pub(in crate::simulator) fn set_fate(&mut self, shard: usize, position: usize, fate: Fate) {
        if let Some(history) = self.history_mut(shard, position) {
            history.fate = fate;
        }
    }

    pub(in crate::simulator) fn discard(
        &mut self,
        discarded: Discarded,
        message: Option<DestinationMessage>,
    ) {
        for position in &discarded.records {
            let after = self.deliveries.len();
            self.set_fate(discarded.shard, *position, Fate::Discarded { after });
        }
        self.discarded.push(discarded);
        self.destination_messages.extend(message);
    }

    /// Completes the report. `key` returns the key of a record, given its shard and position. Records with equal keys are expected
    /// in order.
    pub(in crate::simulator) fn end<'k>(
        &mut self,
        blocked: Vec<usize>,
        key: impl Fn(usize, usize) -> Option<&'k str>,
    ) {
        self.blocked = blocked;
        self.lost = self.find_lost();
        if !self.traced {
            self.derive_steps();
        }
        self.out_of_order = self.find_out_of_order(key);
    }

    /// Derives from the answers which records were started and done, for a handler that does not announce its steps.
    fn derive_steps(&mut self) {
        let lost = self.lost.iter().flat_map(|lost| lost.records.iter().map(|record| (lost.shard, *record)));
        let lost: HashSet<(usize, usize)> = lost.collect();
        let deliveries = mem::take(&mut self.deliveries);
        for (number, delivery) in (1..).zip(&deliveries) {
            let tried = delivery.reported_prefix().unwrap_or(usize::MAX);
            let tried = if delivery.handler_called { tried } else { 0 };
            for position in delivery.records.iter().take(tried) {
                if let Some(history) = self.history_mut(delivery.shard, *position) {
                    history.start(Moment { delivery: number, at: delivery.start, step: 0 });
                }
            }
            for position in &delivery.records {
                let is_lost = lost.contains(&(delivery.shard, *position));
                let Some(history) = self.history_mut(delivery.shard, *position) else { continue };
                if history.fate == (Fate::Acknowledged { delivery: number }) && !is_lost {
                    history.finish(Moment { delivery: number, at: delivery.end, step: 1 });
                }
            }
        }
        self.deliveries = deliveries;
    }

    fn history_mut(&mut self, shard: usize, position: usize) -> Option<&mut RecordHistory> {
        self.histories.get_mut(shard)?.get_mut(position)
    }
}

impl RecordHistory {
    fn start(&mut self, at: Moment) {
        self.times_started += 1;
        self.times_repeated += usize::from(self.times_done > 0);
        self.first_started.get_or_insert(at);
    }

    fn finish(&mut self, at: Moment) {
        self.times_done += 1;
        self.first_done.get_or_insert(at);
    }
}
