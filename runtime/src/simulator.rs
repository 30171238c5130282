//! Lambda's event source mapping in memory: how batches are formed, what an answer does to them, and which
//! records are lost.
//!
//! A test against it needs no AWS account and no waiting, and has the same result in every run.
//! [`EventSourceMapping`] has AWS's settings under AWS's names and with AWS's defaults: `ReportBatchItemFailures` is **off**
//! until it is switched on, and the records of an ignored answer are shown as lost.
//!
//! One shard, ten records, and a function that fails on the fourth record of each batch:
//!
//! ```
//! use checkpointed::{checkpointed_stream_handler, kinesis, simulator::{EventSourceMapping, Record, Stream}};
//!
//! #[checkpointed_stream_handler]
//! async fn handle(_record: kinesis::Record<'_, &str>, started: &mut u32) -> Result<(), String> {
//!     *started += 1;
//!     if *started == 4 { Err(String::from("the fourth record failed")) } else { Ok(()) }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let stream = Stream::new().shard((1..=10).map(|number| Record::kinesis("key", format!("r{number}"))));
//! let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true);
//! let report = mapping.run(&stream, async |event| handle(event, &mut 0).await).await;
//!
//! // r1 to r10, then on from r4, from r7, and from r10: each record succeeds once.
//! assert_eq!(report.batch_sizes(), [10, 7, 4, 1]);
//! report.assert_nothing_lost();
//! report.assert_nothing_discarded();
//! # }
//! ```
//!
//! Without `report_batch_item_failures(true)` the same run has one delivery, and `assert_nothing_lost` fails: r4 to r10
//! count as done.
//!
//! # Shards that are split or merged
//! [`Stream::child_of`] names the shards that another one came from. It is read after they are consumed to their ends, and
//! not at all if one of them blocks.
//!
//! # Queues and Kafka
//! [`Stream::queue`] is a queue: messages that stay are hidden for the visibility timeout, come back with a higher
//! receive count, and go to the dead letters at [`max_receive_count`](EventSourceMapping::max_receive_count); a FIFO queue
//! keeps the order within a message group. A stream with several shards is several queues, read side by side.
//! [`Stream::topics`] is what a consumer of Kafka reads: one batch holds records of
//! several partitions, each with its own checkpoint.
//!
//! # Time
//! Tokio's clock is the clock of a handler. While a simulation runs it is
//! [paused](https://docs.rs/tokio/latest/tokio/time/fn.pause.html): it moves only when everything waits, and then at once to
//! the end of the next wait. A handler that uses `tokio::time::sleep`, `timeout` or `interval` takes exactly that time, in
//! whole milliseconds. One that hangs, or waits beyond its [`timeout`](EventSourceMapping::timeout), is cut off there.
//! Lambda's own waits between two deliveries of a batch take no time at all. A week of retries takes milliseconds, and has the
//! same result in every run.
//!
//! ```
//! use std::time::Duration;
//! use checkpointed::{checkpointed_stream_handler, kinesis, simulator::{EventSourceMapping, Record, Stream}};
//!
//! #[checkpointed_stream_handler]
//! async fn handle(_record: kinesis::Record<'_, &str>) {
//!     tokio::time::sleep(Duration::from_millis(20)).await;
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let stream = Stream::new().shard((1..=10).map(|number| Record::kinesis("key", format!("r{number}"))));
//! let report = EventSourceMapping::kinesis().run(&stream, handle).await;
//! assert_eq!(report.duration(), Duration::from_millis(200));
//! # }
//! ```
//!
//! That needs a runtime of one thread: `#[tokio::test]`, with `start_paused` or without. The deadline in a handler's
//! [`Context`](crate::Context) is a time of the simulation, which [`now`] returns; `SystemTime::now()` still returns the
//! machine's time. `tokio::spawn` and `spawn_blocking` work, and blocking work takes no time. While a handler waits for the
//! world outside of the runtime, such as a socket, the clock leaps: the handler is cut off at once, unless it waits in
//! `spawn_blocking`. Between deliveries tokio's clock stands still.
//!
//! # Faults
//! [`Faults`] is a plan of what goes wrong: errors, panics, crashes, hangs, throttling, answers that arrive cut off. Each
//! strikes one invocation, a record, or one attempt of a record, or strikes at random, the same for each run with one seed.
//! [`Fault`] says for each whether the handler works before it.
//!
//! ```
//! # use checkpointed::{checkpointed_stream_handler, kinesis, simulator::{EventSourceMapping, Fault, Faults, Record, Stream}};
//! # #[checkpointed_stream_handler]
//! # async fn handle(_record: kinesis::Record<'_, &str>) {}
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let stream = Stream::new().shard((1..=10).map(|number| Record::kinesis("key", format!("r{number}"))));
//! let faults = Faults::new().at_invocation(1, Fault::Crash).at_random(7, 0.2, Fault::Throttle);
//! let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true).faults(faults);
//! let report = mapping.run(&stream, handle).await;
//! report.assert_nothing_lost();
//! report.assert_nothing_discarded_untried();
//! report.assert_in_order();
//! # }
//! ```
//!
//! # What a report shows
//! [`Report`] lists the deliveries. It shows how often each record was delivered and handled, when it was first started, when
//! it was done, and where it ended. A handler made by the attribute announces what it starts and finishes. One that is written
//! by hand can do so with [`started`] and [`done`], and give its errors with [`failed`]. The report then also finds what the
//! answers hide: swallowed errors, records done twice or too early, records given up that were never tried. A test asks with
//! [`assert_nothing_lost`](Report::assert_nothing_lost), [`assert_nothing_discarded`](Report::assert_nothing_discarded),
//! [`assert_nothing_discarded_untried`](Report::assert_nothing_discarded_untried),
//! [`assert_in_order`](Report::assert_in_order) and [`assert_each_done_once`](Report::assert_each_done_once), whose messages
//! show what happened and what to change; [`to_svg`](Report::to_svg) draws it.
//!
//! ```
//! # use checkpointed::{checkpointed_stream_handler, kinesis, simulator::{EventSourceMapping, Record, Stream}};
//! #[checkpointed_stream_handler]
//! async fn handle(record: kinesis::Record<'_, &str>) -> Result<(), String> {
//!     if record.data == "bad" { Err(String::from("bad")) } else { Ok(()) }
//! }
//!
//! # #[tokio::main(flavor = "current_thread")]
//! # async fn main() {
//! let stream = Stream::new().shard(["good", "bad", "good"].map(|data| Record::kinesis("key", data)));
//! // Retries end, and the batch is not bisected.
//! let mapping = EventSourceMapping::kinesis().report_batch_item_failures(true).maximum_retry_attempts(2);
//! let report = mapping.run(&stream, handle).await;
//! // The last record was given up with the bad one, and never tried.
//! assert_eq!(report.discarded_untried(), [(0, vec![2])]);
//!
//! let report = mapping.bisect_batch_on_function_error(true).run(&stream, handle).await;
//! report.assert_nothing_discarded_untried();
//! # }
//! ```
//!
//! # Executables
//! With the feature `executables` the simulator also runs any executable that speaks the Lambda Runtime API: a compiled
//! `bootstrap`, in whatever language it is written. See `Executable`.
//!
//! # What it is faithful to
//! The settings, and how they play together, are those of AWS's documentation
//! ([Kinesis](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html),
//! [DynamoDB](https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html),
//! [SQS](https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html),
//! [Kafka](https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html)) and of recordings of
//! AWS. An answer that moves the checkpoint uses up no retries, nor does a split. When the retries are used up, the whole rest
//! of the batch is discarded. Where AWS documents nothing, there is a setting:
//! [`bisect_larger_half`](EventSourceMapping::bisect_larger_half),
//! [`kafka_redelivery`](EventSourceMapping::kafka_redelivery),
//! [`progress_resets_retries`](EventSourceMapping::progress_resets_retries),
//! [`progress_refills_batch`](EventSourceMapping::progress_refills_batch),
//! [`partial_response_keeps_state`](EventSourceMapping::partial_response_keeps_state),
//! [`same_message_group_first`](EventSourceMapping::same_message_group_first).
//!
//! [Filters](EventSourceMapping::filter_criteria) have the operators that AWS lists for Lambda, and agree with the recordings of
//! them. AWS doesn't document whether a number or a text in quotes is JSON or a plain string (here it is a plain string), nor
//! whether records that are filtered out count in the message to a failure destination (here they don't).

mod chart;
mod clock;
mod destination;
mod event;
mod event_source;
#[cfg(feature = "executables")]
mod executable;
mod fault;
mod filter;
mod invocation;
mod mapping;
mod md5;
mod model;
mod record;
mod report;
mod run;
mod stream;
mod timestamp;
mod trace;

use std::time::Duration;

#[cfg(feature = "executables")]
pub use self::executable::{Executable, running_executable::RunningExecutable, start_error::StartError};
pub use self::{
    clock::now,
    destination::{DestinationMessage, OnFailure},
    fault::{Fault, Faults},
    mapping::{
        EventSourceMapping, kafka_redelivery::KafkaRedelivery, starting_position::StartingPosition,
        validation::InvalidParameterValue,
    },
    model::policy::Half,
    record::Record,
    report::{
        Report,
        delivery::{Delivery, DeliveryOutcome},
        discarded::Discarded,
        history::{Fate, Moment, RecordHistory},
        lost::Lost,
        out_of_order::OutOfOrder,
    },
    stream::Stream,
    trace::{done, failed, started},
};

/// When a mapping begins to read, since the epoch: 2023-11-14T22:13:20Z. Any time will do that is the same in every run.
const START: Duration = Duration::from_secs(1_700_000_000);
