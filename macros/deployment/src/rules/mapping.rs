//! Rules for every mapping.

use super::{Case, Judgement, known, paste, retries_end};
use crate::{expectation::SourceKind, report::Rule};

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
        Some(_) => "takes the whole batch for done: the record that failed and all behind it are lost",
        None => "takes the whole batch for done: what failed is lost",
    };
    let message =
        format!("`ReportBatchItemFailures` is not switched on, so Lambda ignores the answer and {loss}");
    let add = paste::reports(case.dialect());
    Ok(Some(case.finding(Rule::ReportBatchItemFailures, message, add, "reportBatchItemFailures: true")))
}

/// What is discarded without a destination leaves no trace but a log line.
/// <https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html>
pub(super) fn keeps_what_is_discarded(case: &Case<'_>) -> Judgement {
    let destination = known("DestinationConfig", &case.mapping.on_failure);
    if matches!(destination, Ok(Some(()))) || !retries_end(case.mapping)? {
        return Ok(None);
    }
    destination?;
    let queue = paste::new_queue(case.dialect(), "DiscardedRecords");
    let message = format!(
        "retries end and there is no on-failure destination: what Lambda gives up is discarded without a trace \
         (declare the queue `{queue}` too, and let the function's role send to it)"
    );
    let add = paste::on_failure(case.dialect(), case.mapping.event.is_some());
    Ok(Some(case.finding(
        Rule::OnFailureDestination,
        message,
        add,
        "onFailure: new SqsDlq(discardedRecords)",
    )))
}

/// A handler reads the records of one kind of source.
pub(super) fn is_the_handlers_kind(case: &Case<'_>) -> Judgement {
    let (Some(kind), Some(expected)) = (case.kind, case.expectation.source) else { return Ok(None) };
    let of_kind = case.deployment.sources.iter().filter(|(_, kind)| *kind == expected);
    let mut names = of_kind.map(|(name, _)| name.as_str());
    let name = match (names.next(), names.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    };
    let message = format!(
        "the mapping's source is {kind}, but the handler reads the records of {expected}: no event can be read, and \
         every batch fails"
    );
    let add = paste::source(case.dialect(), expected, name, case.mapping.event.is_some());
    let in_cdk = match expected {
        SourceKind::Kinesis => "new KinesisEventSource(stream, { .. })",
        SourceKind::DynamoDb => "new DynamoEventSource(table, { .. })",
        SourceKind::Sqs => "new SqsEventSource(queue, { .. })",
        SourceKind::Kafka => "new ManagedKafkaEventSource({ .. })",
    };
    Ok(Some(case.finding(Rule::SourceKind, message, add, in_cdk)))
}
