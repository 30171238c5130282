//! The function of a case, and the events that it saw.

use std::{collections::BTreeSet, time::Duration};

use serde_json::{Map, Value, json};
use tokio::time::sleep;

use crate::{
    record::{Records, field, item_identifier},
    strict_json::{all_known, boolean, number, object, text, texts},
};

/// A function, made from its description.
pub(crate) struct Function {
    handler: Map<String, Value>,
    pub(crate) seen: Seen,
}

/// The events that the function saw, and its answers.
#[derive(Default)]
pub(crate) struct Seen {
    pub(crate) events: Vec<Value>,
    /// The names of the records that each invocation reported.
    pub(crate) responses: Vec<Vec<String>>,
    /// The names of the records that it looked at.
    pub(crate) reached: BTreeSet<String>,
}

/// The answer of a function: bytes, or an error.
type Answer = Result<Vec<u8>, String>;

impl Function {
    pub(crate) fn read(handler: &Value) -> Result<Self, String> {
        Ok(Function { handler: object("handler", handler)?, seen: Seen::default() })
    }

    pub(crate) fn is_given(&self) -> bool {
        !self.handler.is_empty()
    }

    /// Fails for a kind, a key or a record that is not known.
    pub(crate) fn validate(&self, records: &Records) -> Result<(), String> {
        self.steps()?.iter().try_for_each(|step| {
            let step = Step::new(step)?;
            let mut named = [step.names("refs")?, step.names("after_processing")?].concat();
            named.extend(step.keys.get("ref").map(|name| text("ref", name)).transpose()?.map(str::to_owned));
            match named.iter().find(|name| !records.is_known(name)) {
                Some(name) => Err(format!("no record is named `{name}`")),
                None => Ok(()),
            }
        })
    }

    fn steps(&self) -> Result<Vec<Map<String, Value>>, String> {
        if self.handler.get("kind") != Some(&json!("sequence")) {
            return Ok(vec![self.handler.clone()]);
        }
        all_known("handler", &self.handler, &["kind", "steps", "meaning", "note"])?;
        let steps = self.handler.get("steps").and_then(Value::as_array).ok_or("`steps` is not a list")?;
        steps.iter().map(|step| object("steps", step)).collect()
    }

    /// Handles a batch as described.
    pub(crate) async fn invoke(&mut self, records: &Records, event: Value) -> Answer {
        let invocation = self.seen.events.len();
        self.seen.events.push(event.clone());
        let steps = self.steps()?;
        // The last step repeats.
        let step = steps.get(invocation).or(steps.last()).ok_or("`steps` is empty")?;
        let batch = batch(&event);
        let step = Step::new(step)?;
        // These are noted before the step, because one that times out never returns.
        self.seen.reached.extend(step.names("after_processing")?);
        let done = step.act(records, &batch, &event).await;
        self.seen.reached.extend(done.reached.iter().map(|record| records.name_of(record).to_owned()));
        let reported: Vec<&Value> = done.reported.iter().collect();
        self.seen.responses.push(reported.iter().map(|record| records.name_of(record).to_owned()).collect());
        match done.answer {
            Some(answer) => answer,
            None => {
                let failures: Vec<Value> = reported
                    .iter()
                    .map(|record| json!({ "itemIdentifier": item_identifier(record) }))
                    .collect();
                Ok(json!({ "batchItemFailures": failures }).to_string().into_bytes())
            }
        }
    }
}

/// The records of an event, in the order in which a function meets them.
pub(crate) fn batch(event: &Value) -> Vec<Value> {
    match &event["Records"] {
        Value::Array(records) => records.clone(),
        _ => {
            let partitions = event["records"].as_object().into_iter().flat_map(Map::values);
            partitions.filter_map(Value::as_array).flatten().cloned().collect()
        }
    }
}

/// The result of one invocation.
struct Done {
    reached: Vec<Value>,
    /// The records to report, unless there is an `answer`.
    reported: Vec<Value>,
    answer: Option<Answer>,
}

impl Done {
    fn answering(batch: &[Value], answer: Answer) -> Self {
        Done { reached: batch.to_vec(), reported: Vec::new(), answer: Some(answer) }
    }

    fn reporting(batch: &[Value], reported: Vec<Value>) -> Self {
        Done { reached: batch.to_vec(), reported, answer: None }
    }
}

/// The work of the function in one invocation.
struct Step<'s> {
    kind: &'s str,
    keys: &'s Map<String, Value>,
}

/// The keys of each kind, without the comments.
const KINDS: [(&str, &[&str]); 13] = [
    ("return_json", &["json", "duration_s"]),
    ("return_raw_body", &["body"]),
    ("return_empty_body", &[]),
    ("return_failures", &["refs"]),
    ("raise", &[]),
    ("raise_if_batch_contains", &["ref"]),
    ("raise_on_position", &["position"]),
    ("report_on_position", &["position"]),
    ("report_every_record_matching", &["refs", "field", "equals", "stops_at_first_failure"]),
    ("raise_while_receive_count_at_most", &["field"]),
    ("report_while_receive_count_at_most", &["field", "stops_at_first_failure"]),
    ("count_by_partition_key_into_state", &[]),
    ("timeout", &["after_processing"]),
];

