//! An event source mapping.

mod configuration;
mod limits;
mod rules;
mod settings;

use std::fmt;

use lambda_runtime::LambdaEvent;
use serde::{Serialize, de::DeserializeOwned};

use super::{
    Report, Stream,
    clock::Paused,
    destination::OnFailure,
    event_source::EventSource,
    fault::Faults,
    invocation::{Handler, Invoke},
    run::{LaneRun, QueueRun},
};

pub use self::{
    limits::InvalidParameterValue,
    settings::{Half, KafkaReading, StartingPosition},
};

/// An event source mapping with AWS's settings, under AWS's names
/// ([of Kinesis](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html),
/// [of DynamoDB](https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html),
/// [of SQS](https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html),
/// [of Kafka](https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html)).
///
/// The defaults are AWS's. [`run`](Self::run) delivers a stream to a handler.
#[derive(Debug, Clone)]
#[must_use]
pub struct EventSourceMapping {
    event_source: EventSource,
    batch_size: usize,
    maximum_batching_window_in_seconds: u32,
    default_batching_window: bool,
    report_batch_item_failures: bool,
    bisect_batch_on_function_error: bool,
    maximum_retry_attempts: i32,
    maximum_record_age_in_seconds: i32,
    parallelization_factor: usize,
    starting_position: StartingPosition,
    tumbling_window_in_seconds: u32,
    on_failure: Option<OnFailure>,
    provisioned_mode: bool,
    maximum_concurrency: Option<usize>,
    visibility_timeout: u32,
    max_receive_count: Option<u32>,
    same_message_group_first: bool,
    timeout: u32,
    odd_record_of_a_split: Half,
    kafka_reading: KafkaReading,
    progress_resets_retries: bool,
    rest_is_filled_up: bool,
    partial_answers_keep_state: bool,
    filter_criteria: Vec<String>,
    faults: Faults,
    maximum_deliveries: usize,
}

impl EventSourceMapping {
    /// The mapping of a Kinesis data stream.
    pub fn kinesis() -> Self {
        Self::with_defaults(EventSource::Kinesis)
    }

    /// The mapping of a DynamoDB stream.
    pub fn dynamodb() -> Self {
        Self::with_defaults(EventSource::DynamoDb)
    }

    /// The mapping of a standard SQS queue.
    pub fn sqs() -> Self {
        Self::with_defaults(EventSource::Sqs)
    }

    /// The mapping of a FIFO queue of SQS.
    pub fn sqs_fifo() -> Self {
        Self::with_defaults(EventSource::SqsFifo)
    }

    /// The mapping of topics of Kafka. Most settings need [`provisioned_mode`](Self::provisioned_mode).
    ///
    /// One consumer reads all partitions. Each has a checkpoint of its own, but the next batch is read when nothing of this
    /// one waits any more, so that a partition that fails for ever holds up the others. AWS does not say whether it does.
    pub fn kafka() -> Self {
        Self::with_defaults(EventSource::Kafka)
    }

    /// The defaults are those that AWS answers when a mapping is created without settings.
    fn with_defaults(event_source: EventSource) -> Self {
        EventSourceMapping {
            event_source,
            batch_size: if event_source.is_queue() { 10 } else { 100 },
            maximum_batching_window_in_seconds: 0,
            default_batching_window: true,
            report_batch_item_failures: false,
            bisect_batch_on_function_error: false,
            maximum_retry_attempts: -1,
            maximum_record_age_in_seconds: -1,
            parallelization_factor: 1,
            starting_position: StartingPosition::TrimHorizon,
            tumbling_window_in_seconds: 0,
            on_failure: None,
            provisioned_mode: false,
            maximum_concurrency: None,
            visibility_timeout: 30,
            max_receive_count: None,
            same_message_group_first: true,
            timeout: 3,
            odd_record_of_a_split: Half::Right,
            kafka_reading: KafkaReading::FromTheReportedOn,
            progress_resets_retries: true,
            rest_is_filled_up: false,
            partial_answers_keep_state: true,
            filter_criteria: Vec::new(),
            faults: Faults::new(),
            maximum_deliveries: 20_000,
        }
    }

