//! The mapping of a case.

use checkpointed::simulator::{EventSourceMapping, FailureDestination, StartingPosition};
use serde_json::{Map, Value};

use crate::{
    strict_json::{all_known, boolean, number, object, text},
    time::since_epoch,
};

/// The number of deliveries that shows that a batch is delivered for ever.
const ENOUGH: usize = 200;

/// The mapping of `source` with the settings of a case.
pub(crate) fn read(
    source: &str,
    esm: &Map<String, Value>,
    queue: &Value,
) -> Result<EventSourceMapping, String> {
    let mapping = match source {
        "kinesis" => EventSourceMapping::kinesis(),
        "dynamodb" => EventSourceMapping::dynamodb(),
        "sqs" => EventSourceMapping::sqs(),
        "sqs-fifo" => EventSourceMapping::sqs_fifo(),
        "kafka" => EventSourceMapping::kafka(),
        _ => return Err(format!("unknown source `{source}`")),
    };
    // The format has no timeout of the function. This is the longest that the queue allows.
    let hidden = queue.get("visibility_timeout_s").and_then(Value::as_u64).unwrap_or(30);
    let timeout = if source.starts_with("sqs") { hidden.clamp(1, 900) as u32 } else { 900 };
    let mut mapping = mapping.maximum_deliveries_without_progress(ENOUGH).timeout(timeout);
    for (key, value) in esm {
        mapping = set(mapping, key, value)?;
    }
    let queue = object("queue", queue)?;
    all_known("queue", &queue, &["visibility_timeout_s", "max_receive_count", "fifo"])?;
    for (key, value) in &queue {
        mapping = match key.as_str() {
            "visibility_timeout_s" => mapping.visibility_timeout(number(key, value)?),
            "max_receive_count" => mapping.max_receive_count(number(key, value)?),
            _ if boolean(key, value)? == (source == "sqs-fifo") => mapping,
            _ => return Err(format!("`fifo` is {value} and the source {source}")),
        };
    }
    Ok(mapping)
}

/// A pattern as it is given: JSON, or a text that should be JSON.
fn pattern(json: &Value) -> String {
    json.as_str().map_or_else(|| json.to_string(), str::to_owned)
}

fn set(mapping: EventSourceMapping, key: &str, value: &Value) -> Result<EventSourceMapping, String> {
    Ok(match key {
        "batch_size" => mapping.batch_size(number(key, value)?),
        "batching_window_s" => mapping.maximum_batching_window_in_seconds(number(key, value)?),
        "starting_position" => mapping.starting_position(starting_position(text(key, value)?)?),
        "bisect_batch_on_function_error" => mapping.bisect_batch_on_function_error(boolean(key, value)?),
        "report_batch_item_failures" => mapping.report_batch_item_failures(boolean(key, value)?),
        "maximum_retry_attempts" => mapping.maximum_retry_attempts(number(key, value)?),
        "maximum_record_age_s" => mapping.maximum_record_age_in_seconds(number(key, value)?),
        "parallelization_factor" => mapping.parallelization_factor(number(key, value)?),
        "tumbling_window_s" => mapping.tumbling_window_in_seconds(number(key, value)?),
        "on_failure" if value.is_null() => mapping,
        "on_failure" => mapping.on_failure(destination(text(key, value)?)?),
        "filters" if value.is_null() => mapping,
        "filters" => {
            mapping.filter_criteria(value.as_array().ok_or("`filters` is not a list")?.iter().map(pattern))
        }
        "stream_view_type" if value.is_null() || value.is_string() => mapping,
        "maximum_concurrency" if value.is_null() => mapping,
        "maximum_concurrency" => mapping.maximum_concurrency(number(key, value)?),
        "provisioned_mode" => mapping.provisioned_mode(boolean(key, value)?),
        "request" => request(mapping, value)?,
        _ => return Err(format!("unknown key `{key}` under `esm`")),
    })
}

/// The parameters of CreateEventSourceMapping.
fn request(mut mapping: EventSourceMapping, request: &Value) -> Result<EventSourceMapping, String> {
    for (key, value) in &object("request", request)? {
        let setting = match key.as_str() {
            "BatchSize" => "batch_size",
            "MaximumBatchingWindowInSeconds" => "batching_window_s",
            "StartingPosition" => "starting_position",
            "BisectBatchOnFunctionError" => "bisect_batch_on_function_error",
            "MaximumRetryAttempts" => "maximum_retry_attempts",
            "MaximumRecordAgeInSeconds" => "maximum_record_age_s",
            "ParallelizationFactor" => "parallelization_factor",
            "TumblingWindowInSeconds" => "tumbling_window_s",
            "FunctionResponseTypes" => {
                mapping = mapping
                    .report_batch_item_failures(value == &serde_json::json!(["ReportBatchItemFailures"]));
                continue;
            }
            "FilterCriteria" => {
                let filters = value["Filters"].as_array().ok_or("`Filters` is not a list")?;
                mapping = mapping.filter_criteria(filters.iter().map(|filter| pattern(&filter["Pattern"])));
                continue;
            }
            // They name resources.
            "EventSourceArn" | "FunctionName" | "Enabled" => continue,
            _ => return Err(format!("unknown key `{key}` under `request`")),
        };
        mapping = set(mapping, setting, value)?;
    }
    Ok(mapping)
}

fn starting_position(name: &str) -> Result<StartingPosition, String> {
    match name {
        "TRIM_HORIZON" => Ok(StartingPosition::TrimHorizon),
        "LATEST" => Ok(StartingPosition::Latest),
        _ => match name.strip_prefix("AT_TIMESTAMP ") {
            Some(time) => Ok(StartingPosition::AtTimestamp(since_epoch(time)?)),
            None => Err(format!("unknown starting position `{name}`")),
        },
    }
}

fn destination(name: &str) -> Result<FailureDestination, String> {
    match name {
        "sqs" => Ok(FailureDestination::Sqs),
        "sns" => Ok(FailureDestination::Sns),
        "s3" => Ok(FailureDestination::S3),
        "kafka" => Ok(FailureDestination::Kafka),
        _ => Err(format!("unknown destination `{name}`")),
    }
}
