//! Apache Kafka.

use super::{Order, Paths, RecordJson, Source, sealed::Sealed};
use crate::{response::ItemIdentifier, scan::noted_fields};

/// Apache Kafka: Amazon MSK, and self-managed.
#[derive(Debug, Clone, Copy)]
pub struct Kafka;

// In the order in which AWS writes them.
noted_fields! {
    TOPIC: "topic";
    PARTITION: "partition";
    OFFSET: "offset";
    TIMESTAMP: "timestamp";
    TIMESTAMP_TYPE: "timestampType";
    KEY: "key";
    /// The payload, in base64.
    VALUE: "value";
    HEADERS: "headers";
}

impl Source for Kafka {}

impl Sealed for Kafka {
    const NAME: &'static str = "Kafka";
    const PATHS: Paths = Paths {
        identifier: OFFSET,
        key: PARTITION,
        data: Some(VALUE),
        arn: None, // the event has it beside the records
        shard: None,
        topic: Some(TOPIC),
        fields: &FIELDS,
    };

    fn order<'e>(_records: impl Iterator<Item = RecordJson<'e>>) -> Order {
        Order::Key
    }

    /// The partition and the offset.
    fn identifier(record: RecordJson<'_>) -> Option<ItemIdentifier> {
        let offset = record.integer_at(Self::PATHS.identifier)?;
        ItemIdentifier::kafka_partition(Self::key(record)?, offset).ok()
    }

    /// The name of the partition, as the event has it and Lambda expects it back.
    fn key(record: RecordJson<'_>) -> Option<String> {
        if let Some(partition) = record.partition {
            return Some(partition.to_owned());
        }
        let number = record.integer_at(Self::PATHS.key)?;
        Some(format!("{}-{number}", record.text_at(Self::PATHS.topic?)?))
    }

    fn shard(record: RecordJson<'_>) -> Option<String> {
        Self::key(record)
    }
}