    /// Delivers the stream to a handler until every record is acknowledged or discarded, or
    /// [`maximum_deliveries`](Self::maximum_deliveries) is reached.
    ///
    /// The handler is whatever takes an event and returns a response: one made by
    /// [`checkpointed_stream_handler`](crate::checkpointed_stream_handler), or a function written by hand for the types of
    /// `aws_lambda_events` or for JSON. An event that cannot be deserialized and a panic are function errors, as on Lambda.
    /// Shards take turns, one batch each. The handler is called for one batch at a time; where it waits, invocations overlap
    /// in the time of the simulation.
    ///
    /// Tokio's clock is paused meanwhile, unless the test has done so, and goes on from there afterwards: see
    /// [Time](super#time).
    ///
    /// ```
    /// # use checkpointed::{checkpointed_stream_handler, kinesis, simulator::{EventSourceMapping, Record, Stream}};
    /// # struct Db;
    /// # #[checkpointed_stream_handler]
    /// # async fn handle(_record: kinesis::Record<'_, &str>, _db: &Db) {}
    /// # #[checkpointed_stream_handler]
    /// # async fn count(_record: kinesis::Record<'_, &str>, records: &mut u32) { *records += 1 }
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// # let (db, mut records) = (Db, 0);
    /// # let (mapping, stream) = (EventSourceMapping::kinesis(), Stream::new().shard([Record::kinesis("key", "hello")]));
    /// mapping.run(&stream, |event| handle(event, &db)).await;
    /// // A handler with mutable state takes an async closure, which can lend it:
    /// mapping.run(&stream, async |event| count(event, &mut records).await).await;
    /// # assert_eq!(records, 1);
    /// # }
    /// ```
    ///
    /// # Panics
    /// If the settings are not [valid](Self::validate), or if the stream holds records of another event source. On a
    /// runtime whose clock cannot be paused: it runs in `#[tokio::test]`, in `#[tokio::main(flavor = "current_thread")]`, or
    /// where `tokio::runtime::Builder::new_current_thread().enable_time()` was written; not on several threads.
    pub async fn run<E, F, T, Err>(&self, stream: &Stream, handler: F) -> Report
    where
        E: DeserializeOwned,
        F: AsyncFnMut(LambdaEvent<E>) -> Result<T, Err>,
        T: Serialize,
        Err: fmt::Display,
    {
        let _paused = Paused::hold();
        self.complete(stream, Handler::<F, E, T>::new(handler)).await
    }

    /// Like [`run`](Self::run), for a handler whose response is the bytes that Lambda gets, JSON or not: a function of a
    /// custom runtime.
    ///
    /// # Panics
    /// As [`run`](Self::run) does.
    pub async fn run_raw<E, F, Err>(&self, stream: &Stream, handler: F) -> Report
    where
        E: DeserializeOwned,
        F: AsyncFnMut(LambdaEvent<E>) -> Result<Vec<u8>, Err>,
        Err: fmt::Display,
    {
        let _paused = Paused::hold();
        self.complete(stream, Handler::<F, E, Vec<u8>>::raw(handler)).await
    }

    pub(super) async fn complete(&self, stream: &Stream, handler: impl Invoke) -> Report {
        let valid = self.validate();
        assert!(valid.is_ok(), "{}", valid.err().map(|error| error.to_string()).unwrap_or_default());
        let stranger = stream.event_sources().find(|other| !self.event_source.delivers(*other));
        assert!(
            stranger.is_none(),
            "the event source of the mapping is {}, and the stream holds records of {}",
            self.event_source,
            stranger.map(|event_source| event_source.to_string()).unwrap_or_default()
        );
        assert!(
            self.event_source.has_shards()
                || (0..stream.shards().len()).all(|shard| !stream.is_parent(shard)),
            "the event source of the mapping is {}, which has no shards with parents",
            self.event_source
        );
        if self.event_source.is_queue() {
            QueueRun::new(self, stream, handler).complete().await
        } else {
            LaneRun::new(self, stream, handler).complete().await
        }
    }
}

#[cfg(test)]
#[cfg(all(feature = "kinesis", feature = "dynamodb"))]
mod tests;
