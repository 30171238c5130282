//! The settings in the format of AWS's API.

use serde_json::{Value, json};

use super::{EventSourceMapping, starting_position::StartingPosition};

impl EventSourceMapping {
    /// The settings as CreateEventSourceMapping returns them
    /// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html)), without
    /// those that name resources.
    pub fn configuration(&self) -> Value {
        let response_types: &[&str] =
            if self.report_batch_item_failures { &["ReportBatchItemFailures"] } else { &[] };
        let mut configuration = json!({
            "BatchSize": self.batch_size,
            "FunctionResponseTypes": response_types,
            "MaximumBatchingWindowInSeconds": self.maximum_batching_window_in_seconds,
        });
        if let Value::Object(configuration) = &mut configuration
            && !self.filter_criteria.is_empty()
        {
            let filters = self.filter_criteria.iter().map(|pattern| json!({ "Pattern": pattern }));
            configuration
                .insert(String::from("FilterCriteria"), json!({ "Filters": filters.collect::<Vec<_>>() }));
        }
        if self.event_source.is_queue() {
            return configuration;
        }
        let of_streams = json!({
            "BisectBatchOnFunctionError": self.bisect_batch_on_function_error,
            "LastProcessingResult": "No records processed",
            "MaximumRecordAgeInSeconds": self.maximum_record_age_in_seconds,
            "MaximumRetryAttempts": self.maximum_retry_attempts,
            "ParallelizationFactor": self.parallelization_factor,
            "StartingPosition": match self.starting_position {
                StartingPosition::TrimHorizon => "TRIM_HORIZON",
                StartingPosition::Latest => "LATEST",
                StartingPosition::AtTimestamp(_) => "AT_TIMESTAMP",
            },
            "TumblingWindowInSeconds": self.tumbling_window_in_seconds,
        });
        if let (Value::Object(all), Value::Object(more)) = (&mut configuration, of_streams) {
            all.extend(more);
        }
        configuration
    }
}
