//! Amazon SQS: the message with its body decoded.

mod attribute_map;
mod message_attributes;
mod queue_attributes;
mod quoted_number;
mod sns;
mod sns_attributes;

use std::{borrow::Cow, fmt, time::SystemTime};

use aws_lambda_events::sqs::SqsMessage;
use lambda_runtime::Context;
use serde::Deserialize;

pub use self::{
    message_attributes::{MessageAttribute, MessageAttributes},
    sns::Sns,
    sns_attributes::SnsAttributes,
};
use self::{queue_attributes::QueueAttributes, quoted_number::QuotedNumber};
use super::{
    objects_only,
    optional_metadata::{InMilliseconds, Optional},
    unread::Unread,
};
use crate::{
    decode::DecodeError,
    payload::Payload,
    record::{FromRecord, RawRecord, empty_context},
    scan::Fields,
    source::sqs::{ARN, BODY, MESSAGE_ATTRIBUTES, MESSAGE_ID, RECEIPT_HANDLE, REGION, Sqs},
};

/// A message of an SQS queue, standard or FIFO, with its body decoded into `P`.
///
/// `P` is [`Json<T>`](crate::Json), `&str`, `&[u8]`, `String`, `Vec<u8>` or any other [`Payload`]; it may borrow from the
/// body. The metadata borrow from the event. Those in an `Option` cannot make a message fail: they are `None` where they are
/// missing or unreadable.
///
/// ```
/// use checkpointed::{Json, checkpointed_stream_handler, sqs};
///
/// #[derive(serde::Deserialize)]
/// struct Mail<'a> { to: &'a str, text: std::borrow::Cow<'a, str> }
///
/// #[checkpointed_stream_handler]
/// async fn send(mail: sqs::Message<'_, Json<Mail<'_>>>) {
///     println!("{}: {} to {}", mail.message_id, mail.body.text, mail.body.to);
/// }
/// ```
///
/// Other services wrap what they put into a queue. For SNS the wrapper is [`Sns<P>`](Sns), around any other payload; for others
/// `aws_lambda_events` has a type: `S3Event`, `EventBridgeEvent`. (S3 sends a test message without `Records` when notifications
/// are set up. It isn't an `S3Event`, so it fails: take an untagged `enum` of both, or have dead letters.)
///
/// ```
/// use aws_lambda_events::s3::S3Event;
/// use checkpointed::{Json, checkpointed_stream_handler, sqs};
///
/// #[checkpointed_stream_handler]
/// async fn index(message: sqs::Message<'_, Json<S3Event>>) {
///     for created in &message.body.records {
///         println!("{:?}", created.s3.object.key);
///     }
/// }
/// ```
///
/// The fields are those of the
/// [event that Lambda delivers](https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html) and of
/// [`ReceiveMessage`](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html).
#[non_exhaustive]
pub struct Message<'r, P> {
    /// The decoded body.
    pub body: P,
    /// The message's id, the same each time it is delivered.
    pub message_id: Cow<'r, str>,
    /// The handle of this delivery of the message, which `ChangeMessageVisibility` takes.
    pub receipt_handle: Option<Cow<'r, str>>,
    /// How often the message was received, this time included: 1 at the first.
    pub approximate_receive_count: Option<u32>,
    /// When the queue received the message. SQS gives milliseconds. (If the number of digits shows that it is in another unit, it is
    /// read in that unit. A time after 2286 is `None`.)
    pub sent_timestamp: Option<SystemTime>,
    /// When the message was first received from the queue, read in the same way.
    pub approximate_first_receive_timestamp: Option<SystemTime>,
    /// Who sent it: the id of a user or role, or an address.
    pub sender_id: Option<Cow<'r, str>>,
    /// The message's group. A FIFO queue keeps the order within it. A standard queue doesn't: there groups are for fairness.
    pub message_group_id: Option<Cow<'r, str>>,
    /// What a FIFO queue recognizes duplicates by.
    pub message_deduplication_id: Option<Cow<'r, str>>,
    /// The message's sequence number in its group of a FIFO queue.
    pub sequence_number: Option<Cow<'r, str>>,
    /// The X-Ray trace that the message belongs to (`AWSTraceHeader`).
    pub aws_trace_header: Option<Cow<'r, str>>,
    /// The ARN of the queue that the message was a dead letter of, if it was one.
    pub dead_letter_queue_source_arn: Option<Cow<'r, str>>,
    /// The attributes that the sender gave the message, decoded on demand.
    pub message_attributes: MessageAttributes<'r>,
    /// The ARN of the queue.
    pub event_source_arn: Option<Cow<'r, str>>,
    /// The region, such as `eu-central-1`.
    pub aws_region: Option<Cow<'r, str>>,
    /// The invocation that delivered the message.
    pub context: &'r Context,
}

impl<'r, P> Message<'r, P> {
    /// A message made by hand, for unit tests. Its other metadata are absent; set the fields that a test needs.
    ///
    /// ```
    /// use checkpointed::{Json, sqs};
    ///
    /// let message = sqs::Message::new("059f36b4-87a3-44ab-83d2-661975830a7d", Json(42));
    /// assert_eq!(*message.body, 42);
    /// ```
    pub fn new(message_id: impl Into<Cow<'r, str>>, body: P) -> Self {
        Message {
            body,
            message_id: message_id.into(),
            receipt_handle: None,
            approximate_receive_count: None,
            sent_timestamp: None,
            approximate_first_receive_timestamp: None,
            sender_id: None,
            message_group_id: None,
            message_deduplication_id: None,
            sequence_number: None,
            aws_trace_header: None,
            dead_letter_queue_source_arn: None,
            message_attributes: MessageAttributes::default(),
            event_source_arn: None,
            aws_region: None,
            context: empty_context(),
        }
    }
}

