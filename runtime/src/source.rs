//! What differs between event sources.

use crate::{
    lookup::{integer_at, item_key, json_at, text_at},
    response::ItemIdentifier,
};

/// An event source: what its records are named by, and so what is reported after a failure.
///
/// [`FromRecord::Source`](crate::FromRecord::Source) names one. It cannot be implemented outside of this crate.
pub trait Source: sealed::Sealed {}

/// Where a record came from, as far as it says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The ARN of the stream or queue.
    pub(crate) arn: Option<String>,
    /// The shard or partition, where the record names it.
    pub(crate) shard: Option<String>,
}

/// Kinesis Data Streams.
#[derive(Debug, Clone, Copy)]
pub struct Kinesis;

/// DynamoDB Streams.
#[derive(Debug, Clone, Copy)]
pub struct DynamoDb;

/// Amazon SQS, standard and FIFO. Which of the two a batch comes from tells the queue's ARN: that of a FIFO queue ends in
/// `.fifo`.
#[derive(Debug, Clone, Copy)]
pub struct Sqs;

/// Apache Kafka: Amazon MSK, and self-managed.
#[derive(Debug, Clone, Copy)]
pub struct Kafka;

impl Source for Kinesis {}
impl Source for DynamoDb {}
impl Source for Sqs {}
impl Source for Kafka {}

/// Within what the order of the records is kept, and what is reported after a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// The batch. Exactly one record is reported, the lowest that is not done: Lambda goes on from there.
    Batch,
    /// Records of the same key: a message group, a partition. Of each key the first record that is not done is reported, and
    /// all behind it.
    Key,
    /// Nothing. Each record that is not done is reported.
    Free,
}

pub(crate) mod sealed {
    use super::{
        DynamoDb, ItemIdentifier, Kafka, Kinesis, Order, Origin, Sqs, integer_at, item_key, json_at, text_at,
    };
    use crate::{RawRecord, base64};

    /// Looks things up in a record's JSON, whatever else is wrong with it: a record that cannot be decoded must be
    /// reported all the same.
    pub trait Sealed: Sized + 'static {
        /// The source's name in messages.
        const NAME: &'static str;

        /// The field that names a record in a response.
        const IDENTIFIER: &'static str;

        /// Within what the order of these records is kept.
        fn order<'e>(records: impl Iterator<Item = &'e str>) -> Order;

        /// What names the record in a response.
        fn identifier(record: &RawRecord<Self>) -> Option<ItemIdentifier>;

        /// The key within which order is kept while several records are in flight; `None` if it cannot be read.
        fn key(record: &RawRecord<Self>) -> Option<String>;

        /// The payload's bytes, if there is one that can be decoded.
        fn data(record: &RawRecord<Self>) -> Option<Vec<u8>>;

        /// Where the record came from.
        fn origin(record: &RawRecord<Self>) -> Origin;
    }

    impl Sealed for Kinesis {
        const NAME: &'static str = "Kinesis";
        const IDENTIFIER: &'static str = "kinesis.sequenceNumber";

        fn order<'e>(_records: impl Iterator<Item = &'e str>) -> Order {
            Order::Batch
        }

        fn identifier(record: &RawRecord<Self>) -> Option<ItemIdentifier> {
            ItemIdentifier::new(text_at(record.json(), &["kinesis", "sequenceNumber"])?).ok()
        }

        fn key(record: &RawRecord<Self>) -> Option<String> {
            text_at(record.json(), &["kinesis", "partitionKey"])
        }

        fn data(record: &RawRecord<Self>) -> Option<Vec<u8>> {
            decoded(&text_at(record.json(), &["kinesis", "data"])?)
        }

        fn origin(record: &RawRecord<Self>) -> Origin {
            // An event id is `shardId-000000000006:<sequence number>`.
            let shard = text_at(record.json(), &["eventID"])
                .and_then(|event_id| Some(event_id.split_once(':')?.0.to_owned()));
            Origin { arn: text_at(record.json(), &["eventSourceARN"]), shard }
        }
    }

    impl Sealed for DynamoDb {
        const NAME: &'static str = "DynamoDB Streams";
        const IDENTIFIER: &'static str = "dynamodb.SequenceNumber";

        fn order<'e>(_records: impl Iterator<Item = &'e str>) -> Order {
            Order::Batch
        }

        fn identifier(record: &RawRecord<Self>) -> Option<ItemIdentifier> {
            ItemIdentifier::new(text_at(record.json(), &["dynamodb", "SequenceNumber"])?).ok()
        }

        fn key(record: &RawRecord<Self>) -> Option<String> {
            item_key(json_at(record.json(), &["dynamodb", "Keys"])?)
        }

        fn data(_record: &RawRecord<Self>) -> Option<Vec<u8>> {
            None // it is spread over the record
        }

        fn origin(record: &RawRecord<Self>) -> Origin {
            Origin {
                arn: text_at(record.json(), &["eventSourceARN"]),
                shard: None, // a record of DynamoDB Streams does not name its shard
            }
        }
    }

    impl Sealed for Sqs {
        const NAME: &'static str = "SQS";
        const IDENTIFIER: &'static str = "messageId";

        /// A message of a standard queue can have a group too, which says nothing about order there
        /// ([fair queues](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-fair-queues.html)).
        fn order<'e>(mut records: impl Iterator<Item = &'e str>) -> Order {
            match records.find_map(|record| text_at(record, &["eventSourceARN"])) {
                Some(arn) if !arn.ends_with(".fifo") => Order::Free,
                // If in doubt, keep the order.
                _ => Order::Key,
            }
        }

        fn identifier(record: &RawRecord<Self>) -> Option<ItemIdentifier> {
            ItemIdentifier::new(text_at(record.json(), &["messageId"])?).ok()
        }

        fn key(record: &RawRecord<Self>) -> Option<String> {
            text_at(record.json(), &["attributes", "MessageGroupId"])
        }

        fn data(record: &RawRecord<Self>) -> Option<Vec<u8>> {
            text_at(record.json(), &["body"]).map(String::into_bytes)
        }

        fn origin(record: &RawRecord<Self>) -> Origin {
            Origin { arn: text_at(record.json(), &["eventSourceARN"]), shard: None }
        }
    }

    impl Sealed for Kafka {
        const NAME: &'static str = "Kafka";
        const IDENTIFIER: &'static str = "offset";

        fn order<'e>(_records: impl Iterator<Item = &'e str>) -> Order {
            Order::Key
        }

        fn identifier(record: &RawRecord<Self>) -> Option<ItemIdentifier> {
            let offset = integer_at(record.json(), &["offset"])?;
            ItemIdentifier::kafka_partition(Self::key(record)?, offset).ok()
        }

        /// The partition's name, as the event has it and Lambda expects it back.
        fn key(record: &RawRecord<Self>) -> Option<String> {
            if let Some(partition) = record.partition() {
                return Some(partition.to_owned());
            }
            // A record on its own, in a test.
            let number = integer_at(record.json(), &["partition"])?;
            Some(format!("{}-{number}", text_at(record.json(), &["topic"])?))
        }

        fn data(record: &RawRecord<Self>) -> Option<Vec<u8>> {
            decoded(&text_at(record.json(), &["value"])?)
        }

        fn origin(record: &RawRecord<Self>) -> Origin {
            Origin { arn: None, shard: Self::key(record) }
        }
    }

    fn decoded(base64: &str) -> Option<Vec<u8>> {
        base64::decode(base64).ok()
    }
}
