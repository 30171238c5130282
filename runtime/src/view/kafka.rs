//! Apache Kafka, Amazon MSK and self-managed: the record with its value decoded.

mod headers;

use std::{borrow::Cow, fmt, time::SystemTime};

use aws_lambda_events::kafka::KafkaRecord;
use lambda_runtime::Context;
use serde::Deserialize;

pub use self::headers::Headers;
use super::{
    objects_only,
    optional_metadata::{FromJson, InMilliseconds, Optional},
    unread::Unread,
};
use crate::{
    base64,
    decode::DecodeError,
    lookup::{KeyPath, text},
    payload::Payload,
    record::{FromRecord, RawRecord, empty_context},
    scan::Fields,
    source::kafka::{HEADERS, KEY, Kafka, OFFSET, PARTITION, TIMESTAMP, TIMESTAMP_TYPE, TOPIC, VALUE},
};

/// A record of a Kafka topic, with its value decoded into `P`.
///
/// `P` is [`Json<T>`](crate::Json), `&str`, `&[u8]`, `String`, `Vec<u8>` or any other [`Payload`]; it may borrow from the
/// decoded value. A record without a value (a *tombstone*, which deletes its key from a compacted topic) is `None` if `P` is an
/// `Option`, and fails otherwise. The metadata borrow from the event. Those in an `Option` cannot make a record fail: they are
/// `None` where they are missing or unreadable.
///
/// ```
/// use checkpointed::{Json, checkpointed_stream_handler, kafka};
///
/// #[derive(serde::Deserialize)]
/// struct Customer<'a> { name: &'a str }
///
/// #[checkpointed_stream_handler]
/// async fn replicate(record: kafka::Record<'_, Option<Json<Customer<'_>>>>) {
///     match &record.value {
///         Some(customer) => println!("{:?} is {}", record.key, customer.name),
///         None => println!("{:?} is gone", record.key),
///     }
/// }
/// ```
///
/// The fields are those of the
/// [event that Lambda delivers](https://docs.aws.amazon.com/lambda/latest/dg/with-msk.html). `aws_lambda_events`'
/// `KafkaRecord` is a record too; it needs a timestamp and headers, and reads bytes of headers from -128 to 127 only
/// ([all that it needs](crate::guide::bad_records#the-record-types-of-aws_lambda_events)).
#[non_exhaustive]
pub struct Record<'r, P> {
    /// The decoded value.
    pub value: P,
    /// The topic.
    pub topic: Cow<'r, str>,
    /// The number of the partition in the topic. Order is kept within it.
    pub partition: i32,
    /// The record's place in its partition.
    pub offset: i64,
    /// The decoded key; `None` if the record has none.
    pub key: Option<&'r [u8]>,
    /// When the record was made or stored: see [`timestamp_type`](Self::timestamp_type). Kafka gives milliseconds. (If the number of
    /// digits shows that it is in another unit, it is read in that unit. A time after 2286 is `None`.)
    pub timestamp: Option<SystemTime>,
    /// What the timestamp means.
    pub timestamp_type: Option<TimestampType>,
    /// The record's headers, decoded on demand.
    pub headers: Headers<'r>,
    /// The invocation that delivered the record.
    pub context: &'r Context,
}

/// What a record's timestamp means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimestampType {
    /// When the producer made the record (`CREATE_TIME`).
    CreateTime,
    /// When the broker stored it (`LOG_APPEND_TIME`).
    LogAppendTime,
}

impl<'r, P> Record<'r, P> {
    /// A record made by hand, for unit tests. Its other metadata are absent; set the fields that a test needs.
    ///
    /// ```
    /// use checkpointed::{Json, kafka};
    ///
    /// let record = kafka::Record::new("orders", 0, 15, Json(42));
    /// assert_eq!(*record.value, 42);
    /// ```
    pub fn new(topic: impl Into<Cow<'r, str>>, partition: i32, offset: i64, value: P) -> Self {
        Record {
            value,
            topic: topic.into(),
            partition,
            offset,
            key: None,
            timestamp: None,
            timestamp_type: None,
            headers: Headers::default(),
            context: empty_context(),
        }
    }
}

impl<P> fmt::Debug for Record<'_, P> {
    /// Shows what identifies the record, and not its key and value.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("topic", &self.topic)
            .field("partition", &self.partition)
            .field("offset", &self.offset)
            .finish_non_exhaustive()
    }
}

