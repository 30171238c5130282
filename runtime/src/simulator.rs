//! Lambda's event source mapping in memory: it forms batches, reads the handler's answers, and finds lost records.
//!
//! A test against it needs no AWS account and no waiting, and has the same result in every run.
//! [`EventSourceMapping`] has AWS's settings under AWS's names and with AWS's defaults. So `ReportBatchItemFailures` is **off**
//! until a test switches it on, and a report shows the records of an ignored answer as lost.
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
//! // r1 to r10, then from r4, from r7, and from r10 on. Each record succeeds once.
//! assert_eq!(report.batch_sizes(), [10, 7, 4, 1]);
//! report.assert_nothing_lost();
//! report.assert_nothing_discarded();
//! # }
//! ```
//!
//! Without `report_batch_item_failures(true)` there is only one delivery, and `assert_nothing_lost` fails, because Lambda counts
//! r4 to r10 as done.
//!
//! # Shards that are split or merged
//! [`Stream::child_of`] names the parents of a shard. A child is read after its parents are consumed to their ends, and not at
//! all if one of them is blocked.
//!
//! # Queues and Kafka
//! [`Stream::queue`] makes a queue. A message that is not acknowledged stays hidden for the visibility timeout, comes back with a
//! higher receive count, and goes to the dead letters at [`max_receive_count`](EventSourceMapping::max_receive_count). A FIFO
//! queue keeps the order within a message group. A stream with several shards is several queues, which are read side by side.
//!
//! [`Stream::topics`] makes topics of Kafka. One batch holds records of several partitions, and each partition has its own
//! checkpoint.
//!
//! # Time
//! A handler's clock is tokio's clock. A simulation
//! [pauses](https://docs.rs/tokio/latest/tokio/time/fn.pause.html) it: the clock moves only when everything waits, and then jumps
//! to the end of the next wait. A handler that uses `tokio::time::sleep`, `timeout` or `interval` takes exactly that time, in
//! whole milliseconds. A handler that hangs or waits too long is cut off at its [`timeout`](EventSourceMapping::timeout).
//! Lambda's own waits between two deliveries of a batch take no real time. So a week of retries takes milliseconds.
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
//! This needs a runtime with one thread: `#[tokio::test]`, with or without `start_paused`. The deadline in a handler's
//! [`Context`](crate::Context) is a time of the simulation. [`now`] returns that time too, but `SystemTime::now()` returns the
//! machine's time. `tokio::spawn` and `spawn_blocking` work, and blocking work takes no time. If a handler waits for something
//! outside of the runtime, such as a socket, the clock jumps to the handler's deadline and the handler is cut off, unless it
//! waits in `spawn_blocking`. Between deliveries tokio's clock stands still.
//!
//! # Faults
//! [`Faults`] is a plan of failures: errors, panics, crashes, hangs, throttling, truncated responses. A fault strikes one
//! invocation, the first attempts of a record, a later one, or random invocations. One seed makes the same faults in every
//! run. [`Fault`] says whether the handler runs before it strikes.
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
//! [`Report`] lists the deliveries. For each record it shows how often it was delivered and started, when it was first started
//! and done, and where it ended.
//!
//! A handler made by the attribute announces which records it starts and finishes. A handler written by hand can do so with
//! [`started`] and [`done`], and announce errors with [`failed`]. With these announcements the report also finds what the answers
//! hide: swallowed errors, records done twice or too early, and records given up that were never tried.
//!
//! A test asks with
//! [`assert_nothing_lost`](Report::assert_nothing_lost), [`assert_nothing_discarded`](Report::assert_nothing_discarded),
//! [`assert_nothing_discarded_untried`](Report::assert_nothing_discarded_untried),
//! [`assert_in_order`](Report::assert_in_order) and [`assert_each_done_once`](Report::assert_each_done_once). Their messages
//! show what happened and what to change. [`to_svg`](Report::to_svg) draws a chart of the run.
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
//! // Retries are finite, and batches are not bisected.
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
//! # Where the behaviour comes from
//! The settings and their interplay are those of AWS's documentation
//! ([Kinesis](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html),
//! [DynamoDB](https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html),
//! [SQS](https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html),
//! [Kafka](https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html)) and of recordings of
//! AWS. For example, neither an answer that moves the checkpoint nor a split uses up a retry, and when the retries are used up,
//! the whole rest of the batch is discarded. A setting decides each detail that AWS doesn't document:
//! [`bisect_larger_half`](EventSourceMapping::bisect_larger_half),
//! [`kafka_redelivery`](EventSourceMapping::kafka_redelivery),
//! [`progress_resets_retries`](EventSourceMapping::progress_resets_retries),
//! [`progress_refills_batch`](EventSourceMapping::progress_refills_batch),
//! [`partial_response_keeps_state`](EventSourceMapping::partial_response_keeps_state),
//! [`same_message_group_first`](EventSourceMapping::same_message_group_first).
//!
//! [Filters](EventSourceMapping::filter_criteria) have the operators that AWS lists for Lambda, and agree with recordings of
//! AWS. Two details are undocumented: whether a number or a text in quotes is JSON or a plain string (here it is a plain string),
//! and whether the message to a failure destination counts records that are filtered out (here it doesn't).

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
    destination::{DestinationMessage, FailureDestination},
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

/// The time since the epoch at which a mapping begins to read: 2023-11-14T22:13:20Z. Any constant time would do.
const START: Duration = Duration::from_secs(1_700_000_000);
