//! The rule that batches are split before retries end.

use super::{
    context::{Context, retries_end},
    draft_finding::{RuleResult, known},
};
use crate::{report::Rule, snippet};

/// When retries end, Lambda discards the rest of the batch, tried or not, unless it was split before.
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-parameters.html>
pub(super) fn bisects(context: &Context<'_>) -> RuleResult {
    let bisects = known("BisectBatchOnFunctionError", &context.mapping.bisects);
    if matches!(bisects, Ok(Some(true))) || !retries_end(context.mapping)? {
        return Ok(None);
    }
    bisects?;
    let message = "retries end and the batch is not bisected: Lambda then discards the failed record and everything after \
                   it in its batch, tried or not"
        .to_owned();
    let text = snippet::scalar(context.dialect(), "BisectBatchOnFunctionError", true);
    let edit = context.set("BisectBatchOnFunctionError", text);
    Ok(Some(context.finding(Rule::BisectBatch, message, vec![edit], "bisectBatchOnError: true")))
}
