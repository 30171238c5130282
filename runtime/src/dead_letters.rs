//! The destination for records that can never succeed.

mod json;

use std::{
    borrow::Cow,
    fmt,
    future::Future,
    pin::{Pin, pin},
};

use lambda_runtime::{Context, Error};
use serde::Serialize;
use serde_json::value::RawValue;
use tokio::time::Instant;

use crate::{
    FailureKind, ItemIdentifier, Outcome, RawRecord, Source,
    failure::{FailureKind::DeadLetter as NotAccepted, RecordFailure},
    guard::guard,
    log,
    record::empty_context,
};

/// The destination for records that can never succeed: a queue, a bucket, a table. A handler gets it by [`dead_letters =
/// ..`](crate::checkpointed_stream_handler#dead-letters).
///
/// ```
/// use checkpointed::{DeadLetter, DeadLetters, Error};
///
/// struct Folder(std::path::PathBuf);
///
/// impl DeadLetters for Folder {
///     async fn accept(&self, letter: DeadLetter<'_>) -> Result<(), Error> {
///         let name = format!("{}-{}.json", letter.context.request_id, letter.position);
///         std::fs::write(self.0.join(name), serde_json::to_vec(&letter)?)?;
///         Ok(())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not take dead letters",
    label = "does not implement `DeadLetters`",
    note = "implement `checkpointed::DeadLetters` for it, and give a value or a reference: `dead_letters = queue`, `dead_letters = &state.queue`",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#dead-letters"
)]
pub trait DeadLetters {
    /// Stores a letter for good. Once this returns `Ok` the letter's record counts as done, and is not delivered again.
    ///
    /// The same letter may come again: if an earlier record fails, or if the answer doesn't reach Lambda.
    ///
    /// # Errors
    /// If the letter is not stored. The record then counts as failed.
    fn accept(&self, letter: DeadLetter<'_>) -> impl Future<Output = Result<(), Error>> + Send;
}

impl<T: DeadLetters + ?Sized> DeadLetters for &T {
    fn accept(&self, letter: DeadLetter<'_>) -> impl Future<Output = Result<(), Error>> + Send {
        (**self).accept(letter)
    }
}

impl<T: DeadLetters + ?Sized> DeadLetters for &mut T {
    fn accept(&self, letter: DeadLetter<'_>) -> impl Future<Output = Result<(), Error>> + Send {
        (**self).accept(letter)
    }
}

impl<T: DeadLetters + ?Sized> DeadLetters for Box<T> {
    fn accept(&self, letter: DeadLetter<'_>) -> impl Future<Output = Result<(), Error>> + Send {
        (**self).accept(letter)
    }
}

impl<T: DeadLetters + ?Sized> DeadLetters for std::sync::Arc<T> {
    fn accept(&self, letter: DeadLetter<'_>) -> impl Future<Output = Result<(), Error>> + Send {
        (**self).accept(letter)
    }
}

/// A record that can never succeed, and why.
///
/// Its JSON is an object with all fields but `data` and `context`; it holds the record exactly as the event does. SQS accepts
/// this JSON as the body of a message: the characters that it refuses, U+FFFE and U+FFFF, are escaped.
///
/// ```
/// use checkpointed::DeadLetter;
///
/// let letter = DeadLetter::new(r#"{"messageId":"7"}"#, "no such customer")?;
/// let json = serde_json::to_value(&letter)?;
/// assert_eq!(json["record"]["messageId"], "7");
/// assert_eq!(json["error"], "no such customer");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DeadLetter<'r> {
    /// `Kinesis`, `DynamoDB Streams`, `SQS` or `Kafka`.
    pub event_source: &'static str,
    /// The ARN of the stream or queue, if the record names it.
    #[serde(serialize_with = "json::accepted")]
    pub event_source_arn: Option<String>,
    /// The Kinesis shard or the Kafka partition.
    #[serde(serialize_with = "json::accepted")]
    pub shard: Option<String>,
    /// The record's identifier: its sequence number, message id, or partition and offset.
    #[serde(serialize_with = "json::accepted")]
    pub item_identifier: Option<ItemIdentifier>,
    /// The position of the record in its batch, from 0.
    pub position: usize,
    /// [`FailureKind::Permanent`] or [`FailureKind::Undecodable`].
    pub kind: FailureKind,
    /// The error and its causes, joined by colons.
    #[serde(serialize_with = "json::accepted")]
    pub error: &'r str,
    /// The record's JSON, exactly as it is in the event.
    #[serde(serialize_with = "json::accepted")]
    pub record: &'r RawValue,
    /// The payload's bytes: Kinesis' decoded data, SQS's body, Kafka's decoded value. `None` if there is none or it cannot be
    /// decoded. For DynamoDB too: there the record's JSON is the payload.
    #[serde(skip)]
    pub data: Option<Cow<'r, [u8]>>,
    /// The invocation that delivered the record.
    #[serde(skip)]
    pub context: &'r Context,
}

