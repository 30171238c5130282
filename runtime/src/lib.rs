//! # checkpointed

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
mod batch;
mod checkpoint;
mod decode;
mod failure;
mod guard;
mod log;
mod outcome;
mod payload;
mod process;
mod record;
mod response;
mod run;
mod source;

pub use checkpointed_macros::checkpointed_stream_handler;
pub use lambda_runtime::{Context, Error, LambdaEvent};

#[cfg(feature = "dynamodb")]
pub use crate::source::dynamodb;
#[cfg(feature = "kinesis")]
pub use crate::source::kinesis;
pub use crate::{
    batch::Batch,
    decode::DecodeError,
    outcome::{IntoOutcome, RecordError},
    payload::{Data, Json, Payload},
    record::{FromRecord, RawRecord},
    response::{EmptyItemIdentifier, ItemIdentifier, StreamsEventResponse, UnsupportedItemIdentifier},
    run::run,
    source::{DynamoDb, Kinesis, Source},
};
