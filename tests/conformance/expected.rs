//! Compares the expectations of a case with its result.

mod counts;
mod destination;
mod outcome;

use checkpointed::simulator::{EventSourceMapping, Report};
use serde_json::{Map, Value};

use crate::{
    function::{Seen, batch, receive_count},
    record::Records,
    strict_json::{all_known, boolean, lists, object, texts},
};

/// The result of a case.
pub(crate) struct Observed<'o> {
    pub(crate) mapping: &'o EventSourceMapping,
    pub(crate) records: &'o Records,
    pub(crate) report: &'o Report,
    pub(crate) seen: &'o Seen,
}

type Checked = Result<(), String>;

fn same<T: PartialEq + std::fmt::Debug>(what: &str, observed: &T, expected: &T) -> Checked {
    if observed == expected {
        return Ok(());
    }
    Err(format!("{what}: expected {expected:?}, observed {observed:?}"))
}

impl Observed<'_> {
    pub(crate) fn check(&self, expected: &Map<String, Value>) -> Checked {
        for (key, value) in expected {
            self.check_one(key, value, expected).map_err(|why| format!("`{key}`: {why}"))?;
        }
        Ok(())
    }

    fn check_one(&self, key: &str, value: &Value, all: &Map<String, Value>) -> Checked {
        match key {
            "deliveries" => self.check_deliveries(value, all.get("deliveries_order_known")),
            "deliveries_order_known" => boolean(key, value).map(|_| ()),
            "deliveries_prefix" => {
                let expected = self.batches_of(value)?;
                same(key, &self.batches().into_iter().take(expected.len()).collect(), &expected)
            }
            "accept_any_of" => self.check_any(value),
            "first_delivery" => same(key, &self.batches().first().cloned(), &Some(self.known(key, value)?)),
            "redelivered_at_least" => self.check_redelivered(key, value),
            "not_a_whole_batch_failure" if boolean(key, value)? => self.check_no_whole_failure(),
            "outcome" => self.check_outcome(value),
            "destination" => self.check_destination(value),
            "events" => self.check_events(value),
            "record_keys" => {
                let record = self.seen.events.first().and_then(|event| batch(event).first().cloned());
                let keys: Vec<String> = object(key, &record.unwrap_or_default())?.keys().cloned().collect();
                let (mut observed, mut expected) = (keys, texts(key, value)?);
                observed.sort();
                expected.sort();
                same(key, &observed, &expected)
            }
            "config" => self.check_configuration(value),
            "receive_counts" => {
                let counts = |event: &Value| batch(event).iter().map(receive_count).collect::<Vec<_>>();
                let observed: Vec<Vec<u64>> = self.seen.events.iter().map(counts).collect();
                same(key, &serde_json::json!(observed), value)
            }
            "responses" => same(key, &self.seen.responses, &lists(key, value)?),
            _ => self.check_count(key, value),
        }
    }

    /// The batches, by the names of their records. The final invocation of a window has no records, and is left out.
    fn batches(&self) -> Vec<Vec<String>> {
        let deliveries = self.report.deliveries().iter().filter(|delivery| !delivery.records.is_empty());
        deliveries.map(|delivery| self.names(&delivery.records)).collect()
    }

    fn names(&self, positions: &[usize]) -> Vec<String> {
        positions.iter().map(|position| self.records.name_at(*position).to_owned()).collect()
    }

    /// A list of names of records.
    fn known(&self, what: &str, json: &Value) -> Result<Vec<String>, String> {
        let names = texts(what, json)?;
        match names.iter().find(|name| !self.records.is_known(name)) {
            Some(name) => Err(format!("no record is named `{name}`")),
            None => Ok(names),
        }
    }

    fn batches_of(&self, json: &Value) -> Result<Vec<Vec<String>>, String> {
        json.as_array()
            .ok_or("it is not a list")?
            .iter()
            .map(|batch| self.known("deliveries", batch))
            .collect()
    }

    fn check_deliveries(&self, value: &Value, order_known: Option<&Value>) -> Checked {
        let (mut observed, mut expected) = (self.batches(), self.batches_of(value)?);
        if order_known == Some(&Value::Bool(false)) {
            observed.sort();
            expected.sort();
        }
        same("batches", &observed, &expected)
    }

    fn check_any(&self, value: &Value) -> Checked {
        let mut refused = Vec::new();
        for choice in value.as_array().ok_or("it is not a list")? {
            let choice = object("accept_any_of", choice)?;
            all_known("accept_any_of", &choice, &["name", "deliveries", "results"])?;
            let deliveries = choice.get("deliveries").unwrap_or(&Value::Null);
            let results = choice.get("results").map_or(Ok(()), |results| self.check_results(results));
            match self.check_deliveries(deliveries, None).and(results) {
                Ok(()) => return Ok(()),
                Err(why) => refused.push(why),
            }
        }
        Err(refused.join("; "))
    }

    fn check_redelivered(&self, key: &str, value: &Value) -> Checked {
        let again: Vec<String> = self.batches().into_iter().skip(1).flatten().collect();
        match self.known(key, value)?.iter().find(|name| !again.contains(name)) {
            Some(name) => Err(format!("{name} did not come again")),
            None => Ok(()),
        }
    }

    /// Some records of the first batch are not delivered again.
    fn check_no_whole_failure(&self) -> Checked {
        let batches = self.batches();
        let second = batches.get(1).cloned().unwrap_or_default();
        let some_stay_away =
            batches.first().is_some_and(|first| first.iter().any(|name| !second.contains(name)));
        if some_stay_away { Ok(()) } else { Err(String::from("the whole batch came again")) }
    }

    fn check_events(&self, value: &Value) -> Checked {
        let expected = value.as_array().ok_or("it is not a list")?;
        same("number of events", &self.seen.events.len(), &expected.len())?;
        for (event, expected) in self.seen.events.iter().zip(expected) {
            for (key, value) in &object("events", expected)? {
                if key == "Records" {
                    let names: Vec<String> =
                        batch(event).iter().map(|record| self.records.name_of(record).to_owned()).collect();
                    same(key, &names, &self.known(key, value)?)?;
                } else {
                    same(key, &event[key], value)?;
                }
            }
        }
        Ok(())
    }

    fn check_configuration(&self, value: &Value) -> Checked {
        let configuration = self.mapping.configuration();
        for (key, value) in &object("config", value)? {
            same(key, &configuration.get(key), &Some(value))?;
        }
        Ok(())
    }
}
