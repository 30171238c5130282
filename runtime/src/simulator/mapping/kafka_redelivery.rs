//! How much of a partition is delivered again.

/// Which records of a partition of Kafka are delivered again after a report. AWS's page can be read both ways
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KafkaRedelivery {
    /// The lowest reported record and all after it in its partition, as offsets are committed.
    FromLowestReported,
    /// Only the reported records.
    OnlyReported,
}
