//! Kinesis Data Streams: the record with its payload decoded.

use std::{borrow::Cow, fmt, time::SystemTime};

use aws_lambda_events::kinesis::KinesisEventRecord;
use lambda_runtime::Context;
use serde::Deserialize;

use super::{
    objects_only,
    optional_metadata::{InSeconds, Optional},
};
use crate::{
    base64,
    decode::DecodeError,
    payload::Payload,
    record::{FromRecord, RawRecord, empty_context},
    scan::Fields,
    source::kinesis::{ARN, ARRIVAL_TIME, DATA, EVENT_ID, Kinesis, PARTITION_KEY, REGION, SEQUENCE_NUMBER},
};

/// A record of a Kinesis data stream, with its data decoded into `P`.
///
/// `P` is [`Json<T>`](crate::Json), `&str`, `&[u8]`, `String`, `Vec<u8>` or any other [`Payload`]; it may borrow from
/// the decoded data. The metadata borrow from the event. Those in an `Option` cannot make a record fail: they are `None`
/// where they are missing or unreadable.
///
/// ```
/// use checkpointed::{Json, checkpointed_stream_handler, kinesis};
///
/// #[derive(serde::Deserialize)]
/// struct Order<'a> { id: u64, customer: &'a str }
///
/// #[checkpointed_stream_handler]
/// async fn handle(order: kinesis::Record<'_, Json<Order<'_>>>) {
///     println!("{}: order {} of {}", order.sequence_number, order.data.id, order.data.customer);
/// }
/// ```
///
/// The fields are those of the
/// [event that Lambda delivers](https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html).
#[non_exhaustive]
pub struct Record<'r, P> {
    /// The decoded data (`kinesis.data`).
    pub data: P,
    /// The record's sequence number in its shard, up to 129 digits. It fits into no number type, and the order of text isn't its
    /// order.
    pub sequence_number: Cow<'r, str>,
    /// The key that the record was put with. Order is kept among records of one key.
    pub partition_key: Cow<'r, str>,
    /// When the stream received the record. AWS gives seconds with a fraction of milliseconds. (If the number of digits shows that it
    /// is in another unit, it is read in that unit. A time after 2286 is `None`.)
    pub approximate_arrival_timestamp: Option<SystemTime>,
    /// `<shard id>:<sequence number>`.
    pub event_id: Option<Cow<'r, str>>,
    /// The ARN of the stream, or of the consumer with enhanced fan-out.
    pub event_source_arn: Option<Cow<'r, str>>,
    /// The region, such as `eu-central-1`.
    pub aws_region: Option<Cow<'r, str>>,
    /// The invocation that delivered the record.
    pub context: &'r Context,
}

impl<'r, P> Record<'r, P> {
    /// A record made by hand, for unit tests. Its other metadata are absent; set the fields that a test needs.
    ///
    /// ```
    /// use checkpointed::{Json, kinesis};
    ///
    /// let record = kinesis::Record::new("49590338271490256608559692538361571095", "customer-7", Json(42));
    /// assert_eq!(*record.data, 42);
    /// ```
    pub fn new(
        sequence_number: impl Into<Cow<'r, str>>,
        partition_key: impl Into<Cow<'r, str>>,
        data: P,
    ) -> Self {
        Record {
            data,
            sequence_number: sequence_number.into(),
            partition_key: partition_key.into(),
            approximate_arrival_timestamp: None,
            event_id: None,
            event_source_arn: None,
            aws_region: None,
            context: empty_context(),
        }
    }

    /// The shard that the record is in, such as `shardId-000000000006`: the first part of its
    /// [`event_id`](Self::event_id).
    pub fn shard_id(&self) -> Option<&str> {
        let (shard_id, _) = self.event_id.as_deref()?.split_once(':')?;
        Some(shard_id)
    }
}

impl<P> fmt::Debug for Record<'_, P> {
    /// Shows what identifies the record, and not its data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("sequence_number", &self.sequence_number)
            .field("event_source_arn", &self.event_source_arn)
            .finish_non_exhaustive()
    }
}

