//! One record as it stands in the event, and the trait by which it becomes what a function takes.

use std::{
    fmt,
    marker::PhantomData,
    sync::{Arc, LazyLock},
};

use lambda_runtime::Context;
use serde_json::value::RawValue;

use crate::{
    batch::Records,
    data::{Data, KeptBuffers},
    decode::DecodeError,
    response::ItemIdentifier,
    source::{RecordJson, Source},
};

/// What a function may take as its record: it is made from a [`RawRecord`] of one event source.
///
/// It is implemented for the record types of `aws_lambda_events` and for this crate's own views, such as
/// `kinesis::Record<'_, P>`. Implement it for a type of your own to decode records your way:
///
/// ```
/// use checkpointed::{DecodeError, FromRecord, Kinesis, RawRecord, checkpointed_stream_handler, kinesis};
///
/// /// The temperature of a sensor, sent as text such as `kitchen=21.5`.
/// struct Reading<'r> { sensor: &'r str, celsius: f64 }
///
/// impl<'r> FromRecord<'r> for Reading<'r> {
///     type Source = Kinesis;
///
///     fn from_record(raw: &'r RawRecord<Kinesis>) -> Result<Self, DecodeError> {
///         let text = kinesis::Record::<&str>::from_record(raw)?.data;
///         let (sensor, celsius) = text.split_once('=').ok_or_else(|| DecodeError::new("no `=` in the reading"))?;
///         Ok(Reading { sensor, celsius: celsius.parse().map_err(DecodeError::new)? })
///     }
/// }
///
/// #[checkpointed_stream_handler]
/// async fn handle(reading: Reading<'_>) {
///     println!("{}: {} °C", reading.sensor, reading.celsius);
/// }
/// ```
///
/// # Who owns what
/// The [`RawRecord`] owns everything that a record can borrow from for `'r`: the record's JSON, the invocation's
/// [`Context`], and every buffer that decoding filled, handed to it by [`RawRecord::keep`]. So a payload may borrow
/// from *decoded* bytes (base64 undone, unzipped) that no event holds, decoding needs no second argument, and where
/// those bytes live can change without changing this signature. A raw record stays where it is while its record is
/// handled; it is `Send` and `Sync`, so a record that borrows from it can be held across an `.await`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a record of an event source",
    label = "not a record",
    note = "take `kinesis::Record<'_, P>`, `dynamodb::Record<'_, P>`, `sqs::Message<'_, P>`, `kafka::Record<'_, P>`, a record type of `aws_lambda_events`, or a type that implements `checkpointed::FromRecord`",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#the-record"
)]
pub trait FromRecord<'r>: Sized {
    /// The event source whose records these are. It decides what is reported after a failure.
    type Source: Source;

    /// Decodes one record.
    ///
    /// # Errors
    /// If the record is not what this type expects. The record then counts as failed, alone, at its place.
    fn from_record(raw: &'r RawRecord<Self::Source>) -> Result<Self, DecodeError>;
}

/// One record of a batch, not decoded: its JSON, its place, and the invocation it came with.
///
/// It is an owned handle and cheap to make: all records of a batch share one buffer.
pub struct RawRecord<S> {
    delivery: Arc<DeliveredBatch>,
    position: usize,
    kept: KeptBuffers,
    source: PhantomData<fn() -> S>,
}

/// One invocation: the records that came with it, and its context.
#[derive(Debug)]
pub(crate) struct DeliveredBatch {
    pub(crate) records: Records,
    pub(crate) context: Context,
}

/// The context of a record that was made by hand.
pub(crate) fn empty_context() -> &'static Context {
    static CONTEXT: LazyLock<Context> = LazyLock::new(Context::default);
    &CONTEXT
}

impl<S: Source> RawRecord<S> {
    /// A record on its own, to test an implementation of [`FromRecord`].
    ///
    /// # Errors
    /// If `json` is not JSON.
    pub fn from_json(json: &str) -> Result<Self, serde_json::Error> {
        let delivery = DeliveredBatch {
            records: Records::one(serde_json::from_str(json)?),
            context: Context::default(),
        };
        Ok(Self::new(&Arc::new(delivery), 0))
    }

    pub(crate) fn new(delivery: &Arc<DeliveredBatch>, position: usize) -> Self {
        RawRecord {
            delivery: Arc::clone(delivery),
            position,
            kept: KeptBuffers::default(),
            source: PhantomData,
        }
    }

    /// The record's JSON, as it stands in the event.
    pub fn json(&self) -> &str {
        self.raw_json().get()
    }

    /// The same, as a piece of JSON.
    pub(crate) fn raw_json(&self) -> &RawValue {
        // A raw record is made for positions of its delivery only, so there is always one.
        self.delivery.records.json(self.position).unwrap_or(RawValue::NULL)
    }

    /// The record's position in the batch, from 0.
    pub fn position(&self) -> usize {
        self.position
    }

    /// The context of the invocation that delivered the record.
    pub fn context(&self) -> &Context {
        &self.delivery.context
    }

    /// What names the record in a response; `None` if the record has no readable identifier.
    ///
    /// It is looked up in the JSON and does not need the record to be decodable.
    pub fn identifier(&self) -> Option<ItemIdentifier> {
        S::identifier(self.record_json())
    }

    /// The record as the event has it.
    pub(crate) fn record_json(&self) -> RecordJson<'_> {
        RecordJson { json: self.json(), partition: self.delivery.records.partition(self.position) }
    }

    /// Bytes of the record's own JSON, for a payload to borrow from.
    #[cfg(feature = "sqs")]
    pub(crate) fn lend<'r>(&'r self, bytes: &'r [u8]) -> Data<'r> {
        Data::new(bytes, &self.kept)
    }

    /// Where buffers are kept for as long as the record is handled.
    #[cfg(feature = "dynamodb")]
    pub(crate) fn kept(&self) -> &KeptBuffers {
        &self.kept
    }

    /// Keeps decoded bytes for as long as the record is handled, so that a payload can borrow from them.
    pub fn keep(&self, bytes: Vec<u8>) -> Data<'_> {
        Data::new(self.kept.push(bytes), &self.kept)
    }
}

impl<S> fmt::Debug for RawRecord<S> {
    /// Says where the record stands, and nothing of its content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawRecord").field("position", &self.position).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_raw_record_can_be_held_across_an_await() {
        fn shared<T: Send + Sync>() {}
        shared::<RawRecord<crate::Kinesis>>();
    }
}
