//! The rule that a queue hides a message for as long as the function may work on it.

use super::{
    context::Context,
    draft_finding::{RuleResult, known},
};
use crate::{report::Rule, snippet};

/// The default of `VisibilityTimeout`, in seconds.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html>
pub(super) const DEFAULT_VISIBILITY: i64 = 30;

/// The longest `VisibilityTimeout`, in seconds.
const LONGEST_VISIBILITY: i64 = 43_200;

/// AWS recommends this many times the function's timeout.
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html>
const RECOMMENDED_FACTOR: i64 = 6;

/// A message that becomes visible while the function still works on it is handled twice.
pub(super) fn hides_messages_long_enough(context: &Context<'_>) -> RuleResult {
    let queue = context.queue()?;
    let visibility = *known("VisibilityTimeout", &queue.visibility_timeout)?.unwrap_or(&DEFAULT_VISIBILITY);
    let timeout = context.function_timeout()?;
    if visibility >= timeout {
        return Ok(None);
    }
    let recommended = recommended_visibility(timeout);
    let message = format!(
        "its messages are visible again after {visibility} s, and the function may work on them for {timeout} s: Lambda \
         refuses such a mapping, and if a later change of the queue or the function causes it, messages are delivered a \
         second time while the function still handles the first delivery"
    );
    let text = snippet::scalar(context.dialect(), "VisibilityTimeout", recommended);
    let in_cdk = format!("visibilityTimeout: Duration.seconds({recommended})");
    let edit = context.set_of_queue(queue, "VisibilityTimeout", text);
    Ok(Some(context.finding_at(queue, Rule::VisibilityTimeout, message, vec![edit], &in_cdk)))
}

/// The visibility timeout that AWS recommends for a function's timeout.
pub(super) fn recommended_visibility(timeout: i64) -> i64 {
    timeout.saturating_mul(RECOMMENDED_FACTOR).min(LONGEST_VISIBILITY)
}
