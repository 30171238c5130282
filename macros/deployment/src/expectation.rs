//! What the caller knows about the handler, and which kind of file it names.

use std::{fmt, path::Path};

/// The kinds of event sources whose mappings take a report of the failed records.
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
    /// Whether the source is a stream of shards: only there Lambda can split batches and keep windows.
    pub(crate) fn is_stream(self) -> bool {
        matches!(self, Self::Kinesis | Self::DynamoDb)
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

/// What the handler is, as far as the caller knows: the file is held against it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expectation {
    /// The kind of the handler's source; `None` if only the compiler could tell.
    pub source: Option<SourceKind>,
    /// Whether the handler keeps a state over a tumbling window.
    pub has_window: bool,
    /// The function's name in the file: a logical id, or the name of a Terraform resource. `None` lets the check take the
    /// only one that fits.
    pub resource: Option<String>,
}

/// The languages a deployment is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// SAM or CloudFormation in YAML.
    Yaml,
    /// CloudFormation in JSON, such as the CDK writes it.
    Json,
    /// Terraform's HCL.
    Terraform,
}

impl Format {
    /// The format by the file's extension: `.yaml`, `.yml`, `.template`, `.json`, `.tf`.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "yaml" | "yml" | "template" => Some(Self::Yaml),
            "json" => Some(Self::Json),
            "tf" => Some(Self::Terraform),
            _ => None,
        }
    }
}
