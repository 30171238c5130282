//! Types that people take for a record by mistake. Each is one under a condition that nothing fulfils, so that rustc
//! tells of the condition, in words that fit the mistake.
//!
//! The lifetime in the condition keeps rustc from finding out already here that it is never fulfilled.

use lambda_runtime::LambdaEvent;

use crate::{Batch, DecodeError, FromRecord, Kinesis, RawRecord};

/// Never implemented.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is the whole event, not a record of it",
    label = "take one record",
    note = "the attribute makes the function that takes the event: write this one for one record, such as `kinesis::Record<'_, Json<T>>`, or for all records of a batch with `#[checkpointed_stream_handler(batch)]`",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#the-record"
)]
pub trait OneRecord<'r> {}

impl<'r, T> FromRecord<'r> for LambdaEvent<T>
where
    LambdaEvent<T>: OneRecord<'r>,
{
    type Source = Kinesis;

    fn from_record(_raw: &'r RawRecord<Kinesis>) -> Result<Self, DecodeError> {
        no_record()
    }
}

impl<'r, T> FromRecord<'r> for Batch<T>
where
    Batch<T>: OneRecord<'r>,
{
    type Source = Kinesis;

    fn from_record(_raw: &'r RawRecord<Kinesis>) -> Result<Self, DecodeError> {
        no_record()
    }
}

#[cfg(feature = "kinesis")]
impl<'r> FromRecord<'r> for aws_lambda_events::kinesis::KinesisEvent
where
    aws_lambda_events::kinesis::KinesisEvent: OneRecord<'r>,
{
    type Source = Kinesis;

    fn from_record(_raw: &'r RawRecord<Kinesis>) -> Result<Self, DecodeError> {
        no_record()
    }
}

#[cfg(feature = "dynamodb")]
impl<'r> FromRecord<'r> for aws_lambda_events::dynamodb::Event
where
    aws_lambda_events::dynamodb::Event: OneRecord<'r>,
{
    type Source = crate::DynamoDb;

    fn from_record(_raw: &'r RawRecord<crate::DynamoDb>) -> Result<Self, DecodeError> {
        no_record()
    }
}

#[cfg(feature = "sqs")]
impl<'r> FromRecord<'r> for aws_lambda_events::sqs::SqsEvent
where
    aws_lambda_events::sqs::SqsEvent: OneRecord<'r>,
{
    type Source = crate::Sqs;

    fn from_record(_raw: &'r RawRecord<crate::Sqs>) -> Result<Self, DecodeError> {
        no_record()
    }
}

#[cfg(feature = "kafka")]
impl<'r> FromRecord<'r> for aws_lambda_events::kafka::KafkaEvent
where
    aws_lambda_events::kafka::KafkaEvent: OneRecord<'r>,
{
    type Source = crate::Kafka;

    fn from_record(_raw: &'r RawRecord<crate::Kafka>) -> Result<Self, DecodeError> {
        no_record()
    }
}

fn no_record<T>() -> Result<T, DecodeError> {
    Err(DecodeError::new("the whole event is no record"))
}
