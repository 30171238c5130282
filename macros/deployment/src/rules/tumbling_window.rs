//! The rule that the mapping has a tumbling window if, and only if, the handler keeps a state over one.

use super::{
    context::Context,
    draft_finding::{RuleResult, known},
};
use crate::{report::Rule, snippet};

/// With a window every answer must have a state. Without one Lambda doesn't keep the state.
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html>
pub(super) fn has_the_handlers_window(context: &Context<'_>) -> RuleResult {
    let window =
        known("TumblingWindowInSeconds", &context.mapping.window)?.is_some_and(|seconds| *seconds > 0);
    let (message, seconds) = match (window, context.expectation.has_window) {
        (true, false) => (
            "the mapping has a tumbling window and the handler keeps no state: Lambda treats an answer without a state as a \
             failure, so that it delivers every batch again; switch the window off, or remove the property",
            0,
        ),
        // Only a stream has windows, and the source may be a queue.
        (false, true) if context.kind.is_some() => (
            "the handler keeps a state over a window and the mapping has no window: Lambda neither opens one nor keeps \
             the state, so that it is lost after each batch",
            60,
        ),
        _ => return Ok(None),
    };
    let edit = context.set(
        "TumblingWindowInSeconds",
        snippet::scalar(context.dialect(), "TumblingWindowInSeconds", seconds),
    );
    let in_cdk = format!("tumblingWindow: Duration.seconds({seconds})");
    Ok(Some(context.finding(Rule::TumblingWindow, message.to_owned(), vec![edit], &in_cdk)))
}
