//! The rule that Lambda reads the function's report.

use super::{
    context::Context,
    draft_finding::{RuleResult, known},
};
use crate::{report::Rule, snippet, source_kind::SourceKind};

/// Without `ReportBatchItemFailures` Lambda treats every answer as success.
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html>
pub(super) fn reports_failures(context: &Context<'_>) -> RuleResult {
    if known("FunctionResponseTypes", &context.mapping.reports)? == Some(&true) {
        return Ok(None);
    }
    let loss = match context.kind {
        Some(SourceKind::Sqs) => {
            "deletes the whole batch, though the function reports failures: the messages that failed are lost"
        }
        Some(SourceKind::Kafka) => "commits the whole batch: the records that failed are lost",
        Some(_) => "treats the whole batch as done: the record that failed and all after it are lost",
        None => "treats the whole batch as done: the records that failed are lost",
    };
    let message =
        format!("`ReportBatchItemFailures` is not switched on, so Lambda ignores the answer and {loss}");
    let edit = context.set("FunctionResponseTypes", snippet::reports(context.dialect()));
    Ok(Some(context.finding(
        Rule::ReportBatchItemFailures,
        message,
        vec![edit],
        "reportBatchItemFailures: true",
    )))
}
