//! Lambda's event source mapping in memory: how batches are formed, what an answer does to them, and what is lost.
//!
//! A test of a handler against it needs no AWS account and no time, and comes out the same in every run.
//! [`EventSourceMapping`] has AWS's settings under AWS's names and with AWS's defaults: `ReportBatchItemFailures` is **off**
//! until it is switched on, and an answer that is ignored is shown as records lost.
//!
//! One shard, ten records, and a function that fails on the fourth record of whatever batch it gets:
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
//! assert_eq!(report.sizes(), [10, 7, 4, 1]);
//! report.assert_nothing_lost();
//! report.assert_nothing_discarded();
//! # }
//! ```
//!
//! Without `report_batch_item_failures(true)` the same run has one delivery, and `assert_nothing_lost` fails: r4 to r10
//! count as done.
//!
//! # What it is faithful to
//! The settings, and how they play together, are those of AWS's documentation
//! ([Kinesis](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html),
//! [DynamoDB](https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-batchfailurereporting.html)) and of recordings of
//! AWS: an answer that moves the checkpoint does not use up retries, a split does not either, and when the retries are used
//! up the whole rest of the batch is discarded. What AWS does not say is a setting, such as
//! [`odd_record_of_a_split`](EventSourceMapping::odd_record_of_a_split).

mod event_source;
mod invocation;
mod lane;
mod mapping;
mod record;
mod report;
mod run;
mod stream;

pub use self::{
    mapping::{EventSourceMapping, Half, InvalidParameterValue},
    record::Record,
    report::{Delivery, Discarded, Lost, Reading, Report},
    stream::Stream,
};
