//! The latest errors of each record.

use std::collections::{HashMap, HashSet};

use super::delivery::{Delivery, DeliveryOutcome};

/// The most errors that are kept of a record.
const MOST_ERRORS: usize = 3;

/// The most characters that are kept of an error.
const LONGEST_ERROR: usize = 200;

/// The latest errors of each record, by shard and position.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct RecordErrors(HashMap<(usize, usize), Vec<String>>);

impl RecordErrors {
    /// Keeps the errors that the handler announced. If the invocation failed, its other records get the invocation's error.
    pub(super) fn note(&mut self, delivery: &Delivery, announced: &[(usize, String)]) {
        for (position, error) in announced {
            self.keep((delivery.shard, *position), error);
        }
        let DeliveryOutcome::Failed { why } = &delivery.outcome else { return };
        let announced: HashSet<usize> = announced.iter().map(|(position, _)| *position).collect();
        for position in delivery.records.iter().filter(|position| !announced.contains(position)) {
            self.keep((delivery.shard, *position), why);
        }
    }

    pub(super) fn of(&self, shard: usize, position: usize) -> &[String] {
        self.0.get(&(shard, position)).map_or(&[], Vec::as_slice)
    }

    /// Keeps the latest errors that differ.
    fn keep(&mut self, record: (usize, usize), error: &str) {
        let kept = self.0.entry(record).or_default();
        let error = shortened(error);
        kept.retain(|other| *other != error);
        kept.push(error);
        if kept.len() > MOST_ERRORS {
            kept.remove(0);
        }
    }
}

/// An error, cut and on one line.
fn shortened(error: &str) -> String {
    let mut characters = error.chars();
    let beginning: String = characters.by_ref().take(LONGEST_ERROR).collect();
    let end = if characters.next().is_some() { "…" } else { "" };
    format!("{}{end}", beginning.replace('\n', " "))
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn delivery(outcome: DeliveryOutcome) -> Delivery {
        Delivery {
            shard: 1,
            attempt: 1,
            records: vec![0, 1],
            outcome,
            start: Duration::ZERO,
            end: Duration::ZERO,
            handler_called: true,
            started: Vec::new(),
            done: Vec::new(),
        }
    }

    #[test]
    fn a_record_has_its_own_error_or_that_of_its_invocation() {
        let mut errors = RecordErrors::default();
        let failed = DeliveryOutcome::Failed { why: String::from("the whole batch") };
        errors.note(&delivery(failed), &[(1, String::from("its own"))]);
        assert_eq!(errors.of(1, 0), ["the whole batch"]);
        assert_eq!(errors.of(1, 1), ["its own"]);
        errors.note(&delivery(DeliveryOutcome::Done), &[]);
        assert_eq!((errors.of(1, 1), errors.of(0, 1)), (&[String::from("its own")][..], &[][..]));
    }

    #[test]
    fn only_a_few_short_errors_are_kept() {
        let mut errors = RecordErrors::default();
        for number in [1, 2, 1, 3, 4] {
            errors.note(&delivery(DeliveryOutcome::Done), &[(0, format!("error {number}\n"))]);
        }
        assert_eq!(errors.of(1, 0), ["error 1 ", "error 3 ", "error 4 "]);
        errors.note(&delivery(DeliveryOutcome::Done), &[(0, "é".repeat(LONGEST_ERROR + 1))]);
        assert_eq!(errors.of(1, 0).last().unwrap().chars().count(), LONGEST_ERROR + 1);
    }
}
