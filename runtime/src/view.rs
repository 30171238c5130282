//! The views of records that users take: the metadata, and the payload decoded.

#[cfg(feature = "dynamodb")]
pub mod dynamodb;
#[cfg(feature = "kafka")]
pub mod kafka;
#[cfg(feature = "kinesis")]
pub mod kinesis;
mod objects_only;
mod optional_metadata;
#[cfg(feature = "sqs")]
pub mod sqs;
#[cfg(any(feature = "dynamodb", feature = "sqs", feature = "kafka"))]
mod unread;
