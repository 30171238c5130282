//! The event as it arrived, cut into records that are not decoded any further.

mod envelope;
mod records;

use std::{collections::HashSet, fmt, marker::PhantomData, sync::Arc};

use lambda_runtime::{Context, LambdaEvent};
use serde::{
    Deserialize, Deserializer,
    de::{self, DeserializeSeed, MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;

pub(crate) use self::records::Records;
use self::{envelope::EnvelopeKey, records::UncutRecords};
use crate::{decode::without_value, source::Source};

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
    records: UncutRecords,
    // `fn() -> R`: a batch holds no `R`, so it is `Send` and covariant whatever `R` is.
    record: PhantomData<fn() -> R>,
}

impl<R> Batch<R> {
    /// Cuts an event, given as the JSON that Lambda delivers.
    ///
    /// # Errors
    /// If the envelope cannot be read, as described for the type, or if text follows the event's JSON.
    pub fn from_json(event: impl AsRef<[u8]>) -> Result<Self, serde_json::Error> {
        let event = event.as_ref();
        match UncutRecords::of_event(event) {
            Some(records) => Ok(Batch { records, record: PhantomData }),
            None => serde_json::from_slice(event),
        }
    }

    /// The number of records in the batch.
    pub fn len(&self) -> usize {
        self.records.len()
    }

    /// Whether the batch holds no record.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The same batch for a handler that takes another type of record.
    ///
    /// Handlers of one source can have different event types. A function that routes events to them receives `Batch<()>` and
    /// casts it.
    pub fn cast<T>(self) -> Batch<T> {
        Batch { records: self.records, record: PhantomData }
    }

    /// Cuts the records, which are of this source.
    pub(crate) fn into_records<S: Source>(self) -> Records {
        self.records.cut(S::PATHS.fields)
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

/// Takes the records out of the event, in one piece. Nothing else knows the envelope: the other code asks for the JSON of single
/// records.
struct Envelope;

impl<'de> Visitor<'de> for Envelope {
    type Value = UncutRecords;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the event of a stream, an object with a list `Records`")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut event: A) -> Result<UncutRecords, A::Error> {
        let mut records = None;
        let mut of_others = Vec::new();
        while let Some(key) = event.next_key::<EnvelopeKey>()? {
            match key {
                EnvelopeKey::Records | EnvelopeKey::KafkaRecords if records.is_some() => {
                    return Err(de::Error::duplicate_field("Records"));
                }
                EnvelopeKey::Records => {
                    let mut json = String::new();
                    event.next_value_seed(List(&mut json))?;
                    records = Some(UncutRecords::of_list(json));
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

    fn visit_seq<A: SeqAccess<'de>>(self, _list: A) -> Result<UncutRecords, A::Error> {
        Err(de::Error::custom(envelope::LIST))
    }
}

/// Kafka's records: lists under the names of their partitions.
struct Partitions;

impl<'de> DeserializeSeed<'de> for Partitions {
    type Value = UncutRecords;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<UncutRecords, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Partitions {
    type Value = UncutRecords;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the partitions of Kafka, an object with a list of records for each")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut event: A) -> Result<UncutRecords, A::Error> {
        let mut json = String::new();
        let mut partitions = Vec::new();
        let mut lists = Vec::new();
        let mut names = HashSet::new();
        while let Some(name) = event.next_key::<String>()? {
            let start = json.len();
            event.next_value_seed(List(&mut json))?;
            let name = Arc::from(name);
            if !names.insert(Arc::clone(&name)) {
                return Err(de::Error::custom("a partition is there twice"));
            }
            partitions.push(name);
            lists.push(start..json.len());
        }
        Ok(UncutRecords::of_partitions(json, partitions, lists))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, _list: A) -> Result<UncutRecords, A::Error> {
        Err(de::Error::custom(envelope::LIST_OF_PARTITIONS))
    }
}

/// A list of records, whose JSON is added to a text.
struct List<'t>(&'t mut String);

impl<'de> DeserializeSeed<'de> for List<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for List<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a sequence")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        let mut separator = '[';
        // Boxed, because a deserializer may have the JSON for a moment only.
        while let Some(record) = list.next_element::<Box<RawValue>>()? {
            let added = record.get().len() + 2;
            if self.0.capacity() - self.0.len() < added {
                // An event is large: by itself the text would grow to twice what it needs.
                self.0.reserve_exact(added.max(self.0.len() / 8));
            }
            self.0.push(separator);
            self.0.push_str(record.get());
            separator = ',';
        }
        if separator == '[' {
            self.0.push(separator);
        }
        self.0.push(']');
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Kafka;

    fn cut(event: &str) -> Result<Records, String> {
        Batch::<()>::from_json(event.as_bytes())
            .map(Batch::into_records::<Kafka>)
            .map_err(|error| error.to_string())
    }

    #[test]
    fn records_of_kafka_stand_in_the_order_of_the_event() {
        let records =
            cut(r#"{"records":{"b-1":[1,2],"empty-0":[],"a-0":[3]},"eventSource":"aws:kafka"}"#).unwrap();
        let all = (0..4)
            .map(|at| (records.get(at).map(|record| record.json), records.partition(at)))
            .collect::<Vec<_>>();
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
