//! What is said of a batch, so that a failure is seen: Lambda's Errors metric does not count a partial response.
//!
//! Never the payload. And never at the batch's cost: a subscriber that panics is the program's own, and what it was told is
//! lost, but no answer.

use tracing::{error, info, warn};

use crate::{
    RawRecord, Source, StreamsEventResponse,
    checkpoint::{Checkpoint, Unanswerable},
    failure::Failed,
    guard::caught,
    record::Delivery,
    source::Origin,
};

/// One event for each failed record.
pub(crate) fn record_failed<S: Source>(raw: &RawRecord<S>, failed: &Failed) {
    told(|| {
        let Origin { arn, shard } = S::origin(raw);
        error!(
            source = S::NAME,
            arn,
            shard,
            identifier = raw.identifier().map(tracing::field::display),
            position = raw.position(),
            kind = %failed.kind(),
            error = failed.message(),
            "a record failed"
        );
    });
}

/// One event for each batch: how far it is done, and what is answered.
pub(crate) fn batch_finished<S: Source>(
    delivery: &Delivery,
    checkpoint: Checkpoint,
    answer: &Result<StreamsEventResponse, Unanswerable>,
) {
    told(|| {
        let records = delivery.records.len();
        let done = checkpoint.position();
        let request_id = delivery.context.request_id.as_str();
        match answer {
            Ok(response) if response.is_success() => {
                info!(source = S::NAME, request_id, records, done, "batch done");
            }
            Ok(response) => {
                let checkpoint = response.item_identifiers().next().map(tracing::field::display);
                warn!(source = S::NAME, request_id, records, done, checkpoint, "batch done in part");
            }
            Err(error) => {
                error!(source = S::NAME, request_id, records, done, %error, "batch failed as a whole");
            }
        }
    });
}

/// One event for a batch whose function panicked, so that nothing is known of its records.
pub(crate) fn batch_failed<S: Source>(delivery: &Delivery, failed: &Failed) {
    told(|| {
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

/// One event for a batch of which the function said something that cannot be used.
pub(crate) fn batch_unusable<S: Source>(delivery: &Delivery, error: &str) {
    told(|| {
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

/// Tells the subscriber, whose panics are not the record's.
fn told(tell: impl FnOnce()) {
    drop(caught(tell));
}
