//! Functions as Lambda runs them. Each is a process of its own that asks a Runtime API for events and posts its answers there.
//! The answers are compared byte for byte.

mod bad_records_guide;
mod concurrent;
mod counting;
mod dynamodb;
mod events;
mod exchange;
mod failed_batches;
mod function;
mod http;
mod kafka;
mod kinesis;
mod log;
mod plain;
mod runtime_api;
mod secrets;
mod sqs;
mod upstream_types;
