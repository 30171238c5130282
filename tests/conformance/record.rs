//! The records of a case, and how to find them in an event.

use std::time::Duration;

use base64::{Engine, engine::general_purpose::STANDARD};
use checkpointed::simulator::Record;
use serde_json::{Map, Value, json};

use crate::{
    strict_json::{all_known, number, object, text},
    time::since_epoch,
};

/// The records of a case, by their names.
#[derive(Default)]
pub(crate) struct Records {
    /// The name of each, and its identity in an event.
    names: Vec<(String, String)>,
    pub(crate) records: Vec<Record>,
}

impl Records {
    pub(crate) fn read(source: &str, view: Option<&str>, json: &Value) -> Result<Self, String> {
        let mut read = Records::default();
        for (position, record) in json.as_array().ok_or("`records` is not a list")?.iter().enumerate() {
            let fields = object("records", record)?;
            let name = text("ref", &record["ref"])?.to_owned();
            let made = make(source, view, position, &name, &fields)?;
            read.records.push(at_its_time(made.record, &fields)?);
            read.names.push((name, made.found_by));
        }
        Ok(read)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.names.iter().map(|(name, _)| name.as_str())
    }

    pub(crate) fn name_at(&self, position: usize) -> &str {
        self.names.get(position).map_or("?", |(name, _)| name)
    }

    pub(crate) fn is_known(&self, name: &str) -> bool {
        self.names().any(|known| known == name)
    }

    /// The name of a record of an event.
    pub(crate) fn name_of(&self, record: &Value) -> &str {
        self.name_found_by(&identity(record))
    }

    /// The name of the record with this identity.
    pub(crate) fn name_found_by(&self, identity: &str) -> &str {
        self.names.iter().find(|(_, found_by)| found_by == identity).map_or("?", |(name, _)| name)
    }
}

/// A record for the simulator, and the identity by which it is found in an event.
struct Made {
    record: Record,
    found_by: String,
}

const TIMES: [&str; 4] = ["ref", "arrival", "age_at_esm_start_s", "put"];

fn make(
    source: &str,
    view: Option<&str>,
    position: usize,
    name: &str,
    fields: &Map<String, Value>,
) -> Result<Made, String> {
    let known = |more: &[&str]| all_known("records", fields, &[&TIMES[..], more].concat());
    let field = |key: &str| fields.get(key).unwrap_or(&Value::Null);
    let number_of = || field("sequence_number").as_str().map(str::to_owned);
    match source {
        "kinesis" => {
            known(&["partition_key", "data", "sequence_number"])?;
            let number = number_of().unwrap_or_else(|| format!("495903382714902566085596{position:032}"));
            let data = payload(field("data"), name);
            let key = field("partition_key").as_str().unwrap_or("key");
            Ok(Made { record: Record::kinesis(key, data).sequence_number(&number), found_by: number })
        }
        "dynamodb" => {
            known(&["event_name", "keys", "new_image", "old_image", "sequence_number"])?;
            let number = number_of().unwrap_or_else(|| (10_u128.pow(21) + position as u128).to_string());
            let event_name = field("event_name").as_str().unwrap_or("INSERT");
            let record = Record::dynamodb(event_name, change(view, name, fields)?);
            Ok(Made { record: record.sequence_number(&number), found_by: number })
        }
        "sqs" | "sqs-fifo" => {
            known(&["body", "body_raw", "group", "message_attributes"])?;
            let found_by = format!("00000000-0000-4000-a000-{position:012}");
            Ok(Made { record: message(name, fields)?, found_by })
        }
        "kafka" => {
            known(&["topic", "partition", "offset", "value", "key"])?;
            kafka_record(name, field)
        }
        _ => Err(format!("unknown source `{source}`")),
    }
}

/// A payload: its text, or its JSON, or the name of its record.
fn payload(json: &Value, name: &str) -> String {
    match json {
        Value::Null => name.to_owned(),
        Value::String(text) => text.clone(),
        json => json.to_string(),
    }
}

fn kafka_record<'f>(name: &str, field: impl Fn(&str) -> &'f Value) -> Result<Made, String> {
    let (topic, partition) = (text("topic", field("topic"))?, number("partition", field("partition"))?);
    let offset: i64 = number("offset", field("offset"))?;
    let mut record = Record::kafka(topic, partition, offset, payload(field("value"), name));
    if let Some(key) = field("key").as_str() {
        record = record.kafka_key(key);
    }
    Ok(Made { record, found_by: format!("{topic}-{partition}@{offset}") })
}

