//! The settings that take effect: with their defaults, in the types that a simulation uses.

use std::time::Duration;

use super::{EventSourceMapping, kafka_redelivery::KafkaRedelivery, starting_position::StartingPosition};
use crate::simulator::{
    START,
    destination::FailureDestination,
    event_source::EventSource,
    fault::Faults,
    filter::Filters,
    model::policy::{Backoff, LanePolicy, QueuePolicy},
};

/// The most bytes of a synchronous invocation
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html)), minus
/// some room for the JSON around the records.
const PAYLOAD_LIMIT: usize = 6 * 1_024 * 1_024 - 1_024;

impl EventSourceMapping {
    /// Without the stream's retention, which the mapping does not know.
    pub(in crate::simulator) fn lane_policy(&self) -> LanePolicy {
        LanePolicy {
            batch_size: self.batch_size,
            maximum_batching_window: self.batching_window(),
            payload_limit: PAYLOAD_LIMIT,
            bisect_batch_on_function_error: self.bisect_batch_on_function_error,
            maximum_retry_attempts: self.retry_limit(),
            maximum_record_age: seconds(self.maximum_record_age_in_seconds),
            retention: None,
            tumbling_window: (self.tumbling_window_in_seconds > 0)
                .then(|| Duration::from_secs(self.tumbling_window_in_seconds.into())),
            bisect_larger_half: self.bisect_larger_half,
            progress_resets_retries: self.progress_resets_retries,
            progress_refills_batch: self.progress_refills_batch,
            // AWS doesn't document the waits. These make eight deliveries within a minute, as recorded.
            retry_backoff: Backoff { first: Duration::from_millis(250), longest: Duration::from_secs(60) },
        }
    }

    pub(in crate::simulator) fn queue_policy(&self) -> QueuePolicy {
        QueuePolicy {
            fifo: self.event_source == EventSource::SqsFifo,
            same_message_group_first: self.same_message_group_first,
            batch_size: self.batch_size,
            payload_limit: PAYLOAD_LIMIT,
            visibility_timeout: Duration::from_secs(self.visibility_timeout.into()),
            max_receive_count: self.max_receive_count,
        }
    }

    /// The most retries; `None` for no limit. Kafka with a failure destination stops after ten by default
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html)).
    fn retry_limit(&self) -> Option<u32> {
        let is_kafka = self.event_source == EventSource::Kafka;
        let default_limit = (is_kafka && self.on_failure.is_some()).then_some(10);
        u32::try_from(self.maximum_retry_attempts).ok().or(default_limit)
    }

    pub(in crate::simulator) fn batching_window(&self) -> Duration {
        if self.default_batching_window && self.event_source == EventSource::Kafka {
            return Duration::from_millis(500);
        }
        Duration::from_secs(self.maximum_batching_window_in_seconds.into())
    }

    pub(in crate::simulator) fn has_windows(&self) -> bool {
        self.tumbling_window_in_seconds > 0
    }

    pub(in crate::simulator) fn keeps_state_of_partial_response(&self) -> bool {
        self.partial_response_keeps_state
    }

    pub(in crate::simulator) fn pollers(&self) -> usize {
        self.maximum_concurrency.unwrap_or(5)
    }

    pub(in crate::simulator) fn lanes(&self) -> usize {
        self.parallelization_factor
    }

    pub(in crate::simulator) fn function_timeout(&self) -> Duration {
        Duration::from_secs(self.timeout.into())
    }

    /// Records that arrived before this time are not read.
    pub(in crate::simulator) fn reads_from(&self) -> Duration {
        match self.starting_position {
            StartingPosition::TrimHorizon => Duration::ZERO,
            StartingPosition::Latest => START,
            StartingPosition::AtTimestamp(time) => time,
        }
    }

    pub(in crate::simulator) fn destination(&self) -> Option<FailureDestination> {
        self.on_failure
    }

    pub(in crate::simulator) fn redelivery_of_kafka(&self) -> KafkaRedelivery {
        self.kafka_redelivery
    }

    pub(in crate::simulator) fn filters(&self) -> Filters {
        // A run validates them before it begins.
        Filters::read(self.event_source, &self.filter_criteria)
            .unwrap_or_else(|_| Filters::none(self.event_source))
    }

    pub(in crate::simulator) fn planned_faults(&self) -> Faults {
        self.faults.clone()
    }

    pub(in crate::simulator) fn event_source(&self) -> EventSource {
        self.event_source
    }

    pub(in crate::simulator) fn reads_reports(&self) -> bool {
        self.report_batch_item_failures
    }

    pub(in crate::simulator) fn delivery_limit(&self) -> usize {
        self.maximum_deliveries_without_progress
    }
}

fn seconds(limit: i32) -> Option<Duration> {
    Some(Duration::from_secs(u64::try_from(limit).ok()?))
}
