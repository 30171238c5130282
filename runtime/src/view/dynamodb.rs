//! DynamoDB Streams: the record with its images decoded.

mod event_name;
mod images;
mod item;

use std::{borrow::Cow, fmt, time::SystemTime};

use aws_lambda_events::dynamodb::EventRecord;
use lambda_runtime::Context;
use serde::Deserialize;

use self::item::Item;
pub use self::{
    event_name::EventName,
    images::{Change, Images, Keys, NewImage, OldImage, Payload},
};
use super::{
    objects_only,
    optional_metadata::{InSeconds, Optional},
    unread::Unread,
};
use crate::{
    decode::DecodeError,
    record::{FromRecord, RawRecord, empty_context},
    scan::Fields,
    source::dynamodb::{
        ARN, CREATION_TIME, DynamoDb, EVENT_ID, EVENT_NAME, KEYS, NEW_IMAGE, OLD_IMAGE, REGION,
        SEQUENCE_NUMBER, SIZE, USER_IDENTITY, VIEW_TYPE,
    },
};

/// A record of a DynamoDB stream, with the item it is about decoded into `P`.
///
/// `P` is [`Change<T>`], [`NewImage<T>`], [`OldImage<T>`] or [`Keys<T>`], with any `T` that implements [`serde::Deserialize`], or
/// any other [`Payload`].
///
/// ```
/// use checkpointed::{checkpointed_stream_handler, dynamodb::{self, Change}};
///
/// #[derive(serde::Deserialize)]
/// struct Account { id: String, balance: i64 }
///
/// #[checkpointed_stream_handler]
/// async fn audit(record: dynamodb::Record<'_, Change<Account>>) {
///     match record.data {
///         Change::Insert { new } => println!("{} opened", new.id),
///         Change::Modify { old, new } => println!("{}: {} → {}", new.id, old.balance, new.balance),
///         Change::Remove { old } => println!("{} closed", old.id),
///     }
/// }
/// ```
///
/// # What an item is decoded into
/// `T` gets what [`serde_dynamo`](https://docs.rs/serde_dynamo) gives it. It may borrow: text and bytes live as long as the record,
/// also where the event has them with escapes or as base64.
///
/// ```
/// use checkpointed::{checkpointed_stream_handler, dynamodb::{self, NewImage}};
///
/// #[derive(serde::Deserialize)]
/// struct Order<'a> { id: &'a str, total: u128, signature: &'a [u8] }
///
/// #[checkpointed_stream_handler]
/// async fn handle(record: dynamodb::Record<'_, NewImage<Order<'_>>>) {
///     if let NewImage(Some(order)) = record.data {
///         println!("{}: {}, signed with {} bytes", order.id, order.total, order.signature.len());
///     }
/// }
/// ```
///
/// | attribute | may become |
/// |---|---|
/// | `S` | text, `char`, an enum's variant without fields |
/// | `N` | any number that it fits into; an integer also if it is written `3.0` or `1E2` |
/// | `B` | `Vec<u8>`, `[u8; N]`, `&[u8]`, the types of `serde_bytes` |
/// | `BOOL`, `NULL` | `bool`; `None`, `()` |
/// | `L` | a list, a tuple, a struct by the position of its fields |
/// | `SS`, `NS`, `BS` | a list or set of what `S`, `N` or `B` may become |
/// | `M`, and the item itself | a map, a struct by the names of its fields, an enum's variant with fields |
/// | any | `serde_json::Value`, where a binary is a list of numbers; `serde_dynamo::AttributeValue` |
///
/// An attribute that `T` does not ask for is skipped, whatever it holds. A name that is there twice is refused, in the item and
/// in each map that is read. Where serde looks at values before it knows their type (`flatten`, `untagged`, internal tags), it
/// asks for all of them; a number that needs more than 64 bits then comes as `f64`, and an `AttributeValue` cannot be read.
///
/// # Metadata
/// The fields are those of the
/// [event that Lambda delivers](https://docs.aws.amazon.com/lambda/latest/dg/with-ddb.html). Metadata in an `Option` cannot make a
/// record fail: they are `None` where they are missing or unreadable.
#[non_exhaustive]
pub struct Record<'r, P> {
    /// The decoded item, or items.
    pub data: P,
    /// What happened to the item.
    pub event_name: EventName,
    /// The record's sequence number, 21 to 40 digits. It fits into no number type, and the order of text isn't its order.
    pub sequence_number: Cow<'r, str>,
    /// When the change was made. AWS gives seconds, with or without a fraction. (If the number of digits shows that it is in another
    /// unit, it is read in that unit. A time after 2286 is `None`.)
    pub approximate_creation_date_time: Option<SystemTime>,
    /// The record's own id, the same when it is delivered again.
    pub event_id: Option<Cow<'r, str>>,
    /// The ARN of the stream.
    pub event_source_arn: Option<Cow<'r, str>>,
    /// The region, such as `eu-central-1`.
    pub aws_region: Option<Cow<'r, str>>,
    /// The size of the record in the stream, in bytes.
    pub size_bytes: Option<u64>,
    /// Who made the change, if it was not a request: DynamoDB itself, for an expired item.
    pub user_identity: Option<UserIdentity<'r>>,
    /// The item's keys and images, to decode what `data` does not hold.
    pub images: Images<'r>,
    /// The invocation that delivered the record.
    pub context: &'r Context,
}

