//! The rule that a queue between a topic and a function is written out.

use super::{Case, Judgement, paste, queue};
use crate::{
    edit::{Edit, Place},
    file::node::{Node, Setting},
    model::mapping::{Mapping, Subscription},
    report::{Action, Rule},
    source_kind::SourceKind,
};

/// SAM writes the mapping of `SqsSubscription` without `FunctionResponseTypes`, and takes no property that would set it.
/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-sqssubscriptionobject.html>
pub(super) fn is_written_out(case: &Case<'_>) -> Judgement {
    let (Some(subscription), Some(event)) = (&case.mapping.subscription, &case.mapping.event) else {
        return Ok(None);
    };
    let timeout = case.function_timeout().ok();
    let refused = match timeout {
        Some(timeout) if subscription.queue.is_none() && timeout > queue::DEFAULT_VISIBILITY => format!(
            "; besides, Lambda refuses it, because the queue hides messages for {} s and the function may work for {timeout} s",
            queue::DEFAULT_VISIBILITY
        ),
        _ => String::new(),
    };
    let message = format!(
        "`SqsSubscription` of the event `{event}` makes an event source mapping without `ReportBatchItemFailures`, and no \
         property switches it on: Lambda ignores the answer and deletes the whole batch, so that the messages that failed \
         are lost{refused}; write the queue, its subscription and an SQS event instead"
    );
    let edits = case.edits_to_queue(subscription, event, timeout);
    Ok(Some(case.finding(
        Rule::ReportBatchItemFailures,
        message,
        edits,
        "new SqsEventSource(queue, { reportBatchItemFailures: true })",
    )))
}

impl Case<'_> {
    fn edits_to_queue(&self, subscription: &Subscription, event: &str, timeout: Option<i64>) -> Vec<Edit> {
        let resource = &self.mapping.resource;
        let id = format!("{resource}{event}");
        let own = match &self.mapping.queue {
            Setting::Known(queue) => Some(queue.as_str()),
            _ => None,
        };
        let made = format!("{id}Queue");
        let queue = own.unwrap_or(&made);
        let topic = match subscription.topic.value() {
            Node::Reference(topic) => paste::reference(self.dialect(), topic),
            Node::Text(arn) => paste::text(self.dialect(), arn),
            _ => paste::reference(self.dialect(), "Topic"),
        };
        let mut declarations = Vec::new();
        if own.is_none() {
            let visibility = timeout
                .map(queue::recommended_visibility)
                .filter(|seconds| *seconds > queue::DEFAULT_VISIBILITY);
            declarations.push(paste::queue(self.dialect(), queue, false, visibility));
        }
        declarations.extend(paste::subscription(self.dialect(), &id, queue, &topic));
        let declarations = Edit::declarations(self.dialect(), &declarations);
        if own.is_some() && self.has_another_mapping() {
            // The queue delivers to the function already, and Lambda refuses a second mapping of the two.
            let place = Place::Events { resource: resource.clone() };
            return vec![Edit { action: Action::Remove, place, text: event.to_owned() }, declarations];
        }
        let place = Place::Event { event: event.to_owned() };
        let text = paste::queue_event(self.dialect(), queue);
        let written_out = Mapping {
            reports: Setting::Known(true),
            queue: self.mapping.queue.clone(),
            ..self.mapping.anew(self.dialect(), SourceKind::Sqs)
        };
        let mut edits = vec![Edit { action: Action::Change, place, text }, declarations];
        edits.extend(self.edits_after(&written_out, SourceKind::Sqs));
        edits
    }

    /// Whether an event of the function reads the same queue.
    fn has_another_mapping(&self) -> bool {
        self.deployment.mappings.iter().any(|mapping| {
            mapping.subscription.is_none()
                && mapping.function == self.mapping.function
                && mapping.queue == self.mapping.queue
        })
    }
}
