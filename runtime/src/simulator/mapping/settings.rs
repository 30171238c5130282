//! The settings: those of AWS, and those for behaviour that AWS doesn't document.

use super::{EventSourceMapping, kafka_redelivery::KafkaRedelivery, starting_position::StartingPosition};
use crate::simulator::{destination::OnFailure, fault::Faults, model::policy::Half};

impl EventSourceMapping {
    /// The most records in a batch (`BatchSize`): 1 to 10,000, for a FIFO queue 1 to 10. By default 100, for queues 10.
    pub fn batch_size(mut self, records: usize) -> Self {
        self.batch_size = records;
        self
    }

    /// How long Lambda gathers records before it delivers a batch that is not full (`MaximumBatchingWindowInSeconds`): 0 to
    /// 300. By default 0, for Kafka half a second
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html)).
    pub fn maximum_batching_window_in_seconds(mut self, seconds: u32) -> Self {
        self.maximum_batching_window_in_seconds = seconds;
        self.default_batching_window = false;
        self
    }

    /// Whether Lambda reads the function's answer (`FunctionResponseTypes: [ReportBatchItemFailures]`). **Off** by default:
    /// a partial answer is then ignored, and the failed records are lost
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html)).
    pub fn report_batch_item_failures(mut self, on: bool) -> Self {
        self.report_batch_item_failures = on;
        self
    }

    /// Whether a failed batch is split in two (`BisectBatchOnFunctionError`). Off by default.
    ///
    /// Splitting does not use up retries
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html)). A batch
    /// whose checkpoint moves is cut there instead
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html)).
    pub fn bisect_batch_on_function_error(mut self, on: bool) -> Self {
        self.bisect_batch_on_function_error = on;
        self
    }

    /// How often an unchanged batch is delivered again after the first time, before it is discarded
    /// (`MaximumRetryAttempts`): 0 to 10,000, or -1, the default, for no limit. For Kafka with a
    /// [failure destination](Self::on_failure) no limit means ten times
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html)).
    pub fn maximum_retry_attempts(mut self, retries: i32) -> Self {
        self.maximum_retry_attempts = retries;
        self
    }

    /// How old a record may become before it is discarded (`MaximumRecordAgeInSeconds`): 60 to 604,800, or -1, the default,
    /// as long as the [stream](super::super::Stream::retention_period_hours) keeps it.
    pub fn maximum_record_age_in_seconds(mut self, seconds: i32) -> Self {
        self.maximum_record_age_in_seconds = seconds;
        self
    }

    /// How many batches of a shard are delivered side by side (`ParallelizationFactor`): 1, the default, to 10. The order is
    /// kept within a partition key, or an item
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html)). AWS
    /// doesn't document how keys are grouped: do not rely on the grouping here.
    pub fn parallelization_factor(mut self, batches: usize) -> Self {
        self.parallelization_factor = batches;
        self
    }

    /// Where reading begins (`StartingPosition`): at the oldest record by default; AWS has no default. Not for queues.
    pub fn starting_position(mut self, position: StartingPosition) -> Self {
        self.starting_position = position;
        self
    }

    /// The length of a tumbling window (`TumblingWindowInSeconds`): 0, the default, for none, to 900
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html)). A state of more
    /// than 1 MB ends the window early, and it goes on with a fresh state. Three details are guesses, because AWS doesn't
    /// document them: the invocation that ends a window, early or not, has no records; the one that ends it early is not a
    /// final one; and the state of a window begins as `{}`.
    pub fn tumbling_window_in_seconds(mut self, seconds: u32) -> Self {
        self.tumbling_window_in_seconds = seconds;
        self
    }

    /// Where Lambda sends a message about discarded records (`DestinationConfig.OnFailure`). No message by default.
    pub fn on_failure(mut self, destination: OnFailure) -> Self {
        self.on_failure = Some(destination);
        self
    }

    /// Whether the mapping of Kafka has pollers of its own (`ProvisionedPollerConfig`), which reports, splitting, retries
    /// and the age of records need
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html)). Off by default.
    pub fn provisioned_mode(mut self, on: bool) -> Self {
        self.provisioned_mode = on;
        self
    }

    /// How many batches of a queue are in flight at most (`ScalingConfig.MaximumConcurrency`): 2 to 1,000. Five by default,
    /// with which AWS begins
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html)).
    pub fn maximum_concurrency(mut self, batches: usize) -> Self {
        self.maximum_concurrency = Some(batches);
        self
    }

    /// How long a received message is hidden, in seconds (the queue's `VisibilityTimeout`): 30 by default, and not shorter
    /// than the function's [`timeout`](Self::timeout)
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html)).
    pub fn visibility_timeout(mut self, seconds: u32) -> Self {
        self.visibility_timeout = seconds;
        self
    }

    /// How often a message is received before it goes to the dead-letter queue (`maxReceiveCount` of the queue's redrive
    /// policy): 1 to 1,000. By default there is no such queue.
    pub fn max_receive_count(mut self, receives: u32) -> Self {
        self.max_receive_count = Some(receives);
        self
    }

    /// How long the function may take, in seconds (the function's `Timeout`): 1 to 900, or on Lambda Managed Instances to 5,400; 3 by
    /// default ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html)). The deadline in the
    /// handler's context follows from it, by the clock of the simulation: [`now`](super::super::now).
    pub fn timeout(mut self, seconds: u32) -> Self {
        self.timeout = seconds;
        self
    }

    /// Which part of a split batch gets the odd record. AWS doesn't document it. By default the later part, so that 5 is split
    /// into 2 and 3.
    pub fn bisect_larger_half(mut self, half: Half) -> Self {
        self.bisect_larger_half = half;
        self
    }

    /// Whether a batch of a FIFO queue takes all messages of one group before those of another. AWS documents that SQS tries to
    /// ([AWS's documentation](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html)),
    /// but does not promise it. On by default; if off, messages come in the order in which they were sent.
    pub fn same_message_group_first(mut self, on: bool) -> Self {
        self.same_message_group_first = on;
        self
    }

    /// Which records of a partition of Kafka are delivered again after a report. AWS doesn't document it. By default all from
    /// the lowest reported record on.
    pub fn kafka_redelivery(mut self, redelivery: KafkaRedelivery) -> Self {
        self.kafka_redelivery = redelivery;
        self
    }

    /// Whether the records after a moved checkpoint get all their retries, whatever failed before. Recorded on AWS is that the
    /// delivery that moved it does not count; AWS doesn't document whether earlier ones do. On by default.
    pub fn progress_resets_retries(mut self, on: bool) -> Self {
        self.progress_resets_retries = on;
        self
    }

    /// Whether the records after a moved checkpoint are filled up with newer ones to the batch size. AWS doesn't document it.
    /// Off by default, as in every recording.
    pub fn progress_refills_batch(mut self, on: bool) -> Self {
        self.progress_refills_batch = on;
        self
    }

    /// Whether the state of a tumbling window is kept if it comes with a report: it covers the records before the
    /// checkpoint. AWS doesn't document it. On by default.
    pub fn partial_response_keeps_state(mut self, on: bool) -> Self {
        self.partial_response_keeps_state = on;
        self
    }

    /// Which records are delivered (`FilterCriteria`): those that fit one of these patterns. There may be up to ten, of which
    /// AWS allows five without a higher quota. By default all records are delivered
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html)).
    ///
    /// Any other record is [filtered out](super::super::Report::filtered_out): it counts as done and never reaches the
    /// function. A message is deleted from its queue.
    ///
    /// ```
    /// # use checkpointed::{checkpointed_stream_handler, kinesis, simulator::{EventSourceMapping, Record, Stream}};
    /// # #[checkpointed_stream_handler]
    /// # async fn handle(_record: kinesis::Record<'_, &str>) {}
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() {
    /// let orders = [r#"{"type": "buy"}"#, r#"{"type": "sell"}"#, "not JSON"];
    /// let stream = Stream::new().shard(orders.map(|order| Record::kinesis("key", order)));
    /// let mapping = EventSourceMapping::kinesis().filter_criteria([r#"{"data": {"type": ["buy"]}}"#]);
    /// let report = mapping.run(&stream, handle).await;
    /// assert_eq!(report.deliveries()[0].records, [0]);
    /// assert_eq!(report.filtered_out(), [(0, vec![1, 2])]);
    /// # }
    /// ```
    pub fn filter_criteria(mut self, patterns: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.filter_criteria = patterns.into_iter().map(Into::into).collect();
        self
    }

    /// The faults of the simulation. None by default.
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// Ends the simulation after this many deliveries in a row that acknowledge no record and give none up: 20,000 by default,
    /// including throttled ones. AWS has no such setting: without a limit of retries it delivers a failing batch until its
    /// records expire. [`Report::blocked`](super::super::Report::blocked) has the shards that still had records then.
    pub fn maximum_deliveries_without_progress(mut self, deliveries: usize) -> Self {
        self.maximum_deliveries_without_progress = deliveries;
        self
    }
}
