//! Everything that generated code may name.

mod deployment;
mod evidence;
mod not_a_record;
mod parameter;
mod stream_response;

pub use std::time::Duration;

pub use lambda_runtime::{Error, LambdaEvent};

pub use self::{
    deployment::{DeliveredBy, delivered_by, items_delivered_by},
    evidence::{
        Decode, DecodeAll, Judge, JudgeAll, items, outcome, outcome_or_dead_letter, outcomes, record,
    },
    parameter::{PerRecord, ReceiverPerRecord, per_record, receiver_per_record},
    stream_response::{
        AnyList, ListOfIdentifiers, Listed, MayBeNothing, PartitionName, identifier, kafka_identifier,
        no_response, respond, respond_with,
    },
};
pub use crate::{
    batch::Batch,
    batch_run::{BatchRun, Options},
    checkpoint::NoProgress,
    dead_letters::dead_letters,
    deadline::DeadlineMargin,
    guard::prepare,
    outcome::{NeedsNoDeadLetters, Outcome},
    response::StreamsEventResponse,
    side_by_side::{Concurrency, side_by_side},
    source::{DynamoDb, Kafka, Kinesis, Sqs},
    whole_batch::WholeBatch,
};