impl FromJson<'_> for TimestampType {
    fn from_json(json: &str) -> Option<Self> {
        match &*text(json)? {
            "CREATE_TIME" => Some(TimestampType::CreateTime),
            "LOG_APPEND_TIME" => Some(TimestampType::LogAppendTime),
            _ => None,
        }
    }
}

/// The fields of the record's JSON that the view reads.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<'r> {
    #[serde(borrow)]
    topic: Cow<'r, str>,
    partition: i32,
    offset: i64,
    #[serde(borrow)]
    key: Option<Base64<'r>>,
    #[serde(borrow)]
    value: Option<Base64<'r>>,
    #[serde(default)]
    timestamp: Optional<InMilliseconds>,
    #[serde(default)]
    timestamp_type: Optional<TimestampType>,
    #[serde(borrow)]
    headers: Option<Unread<'r>>,
}

impl<'r> Envelope<'r> {
    /// Reads the fields where the scan noted them. `None` if one that is needed can't be read.
    fn of_fields(fields: Fields<'r>) -> Option<Self> {
        Some(Envelope {
            topic: fields.text(TOPIC)?,
            partition: fields.digits(PARTITION)?,
            offset: fields.digits(OFFSET)?,
            key: Base64::of_field(fields, KEY)?,
            value: Base64::of_field(fields, VALUE)?,
            timestamp: Optional::read(fields.json(TIMESTAMP)),
            timestamp_type: Optional::read(fields.json(TIMESTAMP_TYPE)),
            headers: Unread::of_field(fields, HEADERS),
        })
    }
}

/// A base64 text in an `Option`, where serde would copy a plain `Cow`.
#[derive(Deserialize)]
struct Base64<'r>(#[serde(borrow)] Cow<'r, str>);

impl<'r> Base64<'r> {
    /// The text in a field that may be missing or `null`. `None` if it is something else.
    fn of_field(fields: Fields<'r>, path: KeyPath) -> Option<Option<Self>> {
        match Unread::of_field(fields, path) {
            Some(Unread(json)) => text(json).map(|text| Some(Base64(text))),
            None => Some(None),
        }
    }

    fn decode(&self, field: &'static str) -> Result<Vec<u8>, DecodeError> {
        base64::decode(&self.0).map_err(|error| error.within(field))
    }
}

impl<'r, P: Payload<'r>> FromRecord<'r> for Record<'r, P> {
    type Source = Kafka;

    fn from_record(raw: &'r RawRecord<Kafka>) -> Result<Self, DecodeError> {
        let envelope = objects_only::decode_record(raw, Envelope::of_fields)?;
        let value = match &envelope.value {
            Some(value) => P::from_data(raw.keep(value.decode(VALUE.dotted)?)),
            None => P::from_nothing(),
        };
        let key = match &envelope.key {
            Some(key) => Some(raw.keep(key.decode("key")?).bytes()),
            None => None,
        };
        Ok(Record {
            value: value.map_err(|error| error.within(VALUE.dotted))?,
            topic: envelope.topic,
            partition: envelope.partition,
            offset: envelope.offset,
            key,
            timestamp: envelope.timestamp.0.map(|InMilliseconds(time)| time),
            timestamp_type: envelope.timestamp_type.0,
            headers: Headers::new(envelope.headers),
            context: raw.context(),
        })
    }
}

impl<'r> FromRecord<'r> for KafkaRecord {
    type Source = Kafka;

    fn from_record(raw: &'r RawRecord<Kafka>) -> Result<Self, DecodeError> {
        objects_only::decode(raw.json())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{response::ItemIdentifier, source::sealed::Sealed};

    #[test]
    fn the_view_reads_what_the_source_looks_up() {
        let raw = RawRecord::from_json(r#"{"topic":"t","partition":3,"offset":7,"value":"aGk="}"#).unwrap();
        let record = Record::<&[u8]>::from_record(&raw).unwrap();
        let identifier = ItemIdentifier::kafka(&record.topic, record.partition, record.offset);
        assert_eq!(raw.identifier(), Some(identifier));
        assert_eq!(Kafka::key(raw.record_json()), Some(format!("{}-{}", record.topic, record.partition)));
        assert_eq!(Kafka::data(raw.record_json()).as_deref(), Some(record.value));
        assert_eq!(record.value, b"hi");
    }
}
