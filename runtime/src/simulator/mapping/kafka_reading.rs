//! How much of a partition is delivered again.

/// What is delivered again of a partition of Kafka after a report. AWS's page can be read both ways
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html)).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KafkaReading {
    /// The lowest record that is reported and all behind it in its partition, as offsets are committed.
    FromTheReportedOn,
    /// What is reported, and nothing else.
    OnlyTheReported,
}