impl<'s> Step<'s> {
    fn new(keys: &'s Map<String, Value>) -> Result<Self, String> {
        let kind = text("kind", keys.get("kind").unwrap_or(&Value::Null))?;
        let known = KINDS.iter().find(|(name, _)| *name == kind);
        let (_, known) = known.ok_or_else(|| format!("unknown handler `{kind}`"))?;
        all_known("handler", keys, &[&["kind", "meaning", "note"][..], known].concat())?;
        Ok(Step { kind, keys })
    }

    fn key(&self, key: &str) -> &'s Value {
        self.keys.get(key).unwrap_or(&Value::Null)
    }

    fn names(&self, key: &str) -> Result<Vec<String>, String> {
        match self.keys.get(key) {
            None => Ok(Vec::new()),
            Some(Value::String(name)) => Ok(vec![name.clone()]),
            Some(names) => texts(key, names),
        }
    }

    async fn act(&self, records: &Records, batch: &[Value], event: &Value) -> Done {
        self.try_to_act(records, batch, event)
            .await
            .unwrap_or_else(|error| Done::answering(batch, Err(error)))
    }

    async fn try_to_act(&self, records: &Records, batch: &[Value], event: &Value) -> Result<Done, String> {
        let raise = || Done::answering(batch, Err(String::from("raised")));
        let named = |names: &[String]| -> Vec<Value> {
            let is_named = |record: &&Value| names.iter().any(|name| name == records.name_of(record));
            batch.iter().filter(is_named).cloned().collect()
        };
        Ok(match self.kind {
            "return_json" => {
                if self.keys.contains_key("duration_s") {
                    sleep(Duration::from_secs(number("duration_s", self.key("duration_s"))?)).await;
                }
                Done::answering(batch, Ok(self.key("json").to_string().into_bytes()))
            }
            "return_raw_body" => {
                Done::answering(batch, Ok(text("body", self.key("body"))?.as_bytes().to_vec()))
            }
            "return_empty_body" => Done::answering(batch, Ok(Vec::new())),
            // In the order of their names in the description.
            "return_failures" => {
                let names = self.names("refs")?;
                Done::reporting(
                    batch,
                    names.iter().flat_map(|name| named(std::slice::from_ref(name))).collect(),
                )
            }
            "raise" => raise(),
            "raise_if_batch_contains" if named(&[text("ref", self.key("ref"))?.to_owned()]).is_empty() => {
                Done::reporting(batch, Vec::new())
            }
            "raise_if_batch_contains" => raise(),
            "raise_on_position" | "report_on_position" => self.act_on_position(batch)?,
            "report_every_record_matching" => self.report_matching(records, batch)?,
            "raise_while_receive_count_at_most" => {
                if batch.iter().any(|message| self.still_fails(message)) {
                    raise()
                } else {
                    Done::reporting(batch, vec![])
                }
            }
            "report_while_receive_count_at_most" => {
                let failing = batch.iter().filter(|message| self.still_fails(message)).cloned();
                Done::reporting(batch, self.first_or_all(failing.collect())?)
            }
            "count_by_partition_key_into_state" => count_into_state(batch, event),
            "timeout" => {
                // It never returns, so it has no result.
                sleep(Duration::from_secs(1_000_000)).await;
                raise()
            }
            kind => return Err(format!("unknown handler `{kind}`")),
        })
    }

    fn act_on_position(&self, batch: &[Value]) -> Result<Done, String> {
        let position: usize = number("position", self.key("position"))?;
        let Some(record) = position.checked_sub(1).and_then(|position| batch.get(position)) else {
            return Ok(Done::reporting(batch, Vec::new()));
        };
        let reached = batch.iter().take(position).cloned().collect();
        Ok(match self.kind {
            "raise_on_position" => {
                Done { reached, reported: Vec::new(), answer: Some(Err(String::from("raised"))) }
            }
            _ => Done { reached, reported: vec![record.clone()], answer: None },
        })
    }

    fn report_matching(&self, records: &Records, batch: &[Value]) -> Result<Done, String> {
        let names = self.names("refs")?;
        let path = self.keys.get("field").map(|path| text("field", path)).transpose()?;
        let matches = |record: &&Value| {
            names.iter().any(|name| name == records.name_of(record))
                || path.is_some_and(|path| field(record, path) == *self.key("equals"))
        };
        let matching = batch.iter().filter(matches).cloned().collect();
        Ok(Done::reporting(batch, self.first_or_all(matching)?))
    }

    fn first_or_all(&self, mut reported: Vec<Value>) -> Result<Vec<Value>, String> {
        if self.keys.contains_key("stops_at_first_failure")
            && boolean("stops_at_first_failure", self.key("stops_at_first_failure"))?
        {
            reported.truncate(1);
        }
        Ok(reported)
    }

    fn still_fails(&self, message: &Value) -> bool {
        let limit = field(message, self.key("field").as_str().unwrap_or_default()).as_u64();
        limit.is_some_and(|limit| receive_count(message) <= limit)
    }
}

pub(crate) fn receive_count(message: &Value) -> u64 {
    let count = message["attributes"]["ApproximateReceiveCount"].as_str();
    count.and_then(|count| count.parse().ok()).unwrap_or_default()
}

fn count_into_state(batch: &[Value], event: &Value) -> Done {
    let mut state = event["state"].as_object().cloned().unwrap_or_default();
    for record in batch {
        let count =
            state.entry(record["kinesis"]["partitionKey"].as_str().unwrap_or_default()).or_insert(json!(0));
        *count = json!(count.as_u64().unwrap_or_default() + 1);
    }
    Done::answering(batch, Ok(json!({ "state": state, "batchItemFailures": [] }).to_string().into_bytes()))
}
