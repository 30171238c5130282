//! Rules for SQS queues.

use super::{Case, Judgement, Unresolved, known, paste};
use crate::{node::Setting, report::Rule};

/// Lambda's default of `Timeout`, in seconds.
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html>
const DEFAULT_TIMEOUT: i64 = 3;
/// The default of `VisibilityTimeout` and its longest, in seconds.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html>
const DEFAULT_VISIBILITY: i64 = 30;
const LONGEST_VISIBILITY: i64 = 43_200;
/// How much longer AWS recommends the visibility timeout to be than the function's.
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html>
const RECOMMENDED_FACTOR: i64 = 6;

/// A message that becomes visible while the function still works on it is handled twice.
pub(super) fn hides_messages_long_enough(case: &Case<'_>) -> Judgement {
    let queue = case.queue()?;
    let visibility = *known("VisibilityTimeout", &queue.visibility_timeout)?.unwrap_or(&DEFAULT_VISIBILITY);
    let timeout = function_timeout(case)?;
    if visibility >= timeout {
        return Ok(None);
    }
    let recommended = timeout.saturating_mul(RECOMMENDED_FACTOR).min(LONGEST_VISIBILITY);
    let message = format!(
        "its messages are visible again after {visibility} s, while the function may work on them for {timeout} s: Lambda \
         refuses such a mapping, and where a later change brings it about, messages are delivered a second time while \
         the first delivery is still being handled"
    );
    let add = paste::scalar(case.dialect(), "VisibilityTimeout", recommended);
    let in_cdk = format!("visibilityTimeout: Duration.seconds({recommended})");
    Ok(Some(case.queue_finding(Rule::VisibilityTimeout, queue, message, add, &in_cdk)))
}

fn function_timeout(case: &Case<'_>) -> Result<i64, Unresolved> {
    let elsewhere =
        || Unresolved { property: "Timeout", why: "the function is not declared in the file".to_owned() };
    let Setting::Known(name) = &case.mapping.function else { return Err(elsewhere()) };
    let function = case.deployment.function(name).ok_or_else(elsewhere)?;
    Ok(*known("Timeout", &function.timeout)?.unwrap_or(&DEFAULT_TIMEOUT))
}

/// A message that never succeeds must leave the queue: in a FIFO queue it blocks its group.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html>
pub(super) fn has_dead_letters(case: &Case<'_>) -> Judgement {
    let queue = case.queue()?;
    let dead_letters = known("RedrivePolicy", &queue.dead_letters);
    if matches!(dead_letters, Ok(Some(()))) {
        return Ok(None);
    }
    let target = paste::new_queue(case.dialect(), "DeadLetters");
    let counts = matches!(queue.max_receives, Setting::Known(()));
    let message = if counts {
        format!(
            "`maxReceiveCount` is set and there is no dead-letter queue: a message that failed so often has nowhere to \
             go (declare the queue `{target}` too)"
        )
    } else if known("FifoQueue", &queue.fifo)? == Some(&true) {
        format!(
            "a FIFO queue without a dead-letter queue: a message that can never succeed blocks its message group until \
             it expires (declare the FIFO queue `{target}` too)"
        )
    } else {
        return Ok(None);
    };
    dead_letters?;
    let add = paste::redrive(case.dialect());
    let in_cdk = "deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 }";
    Ok(Some(case.queue_finding(Rule::DeadLetterQueue, queue, message, add, in_cdk)))
}
