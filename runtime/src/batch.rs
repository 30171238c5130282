//! The event as it arrived, cut into records that are not decoded any further.

mod envelope;

use std::{collections::HashSet, fmt, marker::PhantomData, sync::Arc};

use lambda_runtime::{Context, LambdaEvent};
use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

use self::envelope::EnvelopeKey;
use crate::decode::without_value;

/// A batch of records of type `R`, as Lambda delivers it: the event cut into records, none of them decoded.
///
/// A handler made by [`checkpointed_stream_handler`](crate::checkpointed_stream_handler) takes `LambdaEvent<Batch<R>>`. `Batch`
/// can be deserialized for every `R`, because each record is decoded later, on its own: a bad record makes that record fail,
/// and not the batch.
///
/// As an arm of an untagged or internally tagged enum, or flattened, a `Batch` never matches: serde buffers such input in a
/// form that has lost the JSON. A function that [routes](crate::guide::other_events) takes `serde_json::Value` and passes it to
/// `serde_json::from_value`.
///
/// Deserializing fails if the envelope cannot be read: the event is not JSON or not an object, or its `Records` is missing,
/// duplicated, or not a list. Kafka's key is `records`, an object with one list for each partition. After such an error Lambda
/// delivers the batch again, and nothing is lost. An event of another kind, such as a schedule's or a pipe's, never counts as
/// an empty batch. The records of a Kafka batch keep the order of the event: one partition after the other.
///
/// ```
/// use checkpointed::{Batch, LambdaEvent, checkpointed_stream_handler, kinesis};
///
/// #[checkpointed_stream_handler]
/// async fn handle(record: kinesis::Record<'_, &str>) {
///     assert_eq!(record.data, "hello");
/// }
///
/// # #[tokio::main(flavor = "current_thread")]
/// # async fn main() -> Result<(), checkpointed::Error> {
/// let event = br#"{"Records":[{"kinesis":{"partitionKey":"k","sequenceNumber":"1","data":"aGVsbG8="}}]}"#;
/// let response = handle(Batch::from_json(event)?.into()).await?;
/// assert!(response.is_success());
/// # Ok(())
/// # }
/// ```
pub struct Batch<R> {
    records: Records,
    // `fn() -> R`: a batch holds no `R`, so it is `Send` and covariant whatever `R` is.
    record: PhantomData<fn() -> R>,
}

impl<R> Batch<R> {
    /// Cuts an event, given as the JSON that Lambda delivers.
    ///
    /// # Errors
    /// If the envelope cannot be read, as described for the type, or if text follows the event's JSON.
    pub fn from_json(event: impl AsRef<[u8]>) -> Result<Self, serde_json::Error> {
        serde_json::from_slice(event.as_ref())
    }

    /// The number of records in the batch.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether the batch holds no record.
    pub fn is_empty(&self) -> bool {
        self.records.len() == 0
    }

    /// The same batch for a handler that takes another type of record.
    ///
    /// Handlers of one source can have different event types. A function that routes events to them receives `Batch<()>` and
    /// casts it.
    pub fn cast<T>(self) -> Batch<T> {
        Batch { records: self.records, record: PhantomData }
    }

    pub(crate) fn into_records(self) -> Records {
        self.records
    }
}

impl<R> From<Batch<R>> for LambdaEvent<Batch<R>> {
    /// The batch with an empty [`Context`], for unit tests: `handle(batch.into())`.
    fn from(batch: Batch<R>) -> Self {
        LambdaEvent::new(batch, Context::default())
    }
}

impl<R> fmt::Debug for Batch<R> {
    /// Shows the number of records, and none of their content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Batch").field("records", &self.records.len()).finish()
    }
}

impl<R> Clone for Batch<R> {
    fn clone(&self) -> Self {
        Batch { records: self.records.clone(), record: PhantomData }
    }
}

impl<'de, R> Deserialize<'de> for Batch<R> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // `deserialize_map` wouldn't do: through it `serde_json::Value` doesn't show a list.
        let records = deserializer.deserialize_any(Envelope).map_err(|error| {
            let message = error.to_string();
            // The message goes to the log, so it must not show a value that is in a wrong place.
            if message.starts_with("invalid type: ") {
                de::Error::custom(without_value(&message))
            } else {
                error
            }
        })?;
        Ok(Batch { records, record: PhantomData })
    }
}

/// The records of an event in its order, not decoded.
#[derive(Debug, Clone, Default)]
pub(crate) struct Records {
    json: Vec<Box<RawValue>>,
    /// The partitions of a Kafka event; empty if the event is a plain list.
    partitions: Vec<Partition>,
}

#[derive(Debug, Clone)]
struct Partition {
    /// `<topic>-<number of the partition>`
    name: Arc<str>,
    /// The position after its last record.
    end: usize,
}

impl Records {
    /// One record on its own.
    pub(crate) fn one(json: Box<RawValue>) -> Self {
        Records { json: vec![json], partitions: Vec::new() }
    }

