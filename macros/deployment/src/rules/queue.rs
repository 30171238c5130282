//! Rules for SQS queues.

use super::{Case, Draft, Judgement, Unresolved, known, paste};
use crate::{
    edit::Edit,
    file::node::{Node, Setting},
    model::{queue::Queue, written::Spelt},
    report::Rule,
};

/// Lambda's default of `Timeout`, in seconds.
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html>
const DEFAULT_TIMEOUT: i64 = 3;
/// The default of `VisibilityTimeout` and its longest, in seconds.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-visibility-timeout.html>
pub(super) const DEFAULT_VISIBILITY: i64 = 30;
const LONGEST_VISIBILITY: i64 = 43_200;
/// How much longer AWS recommends the visibility timeout to be than the function's.
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html>
const RECOMMENDED_FACTOR: i64 = 6;
/// The least number of receives that AWS recommends, so that SQS doesn't give up a message because its function is throttled.
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html>
const RECOMMENDED_RECEIVES: i64 = 5;
/// With fewer receives the messages of a group are given up for what happened to another one: one failure and one
/// invocation that was cut off or throttled must not be the end of what was never tried.
const FEWEST_RECEIVES: i64 = 3;

/// A message that becomes visible while the function still works on it is handled twice.
pub(super) fn hides_messages_long_enough(case: &Case<'_>) -> Judgement {
    let queue = case.queue()?;
    let visibility = *known("VisibilityTimeout", &queue.visibility_timeout)?.unwrap_or(&DEFAULT_VISIBILITY);
    let timeout = case.function_timeout()?;
    if visibility >= timeout {
        return Ok(None);
    }
    let recommended = recommended_visibility(timeout);
    let message = format!(
        "its messages are visible again after {visibility} s, while the function may work on them for {timeout} s: Lambda \
         refuses such a mapping, and where a later change brings it about, messages are delivered a second time while \
         the first delivery is still being handled"
    );
    let text = paste::scalar(case.dialect(), "VisibilityTimeout", recommended);
    let in_cdk = format!("visibilityTimeout: Duration.seconds({recommended})");
    let edit = case.set_of_queue(queue, "VisibilityTimeout", text);
    Ok(Some(of_queue(queue, Rule::VisibilityTimeout, message, vec![edit], &in_cdk)))
}

/// The visibility timeout that AWS recommends for a function's timeout.
pub(super) fn recommended_visibility(timeout: i64) -> i64 {
    timeout.saturating_mul(RECOMMENDED_FACTOR).min(LONGEST_VISIBILITY)
}

/// A message that never succeeds must leave the queue: in a FIFO queue it blocks its group.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html>
pub(super) fn has_dead_letters(case: &Case<'_>) -> Judgement {
    let queue = case.queue()?;
    let dead_letters = known("RedrivePolicy", &queue.dead_letters);
    if matches!(dead_letters, Ok(Some(_))) {
        return Ok(None);
    }
    let is_fifo = known("FifoQueue", &queue.fifo);
    let message = if !matches!(queue.max_receives, Setting::Absent) {
        "`maxReceiveCount` is set and there is no dead-letter queue: a message that failed so often has nowhere to go"
    } else if is_fifo? == Some(&true) {
        "a FIFO queue without a dead-letter queue: a message that can never succeed blocks its message group until it \
         expires"
    } else {
        return Ok(None);
    };
    dead_letters?;
    let is_fifo = queue.fifo == Setting::Known(true);
    let (target, declaration) = case.new_queue("DeadLetters", is_fifo, Some(&queue.name));
    let receives = match queue.max_receives {
        Setting::Known(count) if count >= FEWEST_RECEIVES => count,
        _ => RECOMMENDED_RECEIVES,
    };
    let target = paste::attribute(case.dialect(), &target, "Arn");
    let mut edits = vec![case.set_redrive(queue, &target, receives)];
    edits.extend(declaration);
    let in_cdk = format!("deadLetterQueue: {{ queue: deadLetters, maxReceiveCount: {receives} }}");
    Ok(Some(of_policy(queue, message.to_owned(), edits, &in_cdk)))
}

