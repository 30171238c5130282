//! Rules for every mapping.

use super::{Case, Judgement, known, paste, retries_end};
use crate::{report::Rule, source_kind::SourceKind};

/// Without `ReportBatchItemFailures` Lambda takes every answer for success.
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html>
pub(super) fn reports_failures(case: &Case<'_>) -> Judgement {
    if known("FunctionResponseTypes", &case.mapping.reports)? == Some(&true) {
        return Ok(None);
    }
    let loss = match case.kind {
        Some(SourceKind::Sqs) => {
            "deletes the whole batch, though the function reports failures: the messages that failed are lost"
        }
        Some(SourceKind::Kafka) => "commits the whole batch: the records that failed are lost",
        Some(_) => "takes the whole batch for done: the record that failed and all after it are lost",
        None => "takes the whole batch for done: what failed is lost",
    };
    let message =
        format!("`ReportBatchItemFailures` is not switched on, so Lambda ignores the answer and {loss}");
    let edit = case.set("FunctionResponseTypes", paste::reports(case.dialect()));
    Ok(Some(case.finding(
        Rule::ReportBatchItemFailures,
        message,
        vec![edit],
        "reportBatchItemFailures: true",
    )))
}

/// What is discarded without a destination leaves no trace but a log line.
/// <https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html>
pub(super) fn keeps_what_is_discarded(case: &Case<'_>) -> Judgement {
    let destination = known("DestinationConfig", &case.mapping.on_failure);
    if matches!(destination, Ok(Some(()))) || !retries_end(case.mapping)? {
        return Ok(None);
    }
    destination?;
    let (queue, declaration) = case.new_queue("DiscardedRecords", false, None);
    let message = "retries end and there is no on-failure destination: what Lambda gives up is discarded without a trace \
                   (let the function's role send to the queue)"
        .to_owned();
    let text = paste::on_failure(case.dialect(), &queue, case.mapping.event.is_some());
    let mut edits = vec![case.set("DestinationConfig", text)];
    edits.extend(declaration);
    Ok(Some(case.finding(
        Rule::OnFailureDestination,
        message,
        edits,
        "onFailure: new SqsDlq(discardedRecords)",
    )))
}
