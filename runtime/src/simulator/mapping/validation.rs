//! Refuses the settings that AWS would refuse.

use std::{fmt, ops::RangeInclusive};

use checkpointed_deployment::pattern::{LONGEST_PATTERN, MOST_FILTERS};

use super::{EventSourceMapping, starting_position::StartingPosition};
use crate::simulator::{event_source::EventSource, filter::Filters};

/// A setting that AWS would refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidParameterValue(String);

impl fmt::Display for InvalidParameterValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "InvalidParameterValueException: {}", self.0)
    }
}

impl std::error::Error for InvalidParameterValue {}

type Checked = Result<(), InvalidParameterValue>;

impl EventSourceMapping {
    /// Checks the settings, as AWS does when a mapping is created.
    ///
    /// # Errors
    /// If a setting is out of its
    /// [range](https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html), or if the event source does not
    /// have it. The message is in AWS's words for the first such setting. If those are not known, it follows their pattern.
    pub fn validate(&self) -> Result<(), InvalidParameterValue> {
        self.check_ranges()?;
        self.check_filters()?;
        if self.event_source.is_queue() {
            return self.check_queue();
        }
        self.check_stream()
    }

    fn check_ranges(&self) -> Checked {
        let age = self.maximum_record_age_in_seconds;
        check("batchSize", &self.batch_size, &(1..=10_000))?;
        check("maximumBatchingWindowInSeconds", &self.maximum_batching_window_in_seconds, &(0..=300))?;
        check("maximumRetryAttempts", &self.maximum_retry_attempts, &(-1..=10_000))?;
        check("maximumRecordAgeInSeconds", &age, &(if age < 0 { -1..=-1 } else { 60..=604_800 }))?;
        check("parallelizationFactor", &self.parallelization_factor, &(1..=10))?;
        check("tumblingWindowInSeconds", &self.tumbling_window_in_seconds, &(0..=900))?;
        // 15 minutes, and 90 on Lambda Managed Instances.
        check("timeout", &self.timeout, &(1..=5_400))?;
        check("visibilityTimeout", &self.visibility_timeout, &(0..=43_200))?;
        check("maxReceiveCount", &self.max_receive_count.unwrap_or(1), &(1..=1_000))?;
        check("scalingConfig.maximumConcurrency", &self.maximum_concurrency.unwrap_or(2), &(2..=1_000))
    }

    /// AWS's message for a bad pattern was recorded. Only the part in brackets, which names the pattern and the reason, is ours.
    fn check_filters(&self) -> Checked {
        check("filterCriteria.filters", &self.filter_criteria.len(), &(0..=MOST_FILTERS))?;
        for pattern in &self.filter_criteria {
            check("filterCriteria.filters.pattern.length", &pattern.chars().count(), &(0..=LONGEST_PATTERN))?;
        }
        match Filters::read(self.event_source, &self.filter_criteria) {
            Err(why) => refuse(&format!("Invalid filter pattern definition. ({why})")),
            Ok(_) => Ok(()),
        }
    }

    fn check_queue(&self) -> Checked {
        self.refuse_stream_settings()?;
        let is_fifo = self.event_source == EventSource::SqsFifo;
        let window = self.maximum_batching_window_in_seconds;
        if is_fifo && window > 0 {
            return refuse("Batching window is not supported for FIFO queues");
        }
        if is_fifo {
            check("batchSize", &self.batch_size, &(1..=10))?;
        }
        // Recorded on AWS, for queues only.
        if self.batch_size > 10 && window == 0 {
            return refuse(
                "Maximum batch window in seconds must be greater than 0 if maximum batch size is greater than 10",
            );
        }
        let (hidden, timeout) = (self.visibility_timeout, self.timeout);
        if hidden < timeout {
            return refuse(&format!(
                "Queue visibility timeout: {hidden} seconds is less than Function timeout: {timeout} seconds"
            ));
        }
        Ok(())
    }

    /// Refuses the settings of streams, because a queue has its own retries and dead letters.
    fn refuse_stream_settings(&self) -> Checked {
        let settings = [
            ("BisectBatchOnFunctionError", self.bisect_batch_on_function_error),
            ("MaximumRetryAttempts", self.maximum_retry_attempts != -1),
            ("MaximumRecordAgeInSeconds", self.maximum_record_age_in_seconds != -1),
            ("DestinationConfig", self.on_failure.is_some()),
            ("StartingPosition", self.starting_position != StartingPosition::TrimHorizon),
        ];
        self.refuse_windows_and_parallel_batches()?;
        refuse_any(&settings)
    }

    fn refuse_windows_and_parallel_batches(&self) -> Checked {
        refuse_any(&[
            ("ParallelizationFactor", self.parallelization_factor != 1),
            ("TumblingWindowInSeconds", self.tumbling_window_in_seconds != 0),
        ])
    }

    fn check_stream(&self) -> Checked {
        refuse_any(&[
            ("ScalingConfig", self.maximum_concurrency.is_some()),
            ("RedrivePolicy", self.max_receive_count.is_some()),
            ("ProvisionedPollerConfig", self.provisioned_mode && self.event_source != EventSource::Kafka),
        ])?;
        if self.event_source == EventSource::DynamoDb
            && matches!(self.starting_position, StartingPosition::AtTimestamp(_))
        {
            return refuse("Unsupported starting position for arn type"); // recorded on AWS
        }
        if self.event_source != EventSource::Kafka {
            return Ok(());
        }
        self.refuse_windows_and_parallel_batches()?;
        if self.provisioned_mode {
            return Ok(());
        }
        refuse_any(&[
            ("FunctionResponseTypes", self.report_batch_item_failures),
            ("BisectBatchOnFunctionError", self.bisect_batch_on_function_error),
            ("MaximumRetryAttempts", self.maximum_retry_attempts != -1),
            ("MaximumRecordAgeInSeconds", self.maximum_record_age_in_seconds != -1),
        ])
    }
}

fn refuse_any(settings: &[(&str, bool)]) -> Checked {
    match settings.iter().find(|(_, is_set)| *is_set) {
        Some((name, _)) => {
            refuse(&format!("Unsupported {name} parameter for given event source mapping type."))
        }
        None => Ok(()),
    }
}

fn refuse(why: &str) -> Checked {
    Err(InvalidParameterValue(why.to_owned()))
}

fn check<N: PartialOrd + fmt::Display>(name: &str, value: &N, range: &RangeInclusive<N>) -> Checked {
    let (constraint, bound) = if value < range.start() {
        ("greater", range.start())
    } else if value > range.end() {
        ("less", range.end())
    } else {
        return Ok(());
    };
    refuse(&format!(
        "1 validation error detected: Value '{value}' at '{name}' failed to satisfy constraint: Member must have value \
         {constraint} than or equal to {bound}"
    ))
}
