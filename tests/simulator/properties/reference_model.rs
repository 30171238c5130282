//! The reference model of one shard, in the words of the documentation: a batch is made of the records that pass the filters.
//! It is delivered until it is done, cut after the records that are done, split if bisecting is on, or given up. Independent of
//! the simulator's model, so that it does not repeat its mistakes.

use checkpointed::simulator::{Fault, Half};

use super::case::{Fails, Item, MAXIMUM_DELIVERIES, Planned, Settings};

/// What becomes of a shard.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Story {
    /// The positions of the records of each delivery.
    pub(super) deliveries: Vec<Vec<usize>>,
    /// The records that were given up, and the number of deliveries before.
    pub(super) discarded: Vec<(Vec<usize>, u32)>,
    pub(super) succeeded: Vec<usize>,
}

/// The outcome of an invocation.
enum Outcome {
    Throttled,
    Failed,
    /// All records before this one of the batch are done.
    DoneBefore(usize),
}

pub(super) struct ReferenceModel<'c> {
    items: &'c [Item],
    settings: &'c Settings,
    tries: Vec<u32>,
    invocations: usize,
    /// The number of invocations when a record last came to its end.
    progress: usize,
    story: Story,
}

impl<'c> ReferenceModel<'c> {
    pub(super) fn predict(items: &'c [Item], settings: &'c Settings) -> Story {
        let (tries, story) = (vec![0; items.len()], Story::default());
        let mut model = ReferenceModel { items, settings, tries, invocations: 0, progress: 0, story };
        // Records that are filtered out take no room in a batch.
        let is_wanted = |position: &usize| settings.unwanted != Some(items[*position].key);
        let positions: Vec<usize> = (0..items.len()).filter(is_wanted).collect();
        for batch in positions.chunks(settings.batch_size) {
            model.deliver(batch);
        }
        model.story
    }

    /// Delivers a batch until none of its records waits any more.
    fn deliver(&mut self, mut batch: &[usize]) {
        let mut failed = 0;
        while self.invocations < self.progress + MAXIMUM_DELIVERIES {
            match self.invoke(batch) {
                Outcome::Throttled => {}
                Outcome::DoneBefore(all) if all == batch.len() => {
                    self.progress = self.invocations;
                    return;
                }
                Outcome::DoneBefore(done) if done > 0 => {
                    self.progress = self.invocations;
                    batch = &batch[done..];
                    failed = if self.settings.progress_resets_retries { 0 } else { failed };
                }
                _ if self.settings.bisect && batch.len() > 1 => {
                    let odd = batch.len() % 2 * usize::from(self.settings.odd_record == Half::First);
                    let (earlier, later) = batch.split_at(batch.len() / 2 + odd);
                    self.deliver(earlier);
                    return self.deliver(later);
                }
                _ => {
                    failed += 1;
                    if self.settings.retries >= 0 && failed > self.settings.retries as u32 {
                        self.progress = self.invocations;
                        return self.story.discarded.push((batch.to_vec(), failed));
                    }
                }
            }
        }
    }

    fn invoke(&mut self, batch: &[usize]) -> Outcome {
        self.invocations += 1;
        let fault = self.fault();
        if fault == Some(&Fault::Throttle) {
            return Outcome::Throttled;
        }
        self.story.deliveries.push(batch.to_vec());
        match fault {
            None => Outcome::DoneBefore(self.handle(batch)),
            Some(Fault::Error | Fault::Panic) => Outcome::Failed,
            Some(_) => {
                self.handle(batch);
                Outcome::Failed
            }
        }
    }

    fn fault(&self) -> Option<&'c Fault> {
        self.settings.faults.iter().find_map(|planned| match planned {
            Planned::At { invocation, fault } if *invocation == self.invocations => Some(fault),
            _ => None,
        })
    }

    /// The number of records that succeed in a row.
    fn handle(&mut self, batch: &[usize]) -> usize {
        let succeeds = |position: &&usize| {
            self.tries[**position] += 1;
            Fails::Times(self.tries[**position]) > self.items[**position].fails
        };
        let done = batch.iter().take_while(succeeds).count();
        self.story.succeeded.extend(&batch[..done]);
        done
    }
}
