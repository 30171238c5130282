//! The rule that discarded records leave a trace.

use super::{
    case::{Case, retries_end},
    draft::{Judgement, known},
};
use crate::{report::Rule, snippet};

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
    let text = snippet::on_failure(case.dialect(), &queue, case.mapping.event.is_some());
    let mut edits = vec![case.set("DestinationConfig", text)];
    edits.extend(declaration);
    Ok(Some(case.finding(
        Rule::OnFailureDestination,
        message,
        edits,
        "onFailure: new SqsDlq(discardedRecords)",
    )))
}
