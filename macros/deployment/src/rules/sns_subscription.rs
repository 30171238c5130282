//! The rule that a template declares the queue between an SNS topic and a function itself.

use super::{
    context::Context,
    draft_finding::{DraftFinding, RuleResult},
    visibility_timeout,
};
use crate::{
    edit::{Edit, Place},
    file::{
        dialect::Dialect,
        node::{Node, Setting},
    },
    model::mapping::{Mapping, Subscription},
    report::{Action, Rule},
    snippet,
    source_kind::SourceKind,
};

/// SAM makes the mapping of `SqsSubscription` without `FunctionResponseTypes`, and no property sets it.
/// <https://docs.aws.amazon.com/serverless-application-model/latest/developerguide/sam-property-function-sqssubscriptionobject.html>
pub(super) fn is_written_out(context: &Context<'_>) -> RuleResult {
    let (Some(subscription), Some(event)) = (&context.mapping.subscription, &context.mapping.event) else {
        return Ok(None);
    };
    let timeout = context.function_timeout().ok();
    let refused = match timeout {
        Some(timeout) if subscription.queue.is_none() && timeout > visibility_timeout::DEFAULT_VISIBILITY => {
            format!(
                "; moreover, Lambda refuses it, because the queue hides messages for {} s and the function may work for \
                 {timeout} s",
                visibility_timeout::DEFAULT_VISIBILITY
            )
        }
        _ => String::new(),
    };
    let message = format!(
        "`SqsSubscription` of the event `{event}` makes an event source mapping without `ReportBatchItemFailures`, and no \
         property switches it on: Lambda ignores the answer and deletes the whole batch, so that the messages that failed \
         are lost{refused}; write the queue, its subscription and an SQS event instead"
    );
    let (edits, resulting_mapping) = edits_to_queue(context, subscription, event, timeout);
    let in_cdk = "new SqsEventSource(queue, { reportBatchItemFailures: true })";
    let finding = context.finding(Rule::ReportBatchItemFailures, message, edits, in_cdk);
    Ok(Some(DraftFinding { resulting_mapping, ..finding }))
}

/// The edits that put a queue, its subscription and its event in the place of `SqsSubscription`, and the mapping of that event.
fn edits_to_queue(
    context: &Context<'_>,
    subscription: &Subscription,
    event: &str,
    timeout: Option<i64>,
) -> (Vec<Edit>, Option<Mapping>) {
    let dialect = context.dialect();
    let resource = &context.mapping.resource;
    let id = format!("{resource}{event}");
    let own = match &context.mapping.queue {
        Setting::Known(queue) => Some(queue.as_str()),
        _ => None,
    };
    let made = format!("{id}Queue");
    let queue = own.unwrap_or(&made);
    let mut declarations = Vec::new();
    if own.is_none() {
        let visibility = timeout
            .map(visibility_timeout::recommended_visibility)
            .filter(|seconds| *seconds > visibility_timeout::DEFAULT_VISIBILITY);
        declarations.push(snippet::queue(dialect, queue, false, visibility));
    }
    declarations.extend(snippet::subscription(dialect, &id, queue, &topic(dialect, subscription)));
    let declarations = Edit::declarations(dialect, &declarations);
    if own.is_some() && has_another_mapping(context) {
        // The queue already delivers to the function, and Lambda refuses a second mapping of the two.
        let place = Place::Events { resource: resource.clone() };
        return (vec![Edit { action: Action::Remove, place, text: event.to_owned() }, declarations], None);
    }
    let place = Place::Event { event: event.to_owned() };
    let text = snippet::queue_event(dialect, queue);
    let mapping = Mapping {
        reports: Setting::Known(true),
        queue: context.mapping.queue.clone(),
        ..context.mapping.blank(dialect, SourceKind::Sqs)
    };
    (vec![Edit { action: Action::Change, place, text }, declarations], Some(mapping))
}

fn topic(dialect: Dialect, subscription: &Subscription) -> String {
    match subscription.topic.value() {
        Node::Reference(topic) => snippet::reference(dialect, topic),
        Node::Text(arn) => snippet::text(dialect, arn),
        _ => snippet::reference(dialect, "Topic"),
    }
}

/// Whether an event of the function reads the same queue.
fn has_another_mapping(context: &Context<'_>) -> bool {
    context.deployment.mappings.iter().any(|mapping| {
        mapping.subscription.is_none()
            && mapping.function == context.mapping.function
            && mapping.queue == context.mapping.queue
    })
}