fn change(view: Option<&str>, name: &str, fields: &Map<String, Value>) -> Result<Map<String, Value>, String> {
    let keys = fields.get("keys").cloned().unwrap_or_else(|| json!({ "id": { "S": name } }));
    let view = view.unwrap_or("NEW_AND_OLD_IMAGES");
    let mut change = object("keys", &json!({ "Keys": keys, "StreamViewType": view }))?;
    let new = fields.get("new_image").cloned().unwrap_or_else(|| change["Keys"].clone());
    if matches!(view, "NEW_AND_OLD_IMAGES" | "NEW_IMAGE")
        && fields.get("event_name") != Some(&json!("REMOVE"))
    {
        change.insert(String::from("NewImage"), new);
    }
    if let Some(old) = fields.get("old_image").filter(|_| matches!(view, "NEW_AND_OLD_IMAGES" | "OLD_IMAGE"))
    {
        change.insert(String::from("OldImage"), old.clone());
    }
    Ok(change)
}

fn message(name: &str, fields: &Map<String, Value>) -> Result<Record, String> {
    let body = match (fields.get("body"), fields.get("body_raw")) {
        (Some(json), None) => json.to_string(),
        (None, Some(raw)) => text("body_raw", raw)?.to_owned(),
        (None, None) => name.to_owned(),
        _ => return Err(String::from("both `body` and `body_raw`")),
    };
    let mut record = match fields.get("group") {
        Some(group) => Record::sqs_in_group(text("group", group)?, body),
        None => Record::sqs(body),
    };
    for (name, attribute) in
        object("message_attributes", fields.get("message_attributes").unwrap_or(&Value::Null))?
    {
        let part = |key| text(key, &attribute[key]);
        record = match attribute.get("BinaryValue") {
            None => record.message_attribute(name, part("DataType")?, part("StringValue")?),
            Some(_) => {
                let value = STANDARD.decode(part("BinaryValue")?).map_err(|error| error.to_string())?;
                record.message_attribute(name, part("DataType")?, value)
            }
        };
    }
    Ok(record)
}

fn at_its_time(record: Record, fields: &Map<String, Value>) -> Result<Record, String> {
    if let Some(time) = fields.get("arrival") {
        return Ok(record.arrived_at(since_epoch(text("arrival", time)?)?));
    }
    if let Some(age) = fields.get("age_at_esm_start_s") {
        return Ok(record.age(Duration::from_secs(number("age_at_esm_start_s", age)?)));
    }
    match fields.get("put").map(|put| text("put", put)).transpose()? {
        None | Some("after_esm") => Ok(record),
        Some("before_esm") => Ok(record.age(Duration::from_secs(1))),
        Some(put) => Err(format!("unknown `put`: `{put}`")),
    }
}

/// The identity of a record of an event.
fn identity(record: &Value) -> String {
    let text = |path| record.pointer(path).and_then(Value::as_str).map(str::to_owned);
    text("/kinesis/sequenceNumber")
        .or_else(|| text("/dynamodb/SequenceNumber"))
        .or_else(|| text("/messageId"))
        .unwrap_or_else(|| {
            let topic = record["topic"].as_str().unwrap_or_default();
            format!("{topic}-{}@{}", record["partition"], record["offset"])
        })
}

/// The identifier of a record in a response.
pub(crate) fn item_identifier(record: &Value) -> Value {
    if record.get("topic").is_none() {
        return json!(identity(record));
    }
    let topic = record["topic"].as_str().unwrap_or_default();
    json!({ "partition": format!("{topic}-{}", record["partition"]), "offset": record["offset"] })
}

/// The value at a path such as `data.should_fail`, `dynamodb.NewImage.id.S` or `body.x`.
pub(crate) fn field(record: &Value, path: &str) -> Value {
    let (head, rest) = path.split_once('.').unwrap_or((path, ""));
    let decoded = |text: &Value| {
        let bytes = STANDARD.decode(text.as_str().unwrap_or_default()).unwrap_or_default();
        serde_json::from_slice(&bytes).unwrap_or(Value::Null)
    };
    let root = match head {
        "data" => decoded(&record["kinesis"]["data"]),
        "value" => decoded(&record["value"]),
        "body" => serde_json::from_str(record["body"].as_str().unwrap_or_default()).unwrap_or(Value::Null),
        _ => record[head].clone(),
    };
    rest.split('.').filter(|key| !key.is_empty()).fold(root, |json, key| json[key].clone())
}
