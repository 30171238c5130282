//! Amazon SQS.

use super::{Order, Paths, RecordJson, Source, sealed::Sealed};
use crate::lookup::{KeyPath, key_path, text_at};

/// Amazon SQS, standard and FIFO. The queue's ARN tells which: that of a FIFO queue ends in `.fifo`.
#[derive(Debug, Clone, Copy)]
pub struct Sqs;

/// The payload, as text.
pub(crate) const BODY: KeyPath = key_path!("body");

const ARN: KeyPath = key_path!("eventSourceARN");

impl Source for Sqs {}

impl Sealed for Sqs {
    const NAME: &'static str = "SQS";
    const PATHS: Paths = Paths {
        identifier: key_path!("messageId"),
        key: key_path!("attributes", "MessageGroupId"),
        data: Some(BODY),
        arn: Some(ARN),
        shard: None,
        topic: None,
    };

    /// A message of a standard queue can have a group too. It says nothing about order there
    /// ([fair queues](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html)).
    fn order<'e>(mut records: impl Iterator<Item = &'e str>) -> Order {
        match records.find_map(|json| text_at(json, ARN)) {
            Some(arn) if !arn.ends_with(".fifo") => Order::Unordered,
            // If in doubt, keep the order.
            _ => Order::Key,
        }
    }

    fn data(record: RecordJson<'_>) -> Option<Vec<u8>> {
        text_at(record.json, BODY).map(String::into_bytes)
    }
}
