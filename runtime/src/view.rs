//! What users take: each source's records with metadata, and the payload decoded.

#[cfg(feature = "dynamodb")]
pub mod dynamodb;
#[cfg(feature = "kafka")]
pub mod kafka;
#[cfg(feature = "kinesis")]
pub mod kinesis;
mod metadata;
mod objects;
#[cfg(feature = "sqs")]
pub mod sqs;
