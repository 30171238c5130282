//! The rule that Lambda splits a batch before its retries end.

use super::{
    context::{Context, retries_end},
    draft_finding::{RuleResult, known},
};
use crate::{report::Rule, snippet};

/// When its retries end, Lambda discards the rest of a batch, tried or not. Splitting confines that to the failed record.
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html>
pub(super) fn bisects(context: &Context<'_>) -> RuleResult {
    let bisects = known("BisectBatchOnFunctionError", &context.mapping.bisects);
    if matches!(bisects, Ok(Some(true))) || !retries_end(context.mapping)? {
        return Ok(None);
    }
    bisects?;
    let message = "retries end and batches are not bisected: Lambda then discards the failed record and all after it in its \
                   batch, tried or not"
        .to_owned();
    let text = snippet::scalar(context.dialect(), "BisectBatchOnFunctionError", true);
    let edit = context.set("BisectBatchOnFunctionError", text);
    Ok(Some(context.finding(Rule::BisectBatch, message, vec![edit], "bisectBatchOnError: true")))
}
