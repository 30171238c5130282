//! Which records are delivered: the filter criteria of a mapping, in AWS's pattern language
//! ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html)).
//!
//! [`pattern`] reads the patterns once; [`matching`] then compares each record with them.

mod json;
mod matching;
mod pattern;
mod rule;

use self::{
    json::Json,
    matching::Place,
    pattern::{FieldCondition, Pattern},
};
use super::event_source::EventSource;
use crate::base64;

/// The filters of a mapping. A record is delivered if it fits one of them, or if there are none.
#[derive(Debug)]
pub(super) struct Filters {
    event_source: EventSource,
    patterns: Vec<Pattern>,
}

impl Filters {
    /// # Errors
    /// If one of them is not a pattern: which one, and what is wrong.
    pub(super) fn read(event_source: EventSource, patterns: &[String]) -> Result<Self, String> {
        let read = |(number, text): (usize, &String)| {
            let pattern = Pattern::read(text).and_then(|pattern| event_source.check(pattern));
            pattern.map_err(|why| format!("filter {}: {why}", number + 1))
        };
        let patterns = patterns.iter().enumerate().map(read).collect::<Result<_, _>>()?;
        Ok(Filters { event_source, patterns })
    }

    /// Lets every record pass.
    pub(super) fn none(event_source: EventSource) -> Self {
        Filters { event_source, patterns: Vec::new() }
    }

    /// Whether a record is delivered. `record` is the JSON of it in an event.
    pub(super) fn let_pass(&self, record: &str) -> bool {
        if self.patterns.is_empty() {
            return true;
        }
        let seen = Seen::of(self.event_source, record);
        self.patterns.iter().any(|pattern| seen.fits(pattern))
    }
}

/// A record as filters see it: its data decoded.
#[derive(Debug)]
struct Seen {
    event_source: EventSource,
    record: Json,
    format: Format,
}

/// The format of the data of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    /// An object or a list. AWS doesn't document whether `7` is JSON or a plain string; here it is a string.
    Json,
    PlainString,
    /// Missing, or not UTF-8.
    Unreadable,
}

impl Seen {
    fn of(event_source: EventSource, record: &str) -> Self {
        let mut record = Json::parse(record).unwrap_or(Json::Null);
        if event_source == EventSource::Kinesis {
            record = without_envelope(record);
        }
        let key = event_source.filtering_key();
        let data = record.field(key).and_then(|data| event_source.decoded(data));
        let format = match &data {
            Some(Json::Object(_) | Json::List(_)) => Format::Json,
            Some(_) => Format::PlainString,
            None => Format::Unreadable,
        };
        if let (Json::Object(fields), Some(data)) = (&mut record, data) {
            fields.push((key.to_owned(), data));
        }
        Seen { event_source, record, format }
    }

    fn fits(&self, pattern: &Pattern) -> bool {
        let root = Place::root(&self.record);
        pattern.holds(&|name, condition| {
            if name == self.event_source.filtering_key() && !self.has_format_of(condition) {
                // Documented: Kafka filters such a message by its other fields; the other sources drop it.
                return self.event_source == EventSource::Kafka;
            }
            condition.holds_at(&root.field(name))
        })
    }

    /// Documented: JSON is compared with JSON, and a plain string with a plain string.
    fn has_format_of(&self, condition: &FieldCondition) -> bool {
        match condition {
            FieldCondition::Within(_) => self.format == Format::Json,
            FieldCondition::OneOf(_) => self.format == Format::PlainString,
        }
    }
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

impl EventSource {
    /// The field that holds the data
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-by-service)).
    /// AWS documents that no other field can be filtered by. Recorded on AWS is that DynamoDB's `eventName` and `eventSource`
    /// can, so here every field can.
    fn filtering_key(self) -> &'static str {
        match self {
            EventSource::Kinesis => "data",
            EventSource::DynamoDb => "dynamodb",
            EventSource::Sqs | EventSource::SqsFifo => "body",
            EventSource::Kafka => "value",
        }
    }

    /// Refuses a plain string as the pattern for the data of a stream: documented is that it must be JSON.
    fn check(self, pattern: Pattern) -> Result<Pattern, String> {
        let key = self.filtering_key();
        if self.has_shards() && pattern.asks_for_text_of(key) {
            return Err(format!(
                "at `{key}`: the data of {self} is filtered by its fields, as in `{{\"{key}\": {{..}}}}`"
            ));
        }
        Ok(pattern)
    }

    fn decoded(self, data: &Json) -> Option<Json> {
        if self == EventSource::DynamoDb {
            return Some(data.clone()).filter(|data| matches!(data, Json::Object(_)));
        }
        let Json::Text(text) = data else { return None };
        let text = match self {
            EventSource::Kinesis | EventSource::Kafka => {
                String::from_utf8(base64::decode(text).ok()?).ok()?
            }
            _ => text.clone(),
        };
        let json = Json::parse(&text).filter(|json| matches!(json, Json::Object(_) | Json::List(_)));
        Some(json.unwrap_or(Json::Text(text)))
    }
}

#[cfg(test)]
mod tests;
