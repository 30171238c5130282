//! The rule that discarded records leave a trace.

use super::{
    context::{Context, retries_end},
    draft_finding::{RuleResult, known},
};
use crate::{report::Rule, snippet};

/// A record that is discarded without a destination leaves no trace but a line in a log.
/// <https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html>
pub(super) fn has_a_destination(context: &Context<'_>) -> RuleResult {
    let destination = known("DestinationConfig", &context.mapping.on_failure);
    if matches!(destination, Ok(Some(()))) || !retries_end(context.mapping)? {
        return Ok(None);
    }
    destination?;
    let (queue, declaration) = context.new_queue("DiscardedRecords", false, None);
    let message = "retries end and there is no on-failure destination: Lambda discards the records that it gives up without a \
                   trace (let the function's role send to the queue)"
        .to_owned();
    let text = snippet::on_failure(context.dialect(), &queue, context.mapping.event.is_some());
    let mut edits = vec![context.set("DestinationConfig", text)];
    edits.extend(declaration);
    Ok(Some(context.finding(
        Rule::OnFailureDestination,
        message,
        edits,
        "onFailure: new SqsDlq(discardedRecords)",
    )))
}