/// The fields of the record's JSON that the view reads.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<'r> {
    #[serde(borrow)]
    kinesis: KinesisRecord<'r>,
    #[serde(borrow, default, rename = "eventID")]
    event_id: Optional<Cow<'r, str>>,
    #[serde(borrow, default, rename = "eventSourceARN")]
    event_source_arn: Optional<Cow<'r, str>>,
    #[serde(borrow, default)]
    aws_region: Optional<Cow<'r, str>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct KinesisRecord<'r> {
    #[serde(borrow)]
    data: Cow<'r, str>,
    #[serde(borrow)]
    sequence_number: Cow<'r, str>,
    #[serde(borrow)]
    partition_key: Cow<'r, str>,
    #[serde(default)]
    approximate_arrival_timestamp: Optional<InSeconds>,
}

impl<'r> Envelope<'r> {
    /// Reads the fields where the scan noted them. `None` if one that is needed can't be read.
    fn of_fields(fields: Fields<'r>) -> Option<Self> {
        Some(Envelope {
            kinesis: KinesisRecord {
                data: fields.text(DATA)?,
                sequence_number: fields.text(SEQUENCE_NUMBER)?,
                partition_key: fields.text(PARTITION_KEY)?,
                approximate_arrival_timestamp: Optional::read(fields.json(ARRIVAL_TIME)),
            },
            event_id: Optional::read(fields.json(EVENT_ID)),
            event_source_arn: Optional::read(fields.json(ARN)),
            aws_region: Optional::read(fields.json(REGION)),
        })
    }
}

impl<'r, P: Payload<'r>> FromRecord<'r> for Record<'r, P> {
    type Source = Kinesis;

    fn from_record(raw: &'r RawRecord<Kinesis>) -> Result<Self, DecodeError> {
        let Envelope { kinesis, event_id, event_source_arn, aws_region } =
            objects_only::decode_record(raw, Envelope::of_fields)?;
        let bytes = base64::decode(&kinesis.data).map_err(|error| error.within(DATA.dotted))?;
        let data = P::from_data(raw.keep(bytes)).map_err(|error| error.within(DATA.dotted))?;
        Ok(Record {
            data,
            sequence_number: kinesis.sequence_number,
            partition_key: kinesis.partition_key,
            approximate_arrival_timestamp: kinesis
                .approximate_arrival_timestamp
                .0
                .map(|InSeconds(time)| time),
            event_id: event_id.0,
            event_source_arn: event_source_arn.0,
            aws_region: aws_region.0,
            context: raw.context(),
        })
    }
}

impl<'r> FromRecord<'r> for KinesisEventRecord {
    type Source = Kinesis;

    fn from_record(raw: &'r RawRecord<Kinesis>) -> Result<Self, DecodeError> {
        objects_only::decode(raw.json())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::sealed::Sealed;

    #[test]
    fn the_view_reads_what_the_source_looks_up() {
        let json = r#"{"kinesis":{"partitionKey":"k","sequenceNumber":"7","data":"aGk="},"eventID":"shardId-1:7",
            "eventSourceARN":"arn"}"#;
        let raw = RawRecord::from_json(json).unwrap();
        let record = Record::<&[u8]>::from_record(&raw).unwrap();
        assert!(raw.identifier().is_some_and(|identifier| identifier == *record.sequence_number));
        assert_eq!(Kinesis::key(raw.record_json()).as_deref(), Some(&*record.partition_key));
        assert_eq!(Kinesis::data(raw.record_json()).as_deref(), Some(record.data));
        assert_eq!(Kinesis::arn(raw.record_json()).as_deref(), record.event_source_arn.as_deref());
        assert_eq!(Kinesis::shard(raw.record_json()).as_deref(), record.shard_id());
        assert_eq!((record.data, record.shard_id()), (&b"hi"[..], Some("shardId-1")));
    }
}
