//! Log events about a batch, so that people see a failure: Lambda's Errors metric doesn't count a partial response.
//!
//! The payload appears here only if the function's own error or panic shows it. A subscriber that panics loses its own line,
//! and never the answer.

use std::time::Duration;

use tracing::{error, info, warn};

use crate::{
    RawRecord, Source, StreamsEventResponse, failure::RecordFailure, panic::caught, probe,
    record::DeliveredBatch, source::Order,
};

/// One event for each failed record.
pub(crate) fn record_failed<S: Source>(raw: &RawRecord<S>, failed: &RecordFailure) {
    probe::failed(raw.position(), failed.message());
    emit_record_error(raw, failed, "a record failed");
}

/// One event for each record that can never succeed, after its dead letter was accepted.
pub(crate) fn dead_letter_accepted<S: Source>(raw: &RawRecord<S>, failed: &RecordFailure) {
    emit_record_error(raw, failed, "a record can never succeed and is with the dead letters");
}

fn emit_record_error<S: Source>(raw: &RawRecord<S>, failed: &RecordFailure, message: &'static str) {
    emit(|| {
        error!(
            source = S::NAME,
            arn = S::arn(raw.record_json()),
            shard = S::shard(raw.record_json()),
            identifier = raw.identifier().map(tracing::field::display),
            position = raw.position(),
            kind = %failed.kind(),
            error = failed.message(),
            "{message}"
        );
    });
}

/// One event for each batch that ran out of time.
pub(crate) fn deadline_reached<S: Source>(delivery: &DeliveredBatch, never_started: usize) {
    emit(|| {
        let request_id = delivery.context.request_id.as_str();
        warn!(source = S::NAME, request_id, never_started, "stopped before the invocation's deadline");
    });
}

/// A margin of more than half of the invocation's time.
pub(crate) fn margin_clamped(margin: Duration, half: Duration) {
    emit(|| {
        warn!(?margin, used = ?half, "`deadline_margin` is more than half of the time that an invocation has");
    });
}

/// A runtime without timers.
pub(crate) fn no_timer() {
    emit(|| {
        warn!(
            "the tokio runtime has no timers (`enable_time`): a record that waits is not cut off before the deadline"
        );
    });
}

/// One event for each batch: how much of it is done, and what the answer is.
pub(crate) fn batch_finished<S: Source>(
    delivery: &DeliveredBatch,
    order: Order,
    done: usize,
    answer: &Result<StreamsEventResponse, String>,
) {
    emit(|| {
        let records = delivery.records.len();
        let request_id = delivery.context.request_id.as_str();
        match answer {
            Ok(response) if response.is_success() => {
                info!(source = S::NAME, request_id, records, done, "batch done");
            }
            Ok(response) => {
                let reported = response.item_identifiers().count();
                // Only a stream continues from one record.
                let first = response.item_identifiers().next().filter(|_| order == Order::Batch);
                let checkpoint = first.map(tracing::field::display);
                warn!(
                    source = S::NAME,
                    request_id, records, done, reported, checkpoint, "batch done in part"
                );
            }
            Err(error) => {
                error!(source = S::NAME, request_id, records, done, error, "batch failed as a whole");
            }
        }
    });
}

/// One event for a batch whose function panicked or was cut off, so that nothing is known about its records.
pub(crate) fn batch_failed<S: Source>(delivery: &DeliveredBatch, failed: &RecordFailure) {
    (0..delivery.records.len()).for_each(|position| probe::failed(position, failed.message()));
    emit(|| {
        error!(
            source = S::NAME,
            request_id = delivery.context.request_id.as_str(),
            records = delivery.records.len(),
            kind = %failed.kind(),
            error = failed.message(),
            "the function of a batch failed"
        );
    });
}

/// One event for a batch whose function returned something that cannot be used.
pub(crate) fn batch_unusable<S: Source>(delivery: &DeliveredBatch, error: &str) {
    emit(|| {
        let request_id = delivery.context.request_id.as_str();
        error!(
            source = S::NAME,
            request_id,
            records = delivery.records.len(),
            error,
            "batch failed as a whole"
        );
    });
}

/// Emits an event. A subscriber's panic isn't the record's.
fn emit(event: impl FnOnce()) {
    drop(caught(event));
}