/// Who made a change that was not a request of a client.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UserIdentity<'r> {
    /// `Service` for DynamoDB itself.
    #[serde(borrow, rename = "type")]
    pub kind: Cow<'r, str>,
    /// `dynamodb.amazonaws.com` for DynamoDB itself.
    #[serde(borrow)]
    pub principal_id: Cow<'r, str>,
}

impl<'r, P> Record<'r, P> {
    /// A record made by hand, for unit tests. Its other metadata are absent; set the fields that a test needs.
    ///
    /// ```
    /// use checkpointed::dynamodb::{EventName, Keys, Record};
    ///
    /// let record = Record::new(EventName::Remove, "111", Keys("account-7"));
    /// assert!(!record.is_ttl_deletion());
    /// ```
    pub fn new(event_name: EventName, sequence_number: impl Into<Cow<'r, str>>, data: P) -> Self {
        Record {
            data,
            event_name,
            sequence_number: sequence_number.into(),
            approximate_creation_date_time: None,
            event_id: None,
            event_source_arn: None,
            aws_region: None,
            size_bytes: None,
            user_identity: None,
            images: Images::new(event_name),
            context: empty_context(),
        }
    }

    /// Whether DynamoDB deleted the item because its time to live was over
    /// ([DynamoDB Streams and Time to Live](https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/time-to-live-ttl-streams.html)).
    pub fn is_ttl_deletion(&self) -> bool {
        self.event_name == EventName::Remove
            && self.user_identity.as_ref().is_some_and(|identity| {
                identity.kind == "Service" && identity.principal_id == "dynamodb.amazonaws.com"
            })
    }
}

impl<P> fmt::Debug for Record<'_, P> {
    /// Shows what identifies the record, and not its data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Record")
            .field("event_name", &self.event_name)
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
    dynamodb: StreamRecord<'r>,
    event_name: EventName,
    #[serde(borrow, default, rename = "eventID")]
    event_id: Optional<Cow<'r, str>>,
    #[serde(borrow, default, rename = "eventSourceARN")]
    event_source_arn: Optional<Cow<'r, str>>,
    #[serde(borrow, default)]
    aws_region: Optional<Cow<'r, str>>,
    // Few records have it, so it is read only then.
    #[serde(borrow)]
    user_identity: Option<Unread<'r>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct StreamRecord<'r> {
    #[serde(borrow)]
    sequence_number: Cow<'r, str>,
    #[serde(default)]
    approximate_creation_date_time: Optional<InSeconds>,
    #[serde(default)]
    size_bytes: Optional<u64>,
    #[serde(borrow, default)]
    stream_view_type: Optional<Cow<'r, str>>,
    #[serde(borrow)]
    keys: Option<Unread<'r>>,
    #[serde(borrow)]
    new_image: Option<Unread<'r>>,
    #[serde(borrow)]
    old_image: Option<Unread<'r>>,
}

