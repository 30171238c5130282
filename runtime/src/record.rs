//! One record as the event holds it, and the trait that turns it into the parameter of a function.

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
    scan::Fields,
    source::{RecordJson, Source},
};

/// A type that a function may take as its record. It is made from a [`RawRecord`] of one event source.
///
/// The record types of `aws_lambda_events` and this crate's own views, such as `kinesis::Record<'_, P>`, implement it.
/// Implement it for a type of your own to decode records your way:
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
/// The [`RawRecord`] owns everything that a record can borrow from for `'r`: the record's JSON, the invocation's [`Context`],
/// and every decoded buffer that was given to [`RawRecord::keep`]. So a payload may borrow from *decoded* bytes, such as
/// unzipped ones, that no event holds. A raw record stays in its place while its record is handled. It is `Send` and `Sync`, so
/// a record that borrows from it can be held across an `.await`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a record of an event source",
    label = "not a record",
    note = "take `kinesis::Record<'_, P>`, `dynamodb::Record<'_, P>`, `sqs::Message<'_, P>`, `kafka::Record<'_, P>`, a record type of `aws_lambda_events`, or a type that implements `checkpointed::FromRecord`",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#the-record"
)]
pub trait FromRecord<'r>: Sized {
    /// The event source of these records. It decides what is reported after a failure.
    type Source: Source;

    /// Decodes one record.
    ///
    /// # Errors
    /// If the record isn't what this type expects. Then this record fails, and no other.
    fn from_record(raw: &'r RawRecord<Self::Source>) -> Result<Self, DecodeError>;
}

/// One record of a batch, not decoded: its JSON, its position, and the context of its invocation.
///
/// It is an owned handle and cheap to make: all records of a batch share one buffer.
pub struct RawRecord<S> {
    delivery: Arc<DeliveredBatch>,
    position: usize,
    kept: KeptBuffers,
    source: PhantomData<fn() -> S>,
}

/// The records of one invocation, and its context.
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
            // It isn't scanned, so a test sees what the scan may not change.
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

    /// The record's JSON, exactly as it is in the event.
    pub fn json(&self) -> &str {
        self.cut().json
    }

    /// The same, as a piece of JSON.
    pub(crate) fn raw_json(&self) -> &RawValue {
        serde_json::from_str(self.json()).unwrap_or(RawValue::NULL)
    }

    /// The record's fields; `None` if the scan hasn't noted them.
    pub(crate) fn fields(&self) -> Option<Fields<'_>> {
        self.cut().fields
    }

    fn cut(&self) -> RecordJson<'_> {
        // Raw records are made only for positions that their batch has, so the default is never used.
        self.delivery.records.get(self.position).unwrap_or(RecordJson::alone("null"))
    }

    /// The record's position in the batch, from 0.
    pub fn position(&self) -> usize {
        self.position
    }

    /// The context of the invocation that delivered the record.
    pub fn context(&self) -> &Context {
        &self.delivery.context
    }

    /// The identifier that names the record in a response; `None` if the record has no readable one.
    ///
    /// It is looked up in the JSON, so the record need not be decodable.
    pub fn identifier(&self) -> Option<ItemIdentifier> {
        S::identifier(self.record_json())
    }

    /// The record as the event has it.
    pub(crate) fn record_json(&self) -> RecordJson<'_> {
        self.delivery.records.get_with_partition(self.position).unwrap_or(RecordJson::alone("null"))
    }

    /// Bytes of the record's own JSON, for a payload to borrow from.
    #[cfg(feature = "sqs")]
    pub(crate) fn lend<'r>(&'r self, bytes: &'r [u8]) -> Data<'r> {
        Data::new(bytes, &self.kept)
    }

    /// The buffers that live until the record is done.
    #[cfg(feature = "dynamodb")]
    pub(crate) fn kept(&self) -> &KeptBuffers {
        &self.kept
    }

    /// Keeps decoded bytes until the record is done, so that a payload can borrow from them.
    pub fn keep(&self, bytes: Vec<u8>) -> Data<'_> {
        Data::new(self.kept.push(bytes), &self.kept)
    }
}

impl<S> fmt::Debug for RawRecord<S> {
    /// Shows the record's position, and none of its content.
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
