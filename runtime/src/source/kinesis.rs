//! Kinesis Data Streams.

use super::{Order, Paths, Source, sealed::Sealed};
use crate::lookup::{KeyPath, key_path};

/// Kinesis Data Streams.
#[derive(Debug, Clone, Copy)]
pub struct Kinesis;

/// The payload, in base64.
pub(crate) const DATA: KeyPath = key_path!("kinesis", "data");

impl Source for Kinesis {}

impl Sealed for Kinesis {
    const NAME: &'static str = "Kinesis";
    const PATHS: Paths = Paths {
        identifier: key_path!("kinesis", "sequenceNumber"),
        key: key_path!("kinesis", "partitionKey"),
        data: Some(DATA),
        arn: Some(key_path!("eventSourceARN")),
        // `shardId-000000000006:<sequence number>`
        shard: Some(key_path!("eventID")),
        topic: None,
    };

    fn order<'e>(_records: impl Iterator<Item = &'e str>) -> Order {
        Order::Batch
    }
}
