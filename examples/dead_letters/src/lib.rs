//! Orders of a Kinesis data stream. Those that can never be booked go to an SQS queue or an S3 bucket.

mod bucket;
mod orders;
mod queue;

pub use crate::{
    bucket::Bucket,
    orders::{Order, handle},
    queue::Queue,
};

/// A setting of the function.
fn setting(name: &str) -> Result<String, checkpointed::Error> {
    match std::env::var(name) {
        Ok(value) if !value.is_empty() => Ok(value),
        _ => Err(format!("the environment variable {name} of the function is not set").into()),
    }
}
