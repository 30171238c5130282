//! The records of an event, found by `serde_json`.

use std::fmt;

use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, Visitor},
};
use serde_json::value::RawValue;

/// An event that was cut.
pub(crate) struct CutEvent {
    /// The JSON of each record.
    pub(crate) records: Vec<String>,
    /// The partition of each record of Kafka.
    pub(crate) partitions: Option<Vec<String>>,
}

/// Cuts an event.
pub(crate) fn cut(event: &[u8]) -> Result<CutEvent, String> {
    let text = str::from_utf8(event).map_err(|error| error.to_string())?;
    let Members(members) = serde_json::from_str(text).map_err(|error| error.to_string())?;
    let mut lists = members.iter().filter(|(key, _)| key == "Records" || key == "records");
    let (key, json) = lists.next().ok_or("no records")?;
    if lists.next().is_some() {
        return Err("records twice".to_owned());
    }
    let list =
        |json: &RawValue| serde_json::from_str::<Vec<Box<RawValue>>>(json.get()).map_err(|e| e.to_string());
    let texts = |list: Vec<Box<RawValue>>| list.into_iter().map(|json| Box::<str>::from(json).into_string());
    if key == "Records" {
        return Ok(CutEvent { records: texts(list(json)?).collect(), partitions: None });
    }
    let Members(partitions) = serde_json::from_str(json.get()).map_err(|error| error.to_string())?;
    let (mut records, mut names) = (Vec::new(), Vec::new());
    for (at, (name, json)) in partitions.iter().enumerate() {
        if partitions[..at].iter().any(|(other, _)| other == name) {
            return Err("a partition twice".to_owned());
        }
        records.extend(texts(list(json)?));
        names.resize(records.len(), name.clone());
    }
    Ok(CutEvent { records, partitions: Some(names) })
}

/// The members of an object, in its order.
struct Members(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Members {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct InOrder;
        impl<'de> Visitor<'de> for InOrder {
            type Value = Members;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Members, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = object.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(InOrder)
    }
}
