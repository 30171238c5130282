//! The decoded payload of a record: JSON, text or bytes.

use std::ops::{Deref, DerefMut};

use serde::Deserialize;

use crate::{
    data::Data,
    decode::{self, DecodeError},
};

/// A type that the payload of a record can be decoded into.
///
/// It is implemented for [`Json<T>`], `&str`, `&[u8]`, `String` and `Vec<u8>`, and for an `Option` of a payload, which is
/// `None` for a Kafka record without a value. Implement it for a format of your own. A format that unwraps another one
/// (compression, an envelope) passes the unwrapped bytes on:
///
/// ```
/// use checkpointed::{Data, DecodeError, Json, Payload, checkpointed_stream_handler, kinesis};
///
/// /// A payload whose bytes are stored in reverse order.
/// struct Reversed<P>(P);
///
/// impl<'r, P: Payload<'r>> Payload<'r> for Reversed<P> {
///     fn from_data(data: Data<'r>) -> Result<Self, DecodeError> {
///         let bytes = data.bytes().iter().rev().copied().collect();
///         P::from_data(data.decoded(bytes)).map(Reversed)
///     }
/// }
///
/// #[checkpointed_stream_handler]
/// async fn handle(record: kinesis::Record<'_, Reversed<Json<(u32, &str)>>>) {
///     let Json((count, name)) = record.data.0;
///     println!("{count} × {name}");
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a payload",
    label = "not a payload",
    note = "use `Json<T>` with a `T` that implements `serde::Deserialize`, `&str`, `&[u8]`, `String`, `Vec<u8>`, or a type that implements `checkpointed::Payload`",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#the-payload"
)]
pub trait Payload<'r>: Sized {
    /// Decodes the payload's bytes.
    ///
    /// # Errors
    /// If the bytes aren't what this type expects. Then this record fails, and no other.
    fn from_data(data: Data<'r>) -> Result<Self, DecodeError>;

    /// The payload of a Kafka record without a value (a tombstone, which deletes its key). Only an `Option` has one; for other
    /// types it is an error. A payload that wraps another one passes the call on.
    ///
    /// # Errors
    /// If this type has no value for that. Then this record fails, and no other.
    fn from_nothing() -> Result<Self, DecodeError> {
        Err(DecodeError::new(
            "missing or `null`: the record deletes its key (a tombstone), so take an `Option`, such as `kafka::Record<'_, Option<Json<T>>>`",
        ))
    }
}

/// A JSON payload, decoded into `T`, which may borrow from it. It dereferences to `T`.
///
/// # Text that is borrowed
/// A `&str` may hold any text. It borrows from the payload if the text has no escapes there. A text with escapes
/// (`"Ren\u00e9"`) is unescaped into a copy that is kept with the record, and the `&str` borrows from that. The same holds for
/// a `&[u8]`, a `Cow<str>` with `#[serde(borrow)]`, and the keys of a map. A `String`, and everything that `T` skips, is not
/// kept.
///
/// ```
/// use checkpointed::{Json, Kinesis, FromRecord, RawRecord, kinesis};
///
/// #[derive(serde::Deserialize)]
/// struct Order<'a> { id: u64, customer: &'a str }
///
/// // {"id":1,"customer":"Ren\u00e9"}
/// let raw = RawRecord::from_json(
///     r#"{"kinesis":{"partitionKey":"k","sequenceNumber":"1","data":"eyJpZCI6MSwiY3VzdG9tZXIiOiJSZW5cdTAwZTkifQ=="}}"#,
/// )?;
/// let order = kinesis::Record::<Json<Order>>::from_record(&raw)?.data;
/// assert_eq!((order.id, order.customer), (1, "René"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Lists
/// serde's derive also accepts a list for a struct, in the order of its fields: `["a", 1]`. `Json` refuses a payload that is a
/// list if `T` is a struct with named fields or an enum with a `tag`, also inside of an `Option`, a `Box` or a newtype. Tuples,
/// tuple structs and lists are accepted as always. Deeper inside of `T`, and among the variants of an `untagged` enum, serde's
/// rule holds.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Json<T>(pub T);

impl<T> Json<T> {
    /// The decoded value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Json<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T> DerefMut for Json<T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.0
    }
}

impl<'r, T: Deserialize<'r>> Payload<'r> for Json<T> {
    fn from_data(data: Data<'r>) -> Result<Self, DecodeError> {
        decode::json_payload(data).map(Json)
    }
}

/// The payload, or `None` if a Kafka record has no value.
impl<'r, P: Payload<'r>> Payload<'r> for Option<P> {
    fn from_data(data: Data<'r>) -> Result<Self, DecodeError> {
        P::from_data(data).map(Some)
    }

    fn from_nothing() -> Result<Self, DecodeError> {
        Ok(None)
    }
}

impl<'r> Payload<'r> for &'r str {
    fn from_data(data: Data<'r>) -> Result<Self, DecodeError> {
        str::from_utf8(data.bytes()).map_err(DecodeError::new)
    }
}

impl<'r> Payload<'r> for &'r [u8] {
    fn from_data(data: Data<'r>) -> Result<Self, DecodeError> {
        Ok(data.bytes())
    }
}

impl<'r> Payload<'r> for String {
    fn from_data(data: Data<'r>) -> Result<Self, DecodeError> {
        <&str>::from_data(data).map(str::to_owned)
    }
}

impl<'r> Payload<'r> for Vec<u8> {
    fn from_data(data: Data<'r>) -> Result<Self, DecodeError> {
        Ok(data.bytes().to_vec())
    }
}