/// Each message that is reported is received once more, tried or not. In a FIFO queue those after a failed one are reported
/// with it, so that they leave for the dead-letter queue with it.
/// <https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html>
pub(super) fn receives_often_enough(case: &Case<'_>) -> Judgement {
    let queue = case.queue()?;
    let Setting::Known(receives) = queue.max_receives else { return Ok(None) };
    let is_safe = receives >= FEWEST_RECEIVES || matches!(case.mapping.batch_size, Setting::Known(1));
    if is_safe || queue.fifo != Setting::Known(true) || queue.dead_letters == Setting::Absent {
        return Ok(None);
    }
    known("BatchSize", &case.mapping.batch_size)?;
    let failures = if receives == 1 { "one failure" } else { "two failures" };
    let one_by_one = paste::scalar(case.dialect(), "BatchSize", 1);
    let message = format!(
        "`maxReceiveCount` is {receives} at a FIFO queue: a failed message is reported together with those after it in its \
         group, so that after {failures} all of them go to the dead-letter queue, tried or not; more receives make that \
         rarer, and `{one_by_one}` at the mapping, or `dead_letters` at the handler for what can never succeed, rules it out"
    );
    let target = match &queue.dead_letters {
        Setting::Known(target) => paste::arn(case.dialect(), target),
        _ => None,
    };
    let Some(target) = target else {
        // The target cannot be written again; messages that come one by one need no more receives.
        let edit = case.set("BatchSize", one_by_one);
        return Ok(Some(case.finding(Rule::DeadLetterQueue, message, vec![edit], "batchSize: 1")));
    };
    let in_cdk =
        format!("deadLetterQueue: {{ queue: deadLetters, maxReceiveCount: {RECOMMENDED_RECEIVES} }}");
    let edit = case.set_redrive(queue, &target, RECOMMENDED_RECEIVES);
    Ok(Some(of_policy(queue, message, vec![edit], &in_cdk)))
}

fn of_queue(queue: &Queue, rule: Rule, message: String, edits: Vec<Edit>, in_cdk: &str) -> Draft {
    Draft {
        rule,
        resource: queue.name.clone(),
        file: queue.file,
        event: None,
        message,
        edits,
        in_cdk: in_cdk.to_owned(),
    }
}

/// A finding about the redrive policy of a queue, which Terraform may keep in a block of its own.
fn of_policy(queue: &Queue, message: String, edits: Vec<Edit>, in_cdk: &str) -> Draft {
    let finding = of_queue(queue, Rule::DeadLetterQueue, message, edits, in_cdk);
    match &queue.policy_beside {
        Some((name, file)) => Draft { resource: name.clone(), file: *file, ..finding },
        None => finding,
    }
}

impl Case<'_> {
    fn set_of_queue(&self, queue: &Queue, property: &str, text: String) -> Edit {
        Edit::property(self.dialect(), (&queue.name, None), &queue.spelt, property, text)
    }

    fn set_redrive(&self, queue: &Queue, target: &str, receives: i64) -> Edit {
        let text = paste::redrive(self.dialect(), target, receives);
        match &queue.policy_beside {
            Some((policy, _)) => {
                let spelt = Spelt { has_properties: true, keys: vec!["redrive_policy".to_owned()] };
                Edit::property(self.dialect(), (policy, None), &spelt, "RedrivePolicy", text)
            }
            None => self.set_of_queue(queue, "RedrivePolicy", text),
        }
    }

    /// How long the function may work, in seconds.
    pub(super) fn function_timeout(&self) -> Result<i64, Unresolved> {
        let elsewhere =
            || Unresolved { property: "Timeout", why: "the function is not declared in the file".to_owned() };
        let Setting::Known(name) = &self.mapping.function else { return Err(elsewhere()) };
        let function = self.deployment.functions.named(name).ok_or_else(elsewhere)?;
        Ok(*known("Timeout", &function.timeout)?.unwrap_or(&DEFAULT_TIMEOUT))
    }

    /// A queue for what is given up: its name, and its declaration unless the file has it.
    pub(super) fn new_queue(
        &self,
        logical_id: &str,
        is_fifo: bool,
        not: Option<&str>,
    ) -> (String, Option<Edit>) {
        for number in 1.. {
            let logical_id =
                if number == 1 { logical_id.to_owned() } else { format!("{logical_id}{number}") };
            let name = paste::queue_name(self.dialect(), &logical_id);
            if !self.deployment.names.contains(&name) {
                let declaration = paste::queue(self.dialect(), &logical_id, is_fifo, None);
                return (name, Some(Edit::declarations(self.dialect(), &[declaration])));
            }
            let declared = self.deployment.queues.named(&name);
            let fits =
                |queue: &Queue| (queue.fifo == Setting::Known(true)) == is_fifo && Some(name.as_str()) != not;
            if declared.is_some_and(fits) {
                return (name, None);
            }
        }
        (logical_id.to_owned(), None)
    }

    /// The dead-letter queue, where it is one of the file.
    pub(super) fn dead_letter_queue(&self, queue: &Queue) -> Option<&Queue> {
        let Setting::Known(Node::Reference(name)) = &queue.dead_letters else { return None };
        self.deployment.queues.named(name)
    }
}
