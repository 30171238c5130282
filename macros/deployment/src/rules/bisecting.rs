//! The rule that batches are split before retries end.

use super::{
    case::{Case, retries_end},
    draft::{Judgement, known},
};
use crate::{report::Rule, snippet};

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
    let text = snippet::scalar(case.dialect(), "BisectBatchOnFunctionError", true);
    let edit = case.set("BisectBatchOnFunctionError", text);
    Ok(Some(case.finding(Rule::BisectBatch, message, vec![edit], "bisectBatchOnError: true")))
}
