//! Numbers of deliveries and records, and which records they are.

use checkpointed::simulator::{DeliveryOutcome, Fate, RecordHistory};
use serde_json::{Value, json};

use super::{Checked, Observed, same};
use crate::strict_json::{boolean, number, object};

impl Observed<'_> {
    pub(super) fn check_count(&self, key: &str, value: &Value) -> Checked {
        let deliveries = self.report.deliveries();
        match key {
            "delivery_sizes" => same(key, &json!(self.sizes()), value),
            "delivery_sizes_prefix" => {
                let length = value.as_array().ok_or("it is not a list")?.len();
                same(key, &json!(self.sizes().into_iter().take(length).collect::<Vec<_>>()), value)
            }
            "sizes_any" => {
                let allowed = value.as_array().ok_or("it is not a list")?;
                if allowed.contains(&json!(self.sizes())) {
                    Ok(())
                } else {
                    same(key, &json!(self.sizes()), value)
                }
            }
            "delivery_counts" => self.check_delivery_counts(value),
            "invocations" | "batches" => same(key, &deliveries.len(), &number(key, value)?),
            "failed_invocations" => {
                let failed =
                    deliveries.iter().filter(|one| matches!(one.outcome, DeliveryOutcome::Failed { .. }));
                same(key, &failed.count(), &number(key, value)?)
            }
            // A limit: the exact number depends on durations that a case does not have.
            "max_parallel_invocations" => {
                let (most, limit) = (self.report.peak_concurrency(), number(key, value)?);
                if most <= limit { Ok(()) } else { same(key, &most, &limit) }
            }
            "each_record_once" if boolean(key, value)? => {
                self.check_each(|history| history.times_delivered == 1, "was not delivered once")
            }
            "each_record_succeeds_once" if boolean(key, value)? => self
                .check_each(|history| matches!(history.fate, Fate::Acknowledged { .. }), "did not succeed"),
            "total_receives_each" => {
                let times: usize = number(key, value)?;
                self.check_each(
                    |history| history.times_delivered == times,
                    "was received another number of times",
                )
            }
            "not_discarded" => {
                let given_up = self
                    .named_by(|history| matches!(history.fate, Fate::Discarded { .. } | Fate::DeadLettered));
                self.none_of(key, value, &given_up)
            }
            "never_reached" => {
                self.none_of(key, value, &self.seen.reached.iter().cloned().collect::<Vec<_>>())
            }
            "deleted" => {
                let deleted = self.named_by(|history| {
                    matches!(history.fate, Fate::Acknowledged { .. } | Fate::FilteredOut)
                });
                same(key, &deleted, &self.known(key, value)?)
            }
            "dlq" => {
                let expected = if value.is_null() { Vec::new() } else { self.known(key, value)? };
                same(key, &self.names(&self.report.dead_lettered()), &expected)
            }
            _ => Err(String::from("unknown key under `expected`")),
        }
    }

    fn sizes(&self) -> Vec<usize> {
        self.batches().iter().map(Vec::len).collect()
    }

    fn histories(&self) -> impl Iterator<Item = (&str, &RecordHistory)> {
        self.records.names().zip(self.report.histories().iter().flatten())
    }

    pub(super) fn named_by(&self, is: impl Fn(&RecordHistory) -> bool) -> Vec<String> {
        self.histories().filter(|(_, history)| is(history)).map(|(name, _)| name.to_owned()).collect()
    }

    fn check_each(&self, is: impl Fn(&RecordHistory) -> bool, otherwise: &str) -> Checked {
        match self.histories().find(|(_, history)| !is(history)) {
            Some((name, history)) => Err(format!("{name} {otherwise}: {history:?}")),
            None => Ok(()),
        }
    }

    fn none_of(&self, key: &str, value: &Value, named: &[String]) -> Checked {
        match self.known(key, value)?.iter().find(|name| named.contains(name)) {
            Some(name) => Err(format!("but {name} was")),
            None => Ok(()),
        }
    }

    fn check_delivery_counts(&self, value: &Value) -> Checked {
        for (name, count) in &object("delivery_counts", value)? {
            let observed =
                self.histories().find(|(known, _)| known == name).map(|(_, history)| history.times_delivered);
            same(name, &observed, &Some(number(name, count)?))?;
        }
        Ok(())
    }

    /// `ok` or `error` of each delivery.
    pub(super) fn check_results(&self, value: &Value) -> Checked {
        let result = |failed: bool| if failed { "error" } else { "ok" };
        let outcomes = self.report.deliveries().iter().map(|delivery| &delivery.outcome);
        let results: Vec<_> =
            outcomes.map(|outcome| result(matches!(outcome, DeliveryOutcome::Failed { .. }))).collect();
        same("results", &json!(results), value)
    }
}
