//! Apache Kafka.

use super::{Order, Paths, RecordJson, Source, sealed::Sealed};
use crate::{
    lookup::{KeyPath, integer_at, key_path, text_at},
    response::ItemIdentifier,
};

/// Apache Kafka: Amazon MSK, and self-managed.
#[derive(Debug, Clone, Copy)]
pub struct Kafka;

/// The payload, in base64.
pub(crate) const VALUE: KeyPath = key_path!("value");

impl Source for Kafka {}

impl Sealed for Kafka {
    const NAME: &'static str = "Kafka";
    const PATHS: Paths = Paths {
        identifier: key_path!("offset"),
        key: key_path!("partition"),
        data: Some(VALUE),
        arn: None, // the event has it beside the records
        shard: None,
        topic: Some(key_path!("topic")),
    };

    fn order<'e>(_records: impl Iterator<Item = &'e str>) -> Order {
        Order::Key
    }

    /// The partition and the offset.
    fn identifier(record: RecordJson<'_>) -> Option<ItemIdentifier> {
        let offset = integer_at(record.json, Self::PATHS.identifier)?;
        ItemIdentifier::kafka_partition(Self::key(record)?, offset).ok()
    }

    /// The name of the partition, as the event has it and Lambda expects it back.
    fn key(record: RecordJson<'_>) -> Option<String> {
        if let Some(partition) = record.partition {
            return Some(partition.to_owned());
        }
        let number = integer_at(record.json, Self::PATHS.key)?;
        Some(format!("{}-{number}", text_at(record.json, Self::PATHS.topic?)?))
    }

    fn shard(record: RecordJson<'_>) -> Option<String> {
        Self::key(record)
    }
}
