//! The kinds of event sources.

use std::fmt;

/// The kinds of event sources for whose mappings Lambda reads a report of the failed records.
///
/// <https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SourceKind {
    /// A Kinesis data stream.
    Kinesis,
    /// The stream of a DynamoDB table.
    DynamoDb,
    /// An SQS queue, standard or FIFO.
    Sqs,
    /// A Kafka topic, in Amazon MSK or elsewhere.
    Kafka,
}

impl SourceKind {
    /// Whether the source has shards. Only for those Lambda keeps windows.
    pub(crate) fn is_stream(self) -> bool {
        matches!(self, Self::Kinesis | Self::DynamoDb)
    }

    /// The field of a record that holds its data, by which filters see it
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-by-service)).
    /// AWS documents that no other field can be filtered by. Recorded on AWS is that DynamoDB's `eventName` and `eventSource`
    /// can, so here every field can.
    pub(crate) fn filtering_key(self) -> &'static str {
        match self {
            Self::Kinesis => "data",
            Self::DynamoDb => "dynamodb",
            Self::Sqs => "body",
            Self::Kafka => "value",
        }
    }
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Kinesis => "a Kinesis data stream",
            Self::DynamoDb => "a DynamoDB stream",
            Self::Sqs => "an SQS queue",
            Self::Kafka => "a Kafka topic",
        })
    }
}
