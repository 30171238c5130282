//! The messages to the failure destination.

use checkpointed::simulator::{DestinationMessage, FailureDestination};
use serde_json::{Map, Value, json};

use super::{Checked, Observed, same};
use crate::strict_json::{boolean, object, text};

impl Observed<'_> {
    /// One of the messages is the expected one. `null` expects no message.
    pub(super) fn check_destination(&self, value: &Value) -> Checked {
        let messages = self.report.destination_messages();
        if value.is_null() {
            return same("messages", &messages.len(), &0);
        }
        let expected = object("destination", value)?;
        let checked = messages.iter().enumerate().map(|(number, message)| {
            expected.iter().try_for_each(|(key, value)| self.check_message(number, message, key, value))
        });
        let refused: Vec<String> = checked.filter_map(Result::err).collect();
        if refused.len() < messages.len() {
            return Ok(());
        }
        Err(if messages.is_empty() { String::from("no message was sent") } else { refused.join("; ") })
    }

    fn check_message(
        &self,
        number: usize,
        message: &DestinationMessage,
        key: &str,
        value: &Value,
    ) -> Checked {
        let body = &message.body;
        let info = body.as_object().into_iter().flatten().find(|(name, _)| name.ends_with("BatchInfo"));
        let (info_field, info) = info.ok_or("no field `…BatchInfo`")?;
        match key {
            "condition" | "approximateInvokeCount" => same(key, &body["requestContext"][key], value),
            "info_field" => same(key, &json!(info_field), value),
            "batchSize" => same(key, &info[key], value),
            "first" => same(key, &json!(self.end_of_range(number, info, "startSequenceNumber", true)), value),
            "last" => same(key, &json!(self.end_of_range(number, info, "endSequenceNumber", false)), value),
            "version" => same(key, &body[key], value),
            "responseContext_present" => {
                same(key, &body.get("responseContext").is_some(), &boolean(key, value)?)
            }
            "responseContext" => check_fields(&body["responseContext"], &object(key, value)?),
            "type" => same(key, &message.destination, &destination(text(key, value)?)?),
            "object_key_prefix" => {
                let (name, prefix) = (message.object_key.clone().unwrap_or_default(), text(key, value)?);
                if name.starts_with(prefix) { Ok(()) } else { same(key, &name, &prefix.to_owned()) }
            }
            "payload_contains" => {
                let payload = body["payload"].as_str().unwrap_or_default().to_owned();
                let part = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                if payload.contains(&part) { Ok(()) } else { same(key, &payload, &part) }
            }
            _ => Err(format!("unknown key `{key}` under `destination`")),
        }
    }

    /// The name of the first or last record. Ranges of Kafka have no sequence numbers.
    fn end_of_range(&self, number: usize, info: &Value, key: &str, first: bool) -> String {
        if let Some(number) = info[key].as_str() {
            return self.records.name_found_by(number).to_owned();
        }
        let records = self.report.discarded().get(number).map(|discarded| &discarded.records);
        let end = records.and_then(|records| if first { records.first() } else { records.last() });
        end.map_or("?", |position| self.records.name_at(*position)).to_owned()
    }
}

fn check_fields(observed: &Value, expected: &Map<String, Value>) -> Checked {
    expected.iter().try_for_each(|(key, value)| same(key, &observed[key], value))
}

fn destination(name: &str) -> Result<FailureDestination, String> {
    match name {
        "sqs" => Ok(FailureDestination::Sqs),
        "sns" => Ok(FailureDestination::Sns),
        "s3" => Ok(FailureDestination::S3),
        "kafka" => Ok(FailureDestination::Kafka),
        _ => Err(format!("unknown destination `{name}`")),
    }
}
