//! What users take: each source's records with metadata, and the payload decoded.

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
