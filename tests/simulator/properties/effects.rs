//! What the handlers of a case really did, and the guarantees that this must keep.

use std::collections::{HashMap, HashSet};

use checkpointed::simulator::{Fate, Report};

use super::case::{Fails, Item};

/// A record by its shard and position.
pub(super) type Place = (usize, usize);

/// The effects of the handlers of a case.
#[derive(Debug)]
pub(super) struct Effects<'c> {
    shards: &'c [Vec<Item>],
    tries: HashMap<Place, u32>,
    /// The records that succeeded, in order, with repetitions.
    pub(super) succeeded: Vec<Place>,
    /// The records that were first tried while an earlier one with the same key was not done, with that one.
    overtaken: Vec<(Place, Place)>,
}

impl<'c> Effects<'c> {
    pub(super) fn new(shards: &'c [Vec<Item>]) -> Self {
        Effects { shards, tries: HashMap::new(), succeeded: Vec::new(), overtaken: Vec::new() }
    }

    /// Handles the record with this name, which is its shard and its position.
    pub(super) fn play(&mut self, name: &str) -> Result<(), String> {
        let (shard, position) = name.split_once('/').unwrap();
        let place = (shard.parse().unwrap(), position.parse().unwrap());
        let tries = self.tries.entry(place).or_default();
        *tries += 1;
        let (tries, item) = (*tries, self.shards[place.0][place.1]);
        if tries == 1 {
            let earlier = (0..place.1).map(|earlier| (place.0, earlier));
            let of_key = earlier.filter(|(shard, earlier)| self.shards[*shard][*earlier].key == item.key);
            let undone = of_key.filter(|earlier| !self.succeeded.contains(earlier));
            self.overtaken.extend(undone.map(|earlier| (earlier, place)));
        }
        if Fails::Times(tries) <= item.fails {
            return Err(String::from("as planned"));
        }
        self.succeeded.push(place);
        Ok(())
    }

    pub(super) fn was_tried(&self, place: Place) -> bool {
        self.tries.contains_key(&place)
    }

    /// The guarantees of every correct handler: nothing lost, and nothing out of order.
    pub(super) fn check(&self, report: &Report) {
        report.assert_nothing_lost();
        let succeeded: HashSet<&Place> = self.succeeded.iter().collect();
        for (shard, histories) in report.histories().iter().enumerate() {
            for (position, history) in histories.iter().enumerate() {
                match history.fate {
                    Fate::Acknowledged { .. } => assert!(
                        succeeded.contains(&(shard, position)),
                        "r{} of shard {shard} is acknowledged and was never done\n\n{report}",
                        position + 1
                    ),
                    Fate::FilteredOut => assert!(
                        !self.was_tried((shard, position)) && history.times_delivered == 0,
                        "r{} of shard {shard} is filtered out and was delivered\n\n{report}",
                        position + 1
                    ),
                    Fate::Waiting => assert!(report.is_blocked(), "r{} waits\n\n{report}", position + 1),
                    _ => {}
                }
            }
        }
    }

    /// A record is first tried when those before it with its key are done, given up, or filtered out.
    pub(super) fn check_order(&self, report: &Report) {
        report.assert_in_order();
        for (earlier, later) in &self.overtaken {
            let fate = report.history(earlier.0, earlier.1).unwrap().fate;
            assert!(
                matches!(fate, Fate::Discarded { .. } | Fate::DeadLettered | Fate::FilteredOut),
                "{later:?} was tried before {earlier:?}, which became {fate:?}\n\n{report}"
            );
        }
    }
}