impl<'r> Envelope<'r> {
    /// Reads the fields where the scan noted them. `None` if one that is needed can't be read.
    fn of_fields(fields: Fields<'r>) -> Option<Self> {
        Some(Envelope {
            dynamodb: StreamRecord {
                sequence_number: fields.text(SEQUENCE_NUMBER)?,
                approximate_creation_date_time: Optional::read(fields.json(CREATION_TIME)),
                size_bytes: Optional::read(fields.json(SIZE)),
                stream_view_type: Optional::read(fields.json(VIEW_TYPE)),
                keys: Unread::of_field(fields, KEYS),
                new_image: Unread::of_field(fields, NEW_IMAGE),
                old_image: Unread::of_field(fields, OLD_IMAGE),
            },
            event_name: EventName::of_text(&fields.text(EVENT_NAME)?)?,
            event_id: Optional::read(fields.json(EVENT_ID)),
            event_source_arn: Optional::read(fields.json(ARN)),
            aws_region: Optional::read(fields.json(REGION)),
            user_identity: Unread::of_field(fields, USER_IDENTITY),
        })
    }
}

impl<'r, P: Payload<'r>> FromRecord<'r> for Record<'r, P> {
    type Source = DynamoDb;

    fn from_record(raw: &'r RawRecord<DynamoDb>) -> Result<Self, DecodeError> {
        let Envelope { dynamodb, event_name, event_id, event_source_arn, aws_region, user_identity } =
            objects_only::decode_record(raw, Envelope::of_fields)?;
        let item = |Unread(json): Unread<'r>| Item::new(json, raw.kept());
        let images = Images {
            event_name,
            stream_view_type: dynamodb.stream_view_type.0,
            keys: dynamodb.keys.map(item),
            new_image: dynamodb.new_image.map(item),
            old_image: dynamodb.old_image.map(item),
        };
        Ok(Record {
            data: P::from_images(&images)?,
            event_name,
            sequence_number: dynamodb.sequence_number,
            approximate_creation_date_time: dynamodb
                .approximate_creation_date_time
                .0
                .map(|InSeconds(time)| time),
            event_id: event_id.0,
            event_source_arn: event_source_arn.0,
            aws_region: aws_region.0,
            size_bytes: dynamodb.size_bytes.0,
            user_identity: user_identity.and_then(|Unread(identity)| objects_only::decode(identity).ok()),
            images,
            context: raw.context(),
        })
    }
}

impl<'r> FromRecord<'r> for EventRecord {
    type Source = DynamoDb;

    fn from_record(raw: &'r RawRecord<DynamoDb>) -> Result<Self, DecodeError> {
        objects_only::decode(raw.json())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;
    use crate::{
        lookup::json_at,
        source::{dynamodb::KEYS, sealed::Sealed},
    };

    #[test]
    fn the_view_reads_what_the_source_looks_up() {
        let json = r#"{"dynamodb":{"Keys":{"id":{"S":"a"}},"SequenceNumber":"7"},"eventName":"INSERT","eventSourceARN":"arn"}"#;
        let raw = RawRecord::from_json(json).unwrap();
        let record = Record::<Keys<BTreeMap<String, String>>>::from_record(&raw).unwrap();
        assert!(raw.identifier().is_some_and(|identifier| identifier == *record.sequence_number));
        assert_eq!(record.data.0.get("id").map(String::as_str), Some("a"));
        assert!(json_at(raw.json(), KEYS).is_some_and(|keys| keys == r#"{"id":{"S":"a"}}"#));
        assert_eq!(DynamoDb::arn(raw.record_json()).as_deref(), record.event_source_arn.as_deref());
        assert_eq!(record.event_source_arn.as_deref(), Some("arn"));
    }
}
