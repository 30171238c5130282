//! What differs between event sources.

#[cfg(feature = "dynamodb")]
pub mod dynamodb;
#[cfg(feature = "kinesis")]
pub mod kinesis;
mod member;
#[cfg(any(feature = "kinesis", feature = "dynamodb"))]
mod metadata;

use crate::ItemIdentifier;
pub(crate) use member::text_at;

/// An event source: what its records are named by, and so what is reported after a failure.
///
/// [`FromRecord::Source`](crate::FromRecord::Source) names one. It cannot be implemented outside of this crate.
pub trait Source: sealed::Sealed {}

/// Where a record came from, as far as it says.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The ARN of the stream.
    pub(crate) arn: Option<String>,
    /// The shard, where the record names it.
    pub(crate) shard: Option<String>,
}

/// Kinesis Data Streams.
#[derive(Debug, Clone, Copy)]
pub struct Kinesis;

/// DynamoDB Streams.
#[derive(Debug, Clone, Copy)]
pub struct DynamoDb;

impl Source for Kinesis {}
impl Source for DynamoDb {}

pub(crate) mod sealed {
    use super::{DynamoDb, ItemIdentifier, Kinesis, Origin, text_at};

    /// Looks things up in a record's JSON, whatever else is wrong with it: a record that cannot be decoded must be
    /// reported all the same.
    pub trait Sealed: 'static {
        /// The source's name in messages.
        const NAME: &'static str;

        /// What names the record in a response.
        fn identifier(record: &str) -> Option<ItemIdentifier>;

        /// Where the record came from.
        fn origin(record: &str) -> Origin;
    }

    impl Sealed for Kinesis {
        const NAME: &'static str = "Kinesis";

        fn identifier(record: &str) -> Option<ItemIdentifier> {
            ItemIdentifier::new(text_at(record, &["kinesis", "sequenceNumber"])?).ok()
        }

        fn origin(record: &str) -> Origin {
            // An event id is `shardId-000000000006:<sequence number>`.
            let shard = text_at(record, &["eventID"])
                .and_then(|event_id| Some(event_id.split_once(':')?.0.to_owned()));
            Origin { arn: text_at(record, &["eventSourceARN"]), shard }
        }
    }

    impl Sealed for DynamoDb {
        const NAME: &'static str = "DynamoDB Streams";

        fn identifier(record: &str) -> Option<ItemIdentifier> {
            ItemIdentifier::new(text_at(record, &["dynamodb", "SequenceNumber"])?).ok()
        }

        fn origin(record: &str) -> Origin {
            Origin {
                arn: text_at(record, &["eventSourceARN"]),
                shard: None, // a record of DynamoDB Streams does not name its shard
            }
        }
    }
}
