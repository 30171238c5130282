//! The streams and mappings of these tests.

use checkpointed::simulator::{DeliveryOutcome, EventSourceMapping, Record, Report, Stream};

/// One shard of so many records.
pub(crate) fn records(number: usize) -> Stream {
    Stream::new().shard((1..=number).map(|number| Record::kinesis("key", format!("r{number}"))))
}

/// One that reads answers.
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
