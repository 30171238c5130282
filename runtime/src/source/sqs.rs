//! Amazon SQS.

use super::{Order, Paths, RecordJson, Source, sealed::Sealed};
use crate::scan::noted_fields;

/// Amazon SQS, standard and FIFO. The queue's ARN tells which: that of a FIFO queue ends in `.fifo`.
#[derive(Debug, Clone, Copy)]
pub struct Sqs;

// In the order in which AWS writes them.
noted_fields! {
    MESSAGE_ID: "messageId";
    RECEIPT_HANDLE: "receiptHandle";
    /// The payload, as text.
    BODY: "body";
    RECEIVE_COUNT: "attributes"."ApproximateReceiveCount";
    TRACE_HEADER: "attributes"."AWSTraceHeader";
    SENT_TIME: "attributes"."SentTimestamp";
    SEQUENCE_NUMBER: "attributes"."SequenceNumber";
    GROUP: "attributes"."MessageGroupId";
    SENDER: "attributes"."SenderId";
    DEDUPLICATION_ID: "attributes"."MessageDeduplicationId";
    FIRST_RECEIVE_TIME: "attributes"."ApproximateFirstReceiveTimestamp";
    DEAD_LETTER_SOURCE: "attributes"."DeadLetterQueueSourceArn";
    MESSAGE_ATTRIBUTES: "messageAttributes";
    ARN: "eventSourceARN";
    REGION: "awsRegion";
}

impl Source for Sqs {}

impl Sealed for Sqs {
    const NAME: &'static str = "SQS";
    const PATHS: Paths = Paths {
        identifier: MESSAGE_ID,
        key: GROUP,
        data: Some(BODY),
        arn: Some(ARN),
        shard: None,
        topic: None,
        fields: &FIELDS,
    };

    /// A message of a standard queue can have a group too. It says nothing about order there
    /// ([fair queues](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html)).
    fn order<'e>(mut records: impl Iterator<Item = RecordJson<'e>>) -> Order {
        match records.find_map(|record| record.text_at(ARN)) {
            Some(arn) if !arn.ends_with(".fifo") => Order::Unordered,
            // If in doubt, keep the order.
            _ => Order::Key,
        }
    }

    fn data(record: RecordJson<'_>) -> Option<Vec<u8>> {
        Some(record.text_at(BODY)?.into_owned().into_bytes())
    }
}
