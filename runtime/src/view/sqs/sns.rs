//! Notifications of SNS, which a queue receives in the body of a message.

use std::{borrow::Cow, fmt, time::SystemTime};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::sns_attributes::SnsAttributes;
use crate::{
    data::Data,
    decode::DecodeError,
    lookup::find,
    payload::Payload,
    view::{
        objects_only,
        optional_metadata::{Iso8601, Optional},
    },
};

/// A notification of SNS in a message's body, with the message inside decoded into `P`.
///
/// It is the payload of a queue that is subscribed to a topic *without* raw message delivery. Only `Message` is needed; the rest
/// are metadata, which are `None` where they are missing or unreadable. So the notifications of FIFO topics, which have no
/// signature, are read too. (`aws_lambda_events`' `SnsMessage` refuses them.)
///
/// ```
/// use checkpointed::{Json, checkpointed_stream_handler, sqs};
///
/// #[derive(serde::Deserialize)]
/// struct Parcel { id: u64 }
///
/// #[checkpointed_stream_handler]
/// async fn deliver(message: sqs::Message<'_, sqs::Sns<Json<Parcel>>>) {
///     println!("parcel {} of {:?}", message.body.message.id, message.body.topic_arn);
/// }
/// ```
///
/// `P` is any [`Payload`], and may borrow: `sqs::Sns<&str>`, `sqs::Sns<Json<Parcel<'_>>>`, `sqs::Sns<Json<S3Event>>`.
///
/// A message fails if its body isn't such an envelope, as with raw message delivery, or if SNS asks to confirm a subscription.
#[non_exhaustive]
pub struct Sns<P> {
    /// The decoded message (`Message`).
    pub message: P,
    /// The ARN of the topic.
    pub topic_arn: Option<String>,
    /// The id that SNS gave to the message, the same each time it is delivered.
    pub message_id: Option<String>,
    /// The subject that the publisher wrote, if any.
    pub subject: Option<String>,
    /// When the message was published.
    pub timestamp: Option<SystemTime>,
    /// The message's sequence number in its group of a FIFO topic.
    pub sequence_number: Option<String>,
    /// The attributes that the publisher gave the notification, decoded on demand.
    pub message_attributes: SnsAttributes,
}

impl<P> Sns<P> {
    /// A notification made by hand, for unit tests. Its metadata are absent; set the fields that a test needs.
    ///
    /// ```
    /// use checkpointed::{Json, sqs};
    ///
    /// let message = sqs::Message::new("059f36b4-87a3-44ab-83d2-661975830a7d", sqs::Sns::new(Json(42)));
    /// assert_eq!(*message.body.message, 42);
    /// ```
    pub fn new(message: P) -> Self {
        Sns {
            message,
            topic_arn: None,
            message_id: None,
            subject: None,
            timestamp: None,
            sequence_number: None,
            message_attributes: SnsAttributes::default(),
        }
    }
}

impl<P> fmt::Debug for Sns<P> {
    /// Shows what identifies the notification, and not its message.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sns")
            .field("topic_arn", &self.topic_arn)
            .field("message_id", &self.message_id)
            .finish_non_exhaustive()
    }
}

/// The field of the message that holds the notification's own message.
const MESSAGE: &str = "body.Message";

/// The envelope's JSON.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Envelope<'r> {
    #[serde(borrow)]
    message: Cow<'r, str>,
    #[serde(borrow, default, rename = "Type")]
    kind: Optional<Cow<'r, str>>,
    #[serde(default)]
    topic_arn: Optional<String>,
    #[serde(default)]
    message_id: Optional<String>,
    #[serde(default)]
    subject: Optional<String>,
    #[serde(default)]
    timestamp: Optional<Iso8601>,
    #[serde(default)]
    sequence_number: Optional<String>,
    #[serde(borrow)]
    message_attributes: Option<&'r RawValue>,
}

impl<'r> Envelope<'r> {
    fn read(body: &'r str) -> Result<Self, DecodeError> {
        let envelope: Self = objects_only::decode(body).map_err(|error| match find(body, "Message") {
            // It is an envelope with something wrong inside. (`Message` may be there twice.)
            Ok(Some(_)) => error,
            Err(other) if other.is_data() && body.trim_start().starts_with('{') => error,
            _ => DecodeError::new(
                "not an envelope of SNS, which is an object with `Message`: with raw message delivery the body is the message \
                 itself, so take `sqs::Message<'_, P>` in place of `sqs::Message<'_, sqs::Sns<P>>`",
            ),
        })?;
        match envelope.kind.0.as_deref() {
            Some("SubscriptionConfirmation" | "UnsubscribeConfirmation") => Err(DecodeError::new(
                "not a notification: SNS asks to confirm that the subscription begins or ends (`Type`), by a visit to `SubscribeURL`",
            )),
            _ => Ok(envelope),
        }
    }
}

impl<'r, P: Payload<'r>> Payload<'r> for Sns<P> {
    fn from_data(data: Data<'r>) -> Result<Self, DecodeError> {
        let envelope = Envelope::read(str::from_utf8(data.bytes())?)?;
        let message = match envelope.message {
            Cow::Borrowed(message) => data.part(message.as_bytes()),
            Cow::Owned(message) => data.decoded(message.into_bytes()),
        };
        Ok(Sns {
            message: P::from_data(message).map_err(|error| error.within(MESSAGE))?,
            topic_arn: envelope.topic_arn.0,
            message_id: envelope.message_id.0,
            subject: envelope.subject.0,
            timestamp: envelope.timestamp.0.map(|Iso8601(time)| time),
            sequence_number: envelope.sequence_number.0,
            message_attributes: SnsAttributes::new(envelope.message_attributes),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::sqs::BODY;

    #[test]
    fn errors_name_the_notification_as_part_of_the_body() {
        assert_eq!(MESSAGE, format!("{}.Message", BODY.dotted));
        let attributes = SnsAttributes::new(Some(RawValue::NULL)).get("a").unwrap_err();
        assert_eq!(attributes.field(), format!("{}.MessageAttributes", BODY.dotted));
    }
}
