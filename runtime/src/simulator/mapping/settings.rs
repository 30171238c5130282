//! The methods that set the settings: AWS's own, and those for details that AWS doesn't document.

use super::{EventSourceMapping, kafka_redelivery::KafkaRedelivery, starting_position::StartingPosition};
use crate::simulator::{destination::FailureDestination, fault::Faults, model::policy::Half};

impl EventSourceMapping {
    /// The most records in a batch (`BatchSize`): 1 to 10,000, for a FIFO queue 1 to 10. By default 100, for queues 10.
    pub fn batch_size(mut self, records: usize) -> Self {
        self.batch_size = records;
        self
    }

    /// How long Lambda gathers records before it delivers a batch that isn't full (`MaximumBatchingWindowInSeconds`): 0 to
    /// 300. By default 0, for Kafka half a second
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html)).
    pub fn maximum_batching_window_in_seconds(mut self, seconds: u32) -> Self {
        self.maximum_batching_window_in_seconds = seconds;
        self.default_batching_window = false;
        self
    }

    /// Whether Lambda reads the function's answer (`FunctionResponseTypes: [ReportBatchItemFailures]`). **Off** by default: then
    /// Lambda ignores a partial answer, and the failed records are lost
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

    /// How often a failed batch is delivered again without a change before it is discarded
    /// (`MaximumRetryAttempts`): 0 to 10,000, or -1, the default, for no limit. For Kafka with a
    /// [failure destination](Self::on_failure), no limit means ten times
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html)).
    pub fn maximum_retry_attempts(mut self, retries: i32) -> Self {
        self.maximum_retry_attempts = retries;
        self
    }

    /// How old a record may become before it is discarded (`MaximumRecordAgeInSeconds`): 60 to 604,800, or -1, the default, for
    /// as long as the [stream](super::super::Stream::retention_period_hours) keeps it.
    pub fn maximum_record_age_in_seconds(mut self, seconds: i32) -> Self {
        self.maximum_record_age_in_seconds = seconds;
        self
    }

    /// How many batches of a shard are delivered at once (`ParallelizationFactor`): 1, the default, to 10. Lambda keeps the order
    /// within a partition key, or an item
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/with-kinesis.html)). AWS
    /// doesn't document how keys are grouped, so do not rely on the grouping of the simulator.
    pub fn parallelization_factor(mut self, batches: usize) -> Self {
        self.parallelization_factor = batches;
        self
    }

    /// Where the mapping begins to read (`StartingPosition`). By default at the oldest record; AWS has no default. Not for
    /// queues.
    pub fn starting_position(mut self, position: StartingPosition) -> Self {
        self.starting_position = position;
        self
    }

    /// The length of a tumbling window (`TumblingWindowInSeconds`): 0, the default, for none, to 900
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html)). A state of more
    /// than 1 MB ends the window early, and the same window goes on with an empty state.
    ///
    /// AWS doesn't document three details, which are guesses here: the invocation that ends a window, early or not, has no
    /// records; an invocation that ends it early isn't marked as final; and the state of a window begins as `{}`.
    pub fn tumbling_window_in_seconds(mut self, seconds: u32) -> Self {
        self.tumbling_window_in_seconds = seconds;
        self
    }

    /// Where Lambda sends a message about discarded records (`DestinationConfig.OnFailure`). No message by default.
    pub fn on_failure(mut self, destination: FailureDestination) -> Self {
        self.on_failure = Some(destination);
        self
    }

    /// Whether a mapping of Kafka is in provisioned mode (`ProvisionedPollerConfig`). Reports, bisecting, and limits of retries
    /// and record age need it
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html)). Off by default.
    pub fn provisioned_mode(mut self, on: bool) -> Self {
        self.provisioned_mode = on;
        self
    }

    /// The most batches of a queue that are in flight at once (`ScalingConfig.MaximumConcurrency`): 2 to 1,000. By default five,
    /// as many as AWS begins with
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html)).
    pub fn maximum_concurrency(mut self, batches: usize) -> Self {
        self.maximum_concurrency = Some(batches);
        self
    }

    /// How long a received message is hidden, in seconds (the queue's `VisibilityTimeout`): 30 by default. It must not be shorter
    /// than the function's [`timeout`](Self::timeout)
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html)).
    pub fn visibility_timeout(mut self, seconds: u32) -> Self {
        self.visibility_timeout = seconds;
        self
    }

    /// How often a message is received before it goes to the dead-letter queue (`maxReceiveCount` of the queue's redrive
    /// policy): 1 to 1,000. By default there is no dead-letter queue.
    pub fn max_receive_count(mut self, receives: u32) -> Self {
        self.max_receive_count = Some(receives);
        self
    }

    /// How long the function may take, in seconds (the function's `Timeout`): 1 to 900, or to 5,400 on Lambda Managed Instances. 3 by
    /// default ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html)). The deadline in the
    /// handler's context follows from it, as a time of the simulation ([`now`](super::super::now)).
    pub fn timeout(mut self, seconds: u32) -> Self {
        self.timeout = seconds;
        self
    }

    /// Which half is larger if a batch with an odd number of records is bisected. AWS doesn't document it. By default the second
    /// half, so that 5 records become 2 and 3.
    pub fn bisect_larger_half(mut self, half: Half) -> Self {
        self.bisect_larger_half = half;
        self
    }

    /// Whether a batch of a FIFO queue takes all messages of one group before those of another. AWS documents that SQS tries this
    /// ([AWS's documentation](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queues-understanding-logic.html)),
    /// but does not promise it. On by default. If it is off, messages come in the order in which they were sent.
    pub fn same_message_group_first(mut self, on: bool) -> Self {
        self.same_message_group_first = on;
        self
    }

    /// Which records of a Kafka partition are delivered again after a report. AWS doesn't document it. By default all from the
    /// lowest reported record on.
    pub fn kafka_redelivery(mut self, redelivery: KafkaRedelivery) -> Self {
        self.kafka_redelivery = redelivery;
        self
    }

    /// Whether the rest of a batch gets all its retries again after the checkpoint has moved. The delivery that moved the
    /// checkpoint uses up no retry, as recorded on AWS. AWS doesn't document whether earlier failures of the batch still count. On
    /// by default: they don't.
    pub fn progress_resets_retries(mut self, on: bool) -> Self {
        self.progress_resets_retries = on;
        self
    }

    /// Whether the rest of a batch is filled up with newer records to the batch size after the checkpoint has moved. AWS doesn't
    /// document it. Off by default, as in every recording.
    pub fn progress_refills_batch(mut self, on: bool) -> Self {
        self.progress_refills_batch = on;
        self
    }

    /// Whether Lambda keeps the state of a tumbling window that comes with a partial response. Such a state covers the records
    /// before the checkpoint. AWS doesn't document it. On by default.
    pub fn partial_response_keeps_state(mut self, on: bool) -> Self {
        self.partial_response_keeps_state = on;
        self
    }

    /// The patterns of records to deliver (`FilterCriteria`). A record is delivered if it fits one of them. There can be ten; AWS
    /// allows more than five only with a higher quota. By default all records are delivered
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html)).
    ///
    /// A record that fits none is [filtered out](super::super::Report::filtered_out): it counts as done and never reaches the
    /// function. A message is then deleted from its queue.
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

    /// The faults that strike invocations. None by default.
    pub fn faults(mut self, faults: Faults) -> Self {
        self.faults = faults;
        self
    }

    /// Ends the simulation after this many deliveries in a row that acknowledge no record and give up none: 20,000 by default.
    /// Throttled deliveries count too. AWS has no such setting: without a limit of retries it delivers a failing batch until its
    /// records expire. [`Report::blocked`](super::super::Report::blocked) has the shards with records that still wait.
    pub fn maximum_deliveries_without_progress(mut self, deliveries: usize) -> Self {
        self.maximum_deliveries_without_progress = deliveries;
        self
    }
}
