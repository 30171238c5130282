//! Rules for Kinesis and DynamoDB streams.

use super::{Case, Judgement, known, paste, retries_end};
use crate::report::Rule;

/// When retries end, Lambda discards the rest of the batch, tried or not, unless it was split before.
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html>
pub(super) fn bisects(case: &Case<'_>) -> Judgement {
    let bisects = known("BisectBatchOnFunctionError", &case.mapping.bisects);
    if matches!(bisects, Ok(Some(true))) || !retries_end(case.mapping)? {
        return Ok(None);
    }
    bisects?;
    let message = "retries end and the batch is not bisected: Lambda then discards the failed record and everything after \
                   it in its batch, tried or not"
        .to_owned();
    let text = paste::scalar(case.dialect(), "BisectBatchOnFunctionError", true);
    let edit = case.set("BisectBatchOnFunctionError", text);
    Ok(Some(case.finding(Rule::BisectBatch, message, vec![edit], "bisectBatchOnError: true")))
}

/// With a window every answer must hold a state; without one nobody keeps it.
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html>
pub(super) fn has_the_handlers_window(case: &Case<'_>) -> Judgement {
    let window = known("TumblingWindowInSeconds", &case.mapping.window)?.is_some_and(|seconds| *seconds > 0);
    let (message, seconds) = match (window, case.expectation.has_window) {
        (true, false) => (
            "the mapping has a tumbling window and the handler keeps no state: Lambda takes an answer without a state for \
             a failure, so that every batch is repeated; switch the window off, or take the property away",
            0,
        ),
        // Of a source that is not known to be a stream nobody can tell.
        (false, true) if case.kind.is_some() => (
            "the handler keeps a state over a window and the mapping has no window: Lambda neither opens one nor keeps \
             the state, so that what was gathered is lost after each batch",
            60,
        ),
        _ => return Ok(None),
    };
    let edit = case
        .set("TumblingWindowInSeconds", paste::scalar(case.dialect(), "TumblingWindowInSeconds", seconds));
    let in_cdk = format!("tumblingWindow: Duration.seconds({seconds})");
    Ok(Some(case.finding(Rule::TumblingWindow, message.to_owned(), vec![edit], &in_cdk)))
}
