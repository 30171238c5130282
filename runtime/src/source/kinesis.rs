//! Kinesis Data Streams.

use super::{Order, Paths, RecordJson, Source, sealed::Sealed};
use crate::scan::noted_fields;

/// Kinesis Data Streams.
#[derive(Debug, Clone, Copy)]
pub struct Kinesis;

// In the order in which AWS writes them.
noted_fields! {
    PARTITION_KEY: "kinesis"."partitionKey";
    SEQUENCE_NUMBER: "kinesis"."sequenceNumber";
    /// The payload, in base64.
    DATA: "kinesis"."data";
    ARRIVAL_TIME: "kinesis"."approximateArrivalTimestamp";
    /// `shardId-000000000006:<sequence number>`
    EVENT_ID: "eventID";
    REGION: "awsRegion";
    ARN: "eventSourceARN";
}

impl Source for Kinesis {}

impl Sealed for Kinesis {
    const NAME: &'static str = "Kinesis";
    const PATHS: Paths = Paths {
        identifier: SEQUENCE_NUMBER,
        key: PARTITION_KEY,
        data: Some(DATA),
        arn: Some(ARN),
        shard: Some(EVENT_ID),
        topic: None,
        fields: &FIELDS,
    };

    fn order<'e>(_records: impl Iterator<Item = RecordJson<'e>>) -> Order {
        Order::Batch
    }
}
