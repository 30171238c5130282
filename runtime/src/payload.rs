//! What a record carries, decoded: JSON, text or bytes.

use std::{
    fmt,
    ops::{Deref, DerefMut},
};

use serde::Deserialize;

use crate::{DecodeError, decode, record::Kept};

/// A type that the payload of a record can be decoded into.
///
/// It is implemented for [`Json<T>`], `&str`, `&[u8]`, `String` and `Vec<u8>`, and for an `Option` of one, which is `None` for a
/// record of Kafka without a value. Implement it for a format of your
/// own; one that unwraps another (compression, an envelope) passes on what it unwrapped:
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
    /// If the bytes are not what this type expects. The record then counts as failed, alone, at its place.
    fn from_data(data: Data<'r>) -> Result<Self, DecodeError>;

    /// What a record of Kafka without a value (a tombstone, which deletes its key) is. There is nothing to decode, so it is an
    /// error unless this is an `Option`; a payload that wraps another passes it on.
    ///
    /// # Errors
    /// If this type cannot stand for no value. The record then counts as failed, alone, at its place.
    fn from_nothing() -> Result<Self, DecodeError> {
        Err(DecodeError::new(
            "missing or `null`: the record deletes its key (a tombstone), so take an `Option`, such as `kafka::Record<'_, Option<Json<T>>>`",
        ))
    }
}

/// The bytes of a payload, which a decoded payload may borrow from.
#[derive(Clone, Copy)]
pub struct Data<'r> {
    bytes: &'r [u8],
    kept: &'r Kept,
}

impl<'r> Data<'r> {
    pub(crate) fn new(bytes: &'r [u8], kept: &'r Kept) -> Self {
        Data { bytes, kept }
    }

    /// The bytes.
    pub fn bytes(self) -> &'r [u8] {
        self.bytes
    }

    /// What these bytes were decoded into (unzipped, decrypted): kept as long as these, and to be borrowed from
    /// just the same.
    #[must_use]
    pub fn decoded(self, bytes: Vec<u8>) -> Data<'r> {
        Data::new(self.kept.push(bytes), self.kept)
    }
}

impl fmt::Debug for Data<'_> {
    /// Says how many bytes there are, and nothing of their content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Data").field("bytes", &self.bytes.len()).finish()
    }
}

/// A payload that is JSON, decoded into `T`, which may borrow from it. It dereferences to `T`.
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
        decode::json(data.bytes()).map(Json)
    }
}

/// The payload, or `None` where a record of Kafka has none.
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
