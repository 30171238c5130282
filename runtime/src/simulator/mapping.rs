//! The event source mapping and its settings.

mod configuration;
mod effective_settings;
pub(super) mod kafka_redelivery;
mod settings;
pub(super) mod starting_position;
pub(super) mod validation;

use self::{kafka_redelivery::KafkaRedelivery, starting_position::StartingPosition};
use super::{destination::FailureDestination, event_source::EventSource, fault::Faults, model::policy::Half};

/// An event source mapping with AWS's settings, under AWS's names
/// ([of Kinesis](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html),
/// [of DynamoDB](https://docs.aws.amazon.com/lambda/latest/dg/services-ddb-params.html),
/// [of SQS](https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-parameters.html),
/// [of Kafka](https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html)).
///
/// The defaults are AWS's. [`run`](Self::run) delivers the records of a [`Stream`](super::Stream) to a handler.
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
    on_failure: Option<FailureDestination>,
    provisioned_mode: bool,
    maximum_concurrency: Option<usize>,
    visibility_timeout: u32,
    max_receive_count: Option<u32>,
    same_message_group_first: bool,
    timeout: u32,
    bisect_larger_half: Half,
    kafka_redelivery: KafkaRedelivery,
    progress_resets_retries: bool,
    progress_refills_batch: bool,
    partial_response_keeps_state: bool,
    filter_criteria: Vec<String>,
    faults: Faults,
    maximum_deliveries_without_progress: usize,
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
    /// One consumer reads all partitions. Each partition has its own checkpoint, but the consumer reads the next batch only after
    /// every record of this one is acknowledged or discarded. So a partition that always fails blocks the others. AWS doesn't
    /// document whether it does.
    pub fn kafka() -> Self {
        Self::with_defaults(EventSource::Kafka)
    }

    /// The settings that AWS gives to a mapping by default.
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
            bisect_larger_half: Half::Second,
            kafka_redelivery: KafkaRedelivery::FromLowestReported,
            progress_resets_retries: true,
            progress_refills_batch: false,
            partial_response_keeps_state: true,
            filter_criteria: Vec::new(),
            faults: Faults::new(),
            maximum_deliveries_without_progress: 20_000,
        }
    }
}

#[cfg(test)]
#[cfg(all(feature = "kinesis", feature = "dynamodb"))]
mod tests;