impl<'r> DeadLetter<'r> {
    /// A letter made by hand, to test an implementation of [`DeadLetters`]. Set the fields that a test needs.
    ///
    /// # Errors
    /// If `record` is not JSON.
    pub fn new(record: &'r str, error: &'r str) -> Result<Self, serde_json::Error> {
        Ok(DeadLetter {
            event_source: "Kinesis",
            event_source_arn: None,
            shard: None,
            item_identifier: None,
            position: 0,
            kind: FailureKind::Permanent,
            error,
            record: serde_json::from_str(record)?,
            data: None,
            context: empty_context(),
        })
    }

    fn of<S: Source>(raw: &'r RawRecord<S>, failed: &'r RecordFailure) -> Self {
        let record = raw.record_json();
        DeadLetter {
            event_source: S::NAME,
            event_source_arn: S::arn(record),
            shard: S::shard(record),
            item_identifier: raw.identifier(),
            position: raw.position(),
            kind: failed.kind(),
            error: failed.message(),
            record: raw.raw_json(),
            data: S::data(record).map(Cow::Owned),
            context: raw.context(),
        }
    }
}

impl fmt::Debug for DeadLetter<'_> {
    /// Shows which record it is, and none of its content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DeadLetter")
            .field("event_source", &self.event_source)
            .field("item_identifier", &self.item_identifier)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

type Accepted<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>;

/// Evidence that a destination takes dead letters. The destination itself is only asked for when a record needs it.
#[derive(Debug)]
pub struct Destination<Q, F> {
    to: F,
    accept: for<'a> fn(&'a Q, DeadLetter<'a>) -> Accepted<'a>,
}

/// Asks whether `Q` takes dead letters.
pub fn dead_letters<Q: DeadLetters, F: FnOnce() -> Q>(to: F) -> Destination<Q, F> {
    Destination { to, accept: |to, letter| Box::pin(to.accept(letter)) }
}

impl<Q, F: FnOnce() -> Q> Destination<Q, F> {
    /// The outcome of a record: done, if it can never succeed and its letter was accepted; otherwise the given one.
    pub async fn send_if_permanent<S: Source>(
        self,
        raw: &RawRecord<S>,
        outcome: Outcome,
        until: Option<Instant>,
    ) -> Outcome {
        let failed = match outcome {
            Outcome::Failed(failed) if failed.is_permanent() => failed,
            outcome => return outcome,
        };
        let accepted = || async {
            let to = (self.to)();
            let letter = DeadLetter::of(raw, &failed);
            (self.accept)(&to, letter).await.map_err(|error| RecordFailure::new(NotAccepted, error.as_ref()))
        };
        match guard(pin!(None), accepted, until).await {
            Ok(Ok(())) => {
                log::dead_letter_accepted(raw, &failed);
                Outcome::Done
            }
            Ok(Err(reason)) | Err(reason) => Outcome::Failed(failed.not_accepted(&reason)),
        }
    }
}
