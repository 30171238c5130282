//! The fields of a record that filters see, for each source. AWS documents the events on the page of each source
//! ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-by-service)).

use crate::source_kind::SourceKind;

/// The fields of a record that filters see.
pub(super) fn fields(source: SourceKind) -> &'static [&'static str] {
    match source {
        SourceKind::Kinesis => OF_KINESIS,
        SourceKind::DynamoDb => OF_DYNAMODB,
        SourceKind::Sqs => OF_SQS,
        SourceKind::Kafka => OF_KAFKA,
    }
}

const OF_KINESIS: &[&str] = &[
    "approximateArrivalTimestamp",
    "awsRegion",
    "data",
    "encryptionType",
    "eventID",
    "eventName",
    "eventSource",
    "eventSourceARN",
    "eventVersion",
    "invokeIdentityArn",
    "kinesisSchemaVersion",
    "partitionKey",
    "sequenceNumber",
];

const OF_DYNAMODB: &[&str] = &[
    "awsRegion",
    "dynamodb",
    "eventID",
    "eventName",
    "eventSource",
    "eventSourceARN",
    "eventVersion",
    "userIdentity",
];

const OF_SQS: &[&str] = &[
    "attributes",
    "awsRegion",
    "body",
    "eventSource",
    "eventSourceARN",
    "md5OfBody",
    "md5OfMessageAttributes",
    "messageAttributes",
    "messageId",
    "receiptHandle",
];

const OF_KAFKA: &[&str] = &[
    "headers",
    "key",
    "keySchemaMetadata",
    "offset",
    "partition",
    "timestamp",
    "timestampType",
    "topic",
    "value",
    "valueSchemaMetadata",
];
