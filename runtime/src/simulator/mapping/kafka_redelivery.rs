//! How much of a Kafka partition is delivered again.

/// Which records of a Kafka partition Lambda delivers again after a report. AWS's page can be read both ways
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KafkaRedelivery {
    /// The lowest reported record and all after it in its partition, because a committed offset covers all before it.
    FromLowestReported,
    /// Only the reported records.
    OnlyReported,
}
