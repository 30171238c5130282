//! The work for a record, which is the same for every handler.

use std::{collections::HashMap, time::Duration};

use tokio::time::sleep;

use super::scenario::{Fate, RECORDS};

/// The work for a record. It takes 20 ms, and ends as the scenario says.
pub(super) struct Work<'s> {
    fates: &'s [Fate],
    attempts: HashMap<usize, usize>,
}

impl<'s> Work<'s> {
    pub(super) fn new(fates: &'s [Fate]) -> Self {
        Work { fates, attempts: HashMap::new() }
    }

    pub(super) async fn process(&mut self, sequence_number: &str) -> Result<(), String> {
        sleep(Duration::from_millis(20)).await;
        let number: usize = sequence_number.parse().map_err(|error| format!("{sequence_number}: {error}"))?;
        let position = number % RECORDS;
        let attempts = self.attempts.entry(position).or_default();
        *attempts += 1;
        match self.fates[position] {
            Fate::FailsAtFirst(times) if *attempts <= times => Err(String::from("not now")),
            Fate::PanicsAtFirst if *attempts == 1 => panic!("as planned"),
            Fate::Poison => Err(String::from("never")),
            _ => Ok(()),
        }
    }
}