impl<P> fmt::Debug for Message<'_, P> {
    /// Shows what identifies the message, and not its body.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Message")
            .field("message_id", &self.message_id)
            .field("event_source_arn", &self.event_source_arn)
            .finish_non_exhaustive()
    }
}

/// The fields of the message's JSON that the view reads.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<'r> {
    #[serde(borrow)]
    body: Cow<'r, str>,
    #[serde(borrow)]
    message_id: Cow<'r, str>,
    #[serde(borrow, default)]
    receipt_handle: Optional<Cow<'r, str>>,
    #[serde(borrow)]
    attributes: Option<Unread<'r>>,
    #[serde(borrow)]
    message_attributes: Option<Unread<'r>>,
    #[serde(borrow, default, rename = "eventSourceARN")]
    event_source_arn: Optional<Cow<'r, str>>,
    #[serde(borrow, default)]
    aws_region: Optional<Cow<'r, str>>,
}

impl<'r> Envelope<'r> {
    /// Reads the fields where the scan noted them, but for the attributes. `None` if one that is needed can't be read.
    fn of_fields(fields: Fields<'r>) -> Option<Self> {
        Some(Envelope {
            body: fields.text(BODY)?,
            message_id: fields.text(MESSAGE_ID)?,
            receipt_handle: Optional::read(fields.json(RECEIPT_HANDLE)),
            attributes: None,
            message_attributes: Unread::of_field(fields, MESSAGE_ATTRIBUTES),
            event_source_arn: Optional::read(fields.json(ARN)),
            aws_region: Optional::read(fields.json(REGION)),
        })
    }

    /// Reads a record. What is wrong with its attributes matters only once the body is decoded.
    fn read(
        raw: &'r RawRecord<Sqs>,
    ) -> Result<(Self, Result<QueueAttributes<'r>, DecodeError>), DecodeError> {
        let mut attributes = None;
        let envelope = objects_only::decode_record(raw, |fields| {
            attributes = Some(QueueAttributes::of_fields(fields));
            Envelope::of_fields(fields)
        })?;
        // Those that were found are right even if the rest had to be decoded otherwise.
        let attributes = attributes.map_or_else(|| QueueAttributes::read(envelope.attributes), Ok);
        Ok((envelope, attributes))
    }
}

impl<'r, P: Payload<'r>> FromRecord<'r> for Message<'r, P> {
    type Source = Sqs;

    fn from_record(raw: &'r RawRecord<Sqs>) -> Result<Self, DecodeError> {
        let (envelope, attributes) = Envelope::read(raw)?;
        let body = match envelope.body {
            Cow::Borrowed(body) => raw.lend(body.as_bytes()),
            Cow::Owned(body) => raw.keep(body.into_bytes()),
        };
        // The wrapper of SNS has said already where in the body it is.
        let in_body =
            |error: DecodeError| if error.field().is_empty() { error.within(BODY.dotted) } else { error };
        let body = P::from_data(body).map_err(in_body)?;
        let attributes = attributes?;
        let time =
            |Optional(time): Optional<QuotedNumber<_>>| time.map(|QuotedNumber(InMilliseconds(time))| time);
        Ok(Message {
            body,
            message_id: envelope.message_id,
            receipt_handle: envelope.receipt_handle.0,
            approximate_receive_count: attributes
                .approximate_receive_count
                .0
                .map(|QuotedNumber(count)| count),
            sent_timestamp: time(attributes.sent_timestamp),
            approximate_first_receive_timestamp: time(attributes.approximate_first_receive_timestamp),
            sender_id: attributes.sender_id.0,
            message_group_id: attributes.message_group_id.0,
            message_deduplication_id: attributes.message_deduplication_id.0,
            sequence_number: attributes.sequence_number.0,
            aws_trace_header: attributes.aws_trace_header.0,
            dead_letter_queue_source_arn: attributes.dead_letter_queue_source_arn.0,
            message_attributes: MessageAttributes::new(envelope.message_attributes),
            event_source_arn: envelope.event_source_arn.0,
            aws_region: envelope.aws_region.0,
            context: raw.context(),
        })
    }
}

impl<'r> FromRecord<'r> for SqsMessage {
    type Source = Sqs;

    fn from_record(raw: &'r RawRecord<Sqs>) -> Result<Self, DecodeError> {
        objects_only::decode(raw.json())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::sealed::Sealed;

    #[test]
    fn the_view_reads_what_the_source_looks_up() {
        let json =
            r#"{"messageId":"7","body":"hi","attributes":{"MessageGroupId":"g"},"eventSourceARN":"arn"}"#;
        let raw = RawRecord::from_json(json).unwrap();
        let message = Message::<&[u8]>::from_record(&raw).unwrap();
        assert!(raw.identifier().is_some_and(|identifier| identifier == *message.message_id));
        assert_eq!(Sqs::key(raw.record_json()).as_deref(), message.message_group_id.as_deref());
        assert_eq!(Sqs::data(raw.record_json()).as_deref(), Some(message.body));
        assert_eq!(Sqs::arn(raw.record_json()).as_deref(), message.event_source_arn.as_deref());
        assert_eq!((message.message_group_id.as_deref(), message.body), (Some("g"), &b"hi"[..]));
    }
}
