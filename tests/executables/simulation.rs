//! The stream and the mapping of these tests.

use checkpointed::simulator::{DeliveryOutcome, EventSourceMapping, Record, Report, Stream};

/// One shard with this number of records.
pub(crate) fn records(number: usize) -> Stream {
    Stream::new().shard((1..=number).map(|number| Record::kinesis("key", format!("r{number}"))))
}

/// A mapping that reads partial answers.
pub(crate) fn mapping() -> EventSourceMapping {
    EventSourceMapping::kinesis().report_batch_item_failures(true)
}

/// The error of each delivery; `None` where it did not fail.
pub(crate) fn errors(report: &Report) -> Vec<Option<&str>> {
    let errors = report.deliveries().iter().map(|delivery| match &delivery.outcome {
        DeliveryOutcome::Failed { why } => Some(why.as_str()),
        _ => None,
    });
    errors.collect()
}
