//! **Write a function for one record; get a Lambda handler whose answer is always the right checkpoint.**
//!
//! AWS Lambda hands a stream's consumer a batch of records. When a record in the middle fails, the answer
//! `{"batchItemFailures":[{"itemIdentifier":"<sequence number>"}]}` lets Lambda continue from that record instead of repeating
//! the whole batch. [`checkpointed_stream_handler`] gives that answer, for every way in which a record can fail.
//!
//! ```no_run
//! use checkpointed::{Json, checkpointed_stream_handler, kinesis};
//! # use std::io::Error as DbError;
//! # struct Db;
//! # impl Db {
//! #     async fn connect() -> Result<Db, DbError> { Ok(Db) }
//! #     async fn insert(&self, _id: u64, _customer: &str) -> Result<(), DbError> { Ok(()) }
//! # }
//!
//! #[derive(serde::Deserialize)]
//! struct Order<'a> { id: u64, customer: &'a str }
//!
//! #[checkpointed_stream_handler]
//! async fn handle(order: kinesis::Record<'_, Json<Order<'_>>>, db: &Db) -> Result<(), DbError> {
//!     db.insert(order.data.id, order.data.customer).await
//! }
//!
//! #[tokio::main(flavor = "current_thread")]
//! async fn main() -> Result<(), checkpointed::Error> {
//!     let db = Db::connect().await?;
//!     checkpointed::run(|event| handle(event, &db)).await
//! }
//! ```
//!
//! State that the function changes is a parameter `&mut State`, which an `async` closure lends it: `checkpointed::run(async
//! |event| handle(event, &db, &mut state).await).await`.
//!
//! # What is answered
//! **The answer is a watermark, not a list**: it acknowledges a record only if the record is done, and it acknowledges every
//! record that it can.
//!
//! | what happens to a record | what happens then |
//! |---|---|
//! | the function returns success | the next record |
//! | it returns an error, it panics, or its error panics when it is formatted | no record after it starts, and the answer reports the record |
//! | the record cannot be decoded | the same, without calling the function: see [bad records](guide::bad_records) |
//! | all records are done | `{"batchItemFailures":[]}` |
//! | a record must be reported and has no identifier | a stream's answer names the nearest earlier record that has one; without one, and for a queue or Kafka, the invocation fails |
//!
//! # The event source mapping
//! **Without `FunctionResponseTypes: [ReportBatchItemFailures]` Lambda ignores the answer, and failed records are lost.** The
//! function cannot see its mapping. Where retries are finite, also switch on `BisectBatchOnFunctionError` and set a failure
//! destination: when the retries run out, Lambda discards the failed record *and every record after it in the batch*, tried or
//! not ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html)).
//!
//! # Features
//! * `kinesis`, `dynamodb`, `sqs`, `kafka` (on by default): the event sources, [`kinesis::Record`], [`dynamodb::Record`],
//!   [`sqs::Message`] and [`kafka::Record`]. `dynamodb` adds `serde_dynamo`; `sqs` adds the dependencies of the messages in
//!   `aws_lambda_events`.
//! * `subscriber` (on by default): [`run`] installs a log subscriber if the program has none.
//! * `template`: checks the deployment, while compiling and in tests.
//! * `simulator`: Lambda's event source mapping in memory, for tests.
//! * `executables`: the simulator also runs executables, over the Lambda Runtime API.

// A panic in this crate would fail a whole batch. These lints aren't in the workspace's table, because tests and examples may
// panic.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![warn(clippy::print_stdout, clippy::print_stderr)]

#[cfg(not(any(feature = "kinesis", feature = "dynamodb", feature = "sqs", feature = "kafka")))]
compile_error!(
    "`checkpointed` needs an event source: switch on the feature `kinesis`, `dynamodb`, `sqs` or `kafka`"
);

#[doc(hidden)]
#[path = "private/mod.rs"]
pub mod __private;
mod base64;
mod batch;
mod batch_run;
mod checkpoint;
mod data;
mod dead_letters;
mod deadline;
mod decode;
#[cfg(feature = "template")]
pub mod deployment;
mod failure;
mod guard;
pub mod guide;
mod in_flight;
mod log;
mod lookup;
mod outcome;
mod panic;
mod payload;
mod probe;
mod record;
mod response;
mod scan;
mod schedule;
mod side_by_side;
#[cfg(feature = "simulator")]
pub mod simulator;
mod source;
mod start;
mod time_slice;
mod verdict;
mod view;
mod whole_batch;

#[doc = include_str!("guide/attribute.md")]
pub use checkpointed_macros::checkpointed_stream_handler;
#[doc = include_str!("guide/stream_response.md")]
pub use checkpointed_macros::stream_response;
pub use lambda_runtime::{Context, Error, LambdaEvent};

#[cfg(feature = "dynamodb")]
pub use crate::view::dynamodb;
#[cfg(feature = "kafka")]
pub use crate::view::kafka;
#[cfg(feature = "kinesis")]
pub use crate::view::kinesis;
#[cfg(feature = "sqs")]
pub use crate::view::sqs;
pub use crate::{
    batch::Batch,
    checkpoint::Checkpoint,
    data::Data,
    dead_letters::{DeadLetter, DeadLetters},
    decode::DecodeError,
    failure::{Failure, FailureKind, RecordFailure},
    outcome::{IntoOutcome, Outcome, RecordError},
    payload::{Json, Payload},
    record::{FromRecord, RawRecord},
    response::{
        EmptyItemIdentifier, IntoItemIdentifier, ItemIdentifier, StreamsEventResponse,
        UnsupportedItemIdentifier,
    },
    source::{DynamoDb, Kafka, Kinesis, Source, Sqs},
    start::{run, run_concurrent},
    verdict::{Acknowledged, Verdict, basis::Basis, remaining::Remaining},
    whole_batch::{BatchItem, IntoOutcomes},
};
