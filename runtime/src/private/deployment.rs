//! Whether a function takes the records that its event source mapping delivers.

use crate::{
    record::FromRecord,
    source::{DynamoDb, Kafka, Kinesis, Sqs},
    whole_batch::BatchItem,
};

/// Asks whether the records `T` come from the source that the deployment file names.
pub fn delivered_by<'r, Mapped, T: FromRecord<'r>>()
where
    T::Source: DeliveredBy<Mapped>,
{
}

/// Asks the same about the items of a function for a whole batch.
pub fn items_delivered_by<'r, Mapped, T: BatchItem<'r>>()
where
    T::Source: DeliveredBy<Mapped>,
{
}

/// A source whose records an event source mapping of the source `Mapped` delivers. That is only `Mapped` itself.
#[diagnostic::on_unimplemented(
    message = "the event source mapping delivers records of {Mapped}, but this function takes records of {Self}",
    label = "not a record of the mapping's source",
    note = "take a record of the mapping's source, name another function of the file with `resource = \"..\"`, or change the mapping",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#the-deployment"
)]
pub trait DeliveredBy<Mapped> {}

impl DeliveredBy<Kinesis> for Kinesis {}
impl DeliveredBy<DynamoDb> for DynamoDb {}
impl DeliveredBy<Sqs> for Sqs {}
impl DeliveredBy<Kafka> for Kafka {}
