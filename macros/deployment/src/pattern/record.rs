//! A record as filters see it: its data decoded.

use super::{
    condition::{FieldCondition, Pattern},
    json::Json,
    matching::Place,
};
use crate::source_kind::SourceKind;

/// A record whose data is decoded, so that patterns can be compared with it.
#[derive(Debug)]
pub struct FilteredRecord {
    source: SourceKind,
    record: Json,
    format: DataFormat,
}

/// The format of the data of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum DataFormat {
    /// An object or a list. AWS doesn't document whether `7` is JSON or a plain string; here it is a string.
    Json,
    PlainString,
    /// Missing, or not UTF-8.
    Unreadable,
}

impl FilteredRecord {
    /// The record that has this JSON in an event. `from_base64` decodes the data of Kinesis and Kafka.
    pub fn new(source: SourceKind, record: &str, from_base64: impl Fn(&str) -> Option<Vec<u8>>) -> Self {
        let mut record = Json::parse(record).unwrap_or(Json::Null);
        if source == SourceKind::Kinesis {
            record = without_envelope(record);
        }
        let key = source.filtering_key();
        let data = record.field(key).and_then(|data| decoded(source, data, from_base64));
        let format = match &data {
            Some(Json::Object(_) | Json::List(_)) => DataFormat::Json,
            Some(_) => DataFormat::PlainString,
            None => DataFormat::Unreadable,
        };
        if let (Json::Object(fields), Some(data)) = (&mut record, data) {
            fields.push((key.to_owned(), data));
        }
        Self { source, record, format }
    }

    /// Documented: JSON is compared with JSON, and a plain string with a plain string.
    fn has_format_of(&self, condition: &FieldCondition) -> bool {
        match condition {
            FieldCondition::Within(_) => self.format == DataFormat::Json,
            FieldCondition::OneOf(_) => self.format == DataFormat::PlainString,
        }
    }
}

impl Pattern {
    /// Whether a record fits the pattern, so that it is delivered.
    pub fn fits(&self, record: &FilteredRecord) -> bool {
        let root = Place::root(&record.record);
        self.holds(&|name, condition| {
            if name == record.source.filtering_key() && !record.has_format_of(condition) {
                // Documented: Kafka filters such a message by its other fields; the other sources drop it.
                return record.source == SourceKind::Kafka;
            }
            condition.holds_at(&root.field(name))
        })
    }
}

fn decoded(source: SourceKind, data: &Json, from_base64: impl Fn(&str) -> Option<Vec<u8>>) -> Option<Json> {
    if source == SourceKind::DynamoDb {
        return Some(data.clone()).filter(|data| matches!(data, Json::Object(_)));
    }
    let Json::Text(text) = data else { return None };
    let text = match source {
        SourceKind::Kinesis | SourceKind::Kafka => String::from_utf8(from_base64(text)?).ok()?,
        _ => text.clone(),
    };
    let json = Json::parse(&text).filter(|json| matches!(json, Json::Object(_) | Json::List(_)));
    Some(json.unwrap_or(Json::Text(text)))
}

/// Filters see the fields of `kinesis` beside those of the record
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-basics)).
fn without_envelope(record: Json) -> Json {
    let Json::Object(fields) = record else { return record };
    let (inner, mut outer): (Vec<_>, Vec<_>) = fields.into_iter().partition(|(name, _)| name == "kinesis");
    outer.extend(inner.into_iter().flat_map(|(_, inner)| match inner {
        Json::Object(fields) => fields,
        _ => Vec::new(),
    }));
    Json::Object(outer)
}
