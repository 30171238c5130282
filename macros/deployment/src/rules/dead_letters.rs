//! The rules about dead-letter queues: there is one where it is needed, and messages don't get there untried.

use super::{
    context::Context,
    draft_finding::{DraftFinding, RuleResult, known},
};
use crate::{
    edit::Edit,
    file::node::Setting,
    model::{queue::Queue, written::Written},
    report::Rule,
    snippet,
};

/// The fewest receives that AWS recommends, so that SQS doesn't give up a message because its function is throttled.
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html>
const RECOMMENDED_RECEIVES: i64 = 5;

/// With fewer receives SQS gives up messages that were never tried: one failure of another message in their group, and one
/// invocation that was cut off or throttled, use all receives.
const FEWEST_RECEIVES: i64 = 3;

/// A message that never succeeds must leave the queue. In a FIFO queue it blocks its group.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html>
pub(super) fn has_dead_letters(context: &Context<'_>) -> RuleResult {
    let queue = context.queue()?;
    let dead_letters = known("RedrivePolicy", &queue.dead_letters);
    if matches!(dead_letters, Ok(Some(_))) {
        return Ok(None);
    }
    let is_fifo = known("FifoQueue", &queue.fifo);
    let message = if !matches!(queue.max_receives, Setting::Absent) {
        "`maxReceiveCount` is set and there is no dead-letter queue: a message that failed that often has nowhere to go"
    } else if is_fifo? == Some(&true) {
        "a FIFO queue without a dead-letter queue: a message that can never succeed blocks its message group until it \
         expires"
    } else {
        return Ok(None);
    };
    dead_letters?;
    let is_fifo = queue.fifo == Setting::Known(true);
    let (target, declaration) = context.new_queue("DeadLetters", is_fifo, Some(&queue.name));
    let receives = match queue.max_receives {
        Setting::Known(count) if count >= FEWEST_RECEIVES => count,
        _ => RECOMMENDED_RECEIVES,
    };
    let target = snippet::attribute(context.dialect(), &target, "Arn");
    let mut edits = vec![context.set_redrive(queue, &target, receives)];
    edits.extend(declaration);
    let in_cdk = format!("deadLetterQueue: {{ queue: deadLetters, maxReceiveCount: {receives} }}");
    Ok(Some(context.finding_at_policy(queue, message.to_owned(), edits, &in_cdk)))
}

/// Every reported message uses up a receive, tried or not. In a FIFO queue the messages after a failed one are reported with it,
/// so that they move to the dead-letter queue with it.
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html>
pub(super) fn receives_often_enough(context: &Context<'_>) -> RuleResult {
    let queue = context.queue()?;
    let Setting::Known(receives) = queue.max_receives else { return Ok(None) };
    let is_safe = receives >= FEWEST_RECEIVES || matches!(context.mapping.batch_size, Setting::Known(1));
    if is_safe || queue.fifo != Setting::Known(true) || queue.dead_letters == Setting::Absent {
        return Ok(None);
    }
    known("BatchSize", &context.mapping.batch_size)?;
    let failures = if receives == 1 { "one failure" } else { "two failures" };
    let one_by_one = snippet::scalar(context.dialect(), "BatchSize", 1);
    let message = format!(
        "`maxReceiveCount` is {receives} in a FIFO queue: a failed message is reported together with those after it in its \
         group, so that after {failures} all of them go to the dead-letter queue, tried or not; more receives make that \
         rarer, and `{one_by_one}` in the mapping, or `dead_letters` of the handler for messages that can never succeed, \
         rules it out"
    );
    let target = match &queue.dead_letters {
        Setting::Known(target) => snippet::arn(context.dialect(), target),
        _ => None,
    };
    let Some(target) = target else {
        // The file doesn't show the target's ARN, which the policy needs. Messages that come one by one need no more receives.
        let edit = context.set("BatchSize", one_by_one);
        return Ok(Some(context.finding(Rule::DeadLetterQueue, message, vec![edit], "batchSize: 1")));
    };
    let in_cdk =
        format!("deadLetterQueue: {{ queue: deadLetters, maxReceiveCount: {RECOMMENDED_RECEIVES} }}");
    let edit = context.set_redrive(queue, &target, RECOMMENDED_RECEIVES);
    Ok(Some(context.finding_at_policy(queue, message, vec![edit], &in_cdk)))
}

impl Context<'_> {
    /// A finding about the redrive policy of a queue, which Terraform may keep in a block of its own.
    fn finding_at_policy(
        &self,
        queue: &Queue,
        message: String,
        edits: Vec<Edit>,
        in_cdk: &str,
    ) -> DraftFinding {
        let finding = self.finding_at(queue, Rule::DeadLetterQueue, message, edits, in_cdk);
        match &queue.separate_policy {
            Some((name, file)) => DraftFinding { resource: name.clone(), file: *file, ..finding },
            None => finding,
        }
    }

    /// The edit that sets the redrive policy of a queue.
    fn set_redrive(&self, queue: &Queue, target: &str, receives: i64) -> Edit {
        let text = snippet::redrive(self.dialect(), target, receives);
        match &queue.separate_policy {
            Some((policy, _)) => {
                let written = Written { has_properties: true, keys: vec!["redrive_policy".to_owned()] };
                Edit::property(self.dialect(), (policy, None), &written, "RedrivePolicy", text)
            }
            None => self.set_of_queue(queue, "RedrivePolicy", text),
        }
    }
}