    pub(crate) fn len(&self) -> usize {
        self.json.len()
    }

    /// The JSON of a record; `None` if there is no such record.
    pub(crate) fn json(&self, position: usize) -> Option<&RawValue> {
        self.json.get(position).map(AsRef::as_ref)
    }

    /// The JSON of all.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        self.json.iter().map(|json| json.get())
    }

    /// The partition that the event names for a record.
    pub(crate) fn partition(&self, position: usize) -> Option<&str> {
        let number = self.partitions.partition_point(|partition| partition.end <= position);
        self.partitions.get(number).map(|partition| &*partition.name)
    }
}

/// Cuts the event in one pass. Nothing else knows the envelope: the other code asks for the JSON of single records.
struct Envelope;

impl<'de> Visitor<'de> for Envelope {
    type Value = Records;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the event of a stream, an object with a list `Records`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut event: A) -> Result<Records, A::Error> {
        let mut records = None;
        let mut of_others = Vec::new();
        while let Some(key) = event.next_key::<EnvelopeKey>()? {
            match key {
                EnvelopeKey::Records | EnvelopeKey::KafkaRecords if records.is_some() => {
                    return Err(de::Error::duplicate_field("Records"));
                }
                EnvelopeKey::Records => {
                    records = Some(Records { json: event.next_value()?, partitions: Vec::new() });
                }
                EnvelopeKey::KafkaRecords => records = Some(event.next_value_seed(Partitions)?),
                EnvelopeKey::Other(key) => {
                    // The value is read, not skipped: serde_json checks UTF-8 only in values that it reads.
                    event.next_value::<Box<RawValue>>()?;
                    of_others.extend(key.filter(|key| !of_others.contains(key)));
                }
            }
        }
        records.ok_or_else(|| de::Error::custom(envelope::without_records(&of_others)))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _list: A) -> Result<Records, A::Error> {
        Err(de::Error::custom(envelope::LIST))
    }
}

/// Kafka's records: lists under the names of their partitions.
struct Partitions;

impl<'de> DeserializeSeed<'de> for Partitions {
    type Value = Records;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Records, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Partitions {
    type Value = Records;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the partitions of Kafka, an object with a list of records for each")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut event: A) -> Result<Records, A::Error> {
        let mut records = Records::default();
        let mut names = HashSet::new();
        while let Some((name, list)) = event.next_entry::<String, Vec<Box<RawValue>>>()? {
            let name = Arc::from(name);
            if !names.insert(Arc::clone(&name)) {
                return Err(de::Error::custom("a partition is there twice"));
            }
            records.json.extend(list);
            records.partitions.push(Partition { name, end: records.json.len() });
        }
        Ok(records)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _list: A) -> Result<Records, A::Error> {
        Err(de::Error::custom(envelope::LIST_OF_PARTITIONS))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(event: &str) -> Result<Records, String> {
        Batch::<()>::from_json(event.as_bytes()).map(Batch::into_records).map_err(|error| error.to_string())
    }

    #[test]
    fn records_of_kafka_stand_in_the_order_of_the_event() {
        let records =
            cut(r#"{"records":{"b-1":[1,2],"empty-0":[],"a-0":[3]},"eventSource":"aws:kafka"}"#).unwrap();
        let all =
            (0..4).map(|at| (records.json(at).map(RawValue::get), records.partition(at))).collect::<Vec<_>>();
        let (b, a) = (Some("b-1"), Some("a-0"));
        assert_eq!(all, [(Some("1"), b), (Some("2"), b), (Some("3"), a), (None, None)]);
        assert_eq!(cut(r#"{"Records":[1]}"#).unwrap().partition(0), None);
    }

    #[test]
    fn an_envelope_that_can_be_read_in_two_ways_is_refused() {
        for event in [
            r#"{"records":{"a-0":[1],"a-0":[2]}}"#,
            r#"{"records":{},"Records":[]}"#,
            r#"{"records":{"a-0":[1]},"records":{}}"#,
            r#"{"records":[1]}"#,
            r#"{"records":{"a-0":1}}"#,
        ] {
            assert!(cut(event).is_err(), "{event}");
        }
    }

    /// Comparing each name with all earlier ones would make this take minutes.
    #[test]
    fn a_hundred_thousand_partitions_are_cut() {
        let start = std::time::Instant::now();
        let list: Vec<_> = (0..100_000).map(|number| format!(r#""t-{number:06}":[{number}]"#)).collect();
        let records = cut(&format!(r#"{{"records":{{{}}}}}"#, list.join(","))).unwrap();
        assert_eq!(records.partition(99_999), Some("t-099999"));
        let twice = cut(&format!(r#"{{"records":{{{},"t-000000":[]}}}}"#, list.join(",")));
        assert!(twice.unwrap_err().contains("a partition is there twice"));
        assert!(start.elapsed().as_secs() < 10, "{:?}", start.elapsed());
    }
}
