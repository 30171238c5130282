//! Types that people take for a record by mistake. Each implements `FromRecord` under a condition that is never met, so that
//! rustc's error is about that condition, whose message fits the mistake.
//!
//! The condition has a lifetime. Without it rustc would find out already here that the condition is never met.

use lambda_runtime::LambdaEvent;

use crate::{
    batch::Batch,
    decode::DecodeError,
    record::{FromRecord, RawRecord},
    source::Kinesis,
};

/// Never implemented.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is the whole event, not a record of it",
    label = "take one record",
    note = "the attribute makes the function that takes the event: write this one for one record, such as `kinesis::Record<'_, Json<T>>`, `dynamodb::Record<'_, Change<T>>`, `sqs::Message<'_, Json<T>>` or `kafka::Record<'_, Json<T>>`, or for all records of a batch with `#[checkpointed_stream_handler(batch)]`",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#the-record"
)]
pub trait OneRecord<'r> {}

/// Never implemented.
#[cfg(feature = "kinesis")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is the whole event, not a record of it",
    label = "take one record",
    note = "the attribute makes the function that takes the event: write this one for one record, such as `kinesis::Record<'_, Json<T>>` or `KinesisEventRecord`, or for all records of a batch with `#[checkpointed_stream_handler(batch)]`",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#the-record"
)]
pub trait OneKinesisRecord<'r> {}

/// Never implemented.
#[cfg(feature = "dynamodb")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is the whole event, not a record of it",
    label = "take one record",
    note = "the attribute makes the function that takes the event: write this one for one record, such as `dynamodb::Record<'_, Change<T>>` or `EventRecord`, or for all records of a batch with `#[checkpointed_stream_handler(batch)]`",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#the-record"
)]
pub trait OneDynamoDbRecord<'r> {}

/// Never implemented.
#[cfg(feature = "sqs")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is the whole event, not a message of it",
    label = "take one message",
    note = "the attribute makes the function that takes the event: write this one for one message, such as `sqs::Message<'_, Json<T>>` or `SqsMessage`, or for all messages of a batch with `#[checkpointed_stream_handler(batch)]`",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#the-record"
)]
pub trait OneSqsMessage<'r> {}

/// Never implemented.
#[cfg(feature = "kafka")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is the whole event, not a record of it",
    label = "take one record",
    note = "the attribute makes the function that takes the event: write this one for one record, such as `kafka::Record<'_, Json<T>>` or `KafkaRecord`, or for all records of a batch with `#[checkpointed_stream_handler(batch)]`",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#the-record"
)]
pub trait OneKafkaRecord<'r> {}

/// Implemented only for the events below, whose own conditions have better messages. `{Self}` is the payload of a
/// `LambdaEvent`.
#[diagnostic::on_unimplemented(
    message = "`LambdaEvent<{Self}>` is the whole event, not a record of it",
    label = "take one record",
    note = "the attribute makes the function that takes the event: write this one for one record, such as `kinesis::Record<'_, Json<T>>`, `dynamodb::Record<'_, Change<T>>`, `sqs::Message<'_, Json<T>>` or `kafka::Record<'_, Json<T>>`, or for all records of a batch with `#[checkpointed_stream_handler(batch)]`",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#the-record"
)]
pub trait InLambdaEvent<'r> {}

impl<'r, T> FromRecord<'r> for Batch<T>
where
    Batch<T>: OneRecord<'r>,
{
    type Source = Kinesis;

    fn from_record(_raw: &'r RawRecord<Kinesis>) -> Result<Self, DecodeError> {
        no_record()
    }
}

impl<'r, T> FromRecord<'r> for LambdaEvent<T>
where
    T: InLambdaEvent<'r>,
{
    type Source = Kinesis;

    fn from_record(_raw: &'r RawRecord<Kinesis>) -> Result<Self, DecodeError> {
        no_record()
    }
}

fn no_record<T>() -> Result<T, DecodeError> {
    Err(DecodeError::new("the whole event is not a record"))
}

/// An event of one source, alone or in a `LambdaEvent`.
// The impl is on one line because rustc quotes it.
macro_rules! whole_event {
    ($source:ident, $condition:ident: [$($generics:tt)*] $event:ty) => {
        impl<'r, $($generics)*> FromRecord<'r> for $event where $event: $condition<'r> {
            type Source = crate::source::$source;

            fn from_record(_raw: &'r RawRecord<crate::source::$source>) -> Result<Self, DecodeError> {
                super::no_record()
            }
        }

        impl<'r, $($generics)*> InLambdaEvent<'r> for $event where LambdaEvent<$event>: $condition<'r> {}
    };
}

#[cfg(feature = "kinesis")]
mod kinesis {
    use aws_lambda_events::kinesis::{KinesisEvent, KinesisTimeWindowEvent};

    use super::{DecodeError, FromRecord, InLambdaEvent, LambdaEvent, OneKinesisRecord, RawRecord};

    whole_event!(Kinesis, OneKinesisRecord: [] KinesisEvent);
    whole_event!(Kinesis, OneKinesisRecord: [] KinesisTimeWindowEvent);
}

#[cfg(feature = "dynamodb")]
mod dynamodb {
    use aws_lambda_events::dynamodb::{Event, TimeWindowEvent};

    use super::{DecodeError, FromRecord, InLambdaEvent, LambdaEvent, OneDynamoDbRecord, RawRecord};

    whole_event!(DynamoDb, OneDynamoDbRecord: [] Event);
    whole_event!(DynamoDb, OneDynamoDbRecord: [] TimeWindowEvent);
}

#[cfg(feature = "sqs")]
mod sqs {
    use aws_lambda_events::sqs::{SqsEvent, SqsEventObj};

    use super::{DecodeError, FromRecord, InLambdaEvent, LambdaEvent, OneSqsMessage, RawRecord};

    whole_event!(Sqs, OneSqsMessage: [] SqsEvent);
    whole_event!(Sqs, OneSqsMessage: [T: serde::Serialize] SqsEventObj<T>);
}

#[cfg(feature = "kafka")]
mod kafka {
    use aws_lambda_events::kafka::KafkaEvent;

    use super::{DecodeError, FromRecord, InLambdaEvent, LambdaEvent, OneKafkaRecord, RawRecord};

    whole_event!(Kafka, OneKafkaRecord: [] KafkaEvent);
}
