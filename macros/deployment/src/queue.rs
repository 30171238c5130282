//! Reads a queue and its redrive policy.

use crate::{
    declarations::{Declarations, Resource, Role},
    model::Queue,
    node::{Node, Setting},
};

/// The properties on whose values a rule may depend.
const JUDGED: [&str; 4] = ["VisibilityTimeout", "FifoQueue", "QueueName", "RedrivePolicy"];

/// The queue that a resource declares.
pub(crate) fn read(declarations: &Declarations, resource: &Resource) -> Queue {
    let property = |name: &str| resource.properties.get(&declarations.dialect.property(name));
    let policy = property("RedrivePolicy").or(policy_beside(declarations, &resource.name));
    Queue {
        name: resource.name.clone(),
        visibility_timeout: property("VisibilityTimeout").then(Node::number),
        fifo: property("FifoQueue").then(Node::boolean).or(property("QueueName").then(is_fifo_name)),
        dead_letters: policy.clone().then(|policy| part(policy, "deadLetterTargetArn")),
        max_receives: policy.then(|policy| part(policy, "maxReceiveCount")),
        defaults: resource.properties.defaults(&declarations.dialect.properties(&JUDGED)),
    }
}

/// The name of a FIFO queue ends in `.fifo`.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queue-message-identifiers.html>
fn is_fifo_name(name: &Node) -> Setting<bool> {
    Setting::Known(name.literal().ends_with(".fifo"))
}

/// `aws_sqs_queue_redrive_policy`, which Terraform may keep beside the queue.
fn policy_beside<'a>(declarations: &'a Declarations, queue: &str) -> Setting<&'a Node> {
    let mut policies = declarations.resources.iter().filter(|resource| resource.role == Role::RedrivePolicy);
    let of_queue = policies.find(|policy| match policy.properties.get("queue_url") {
        Setting::Known(url) => url.references().contains(&queue),
        _ => false,
    });
    of_queue.map_or(Setting::Absent, |policy| policy.properties.get("redrive_policy"))
}

/// A part of a redrive policy, which is a map or a text in JSON.
fn part(policy: &Node, name: &str) -> Setting<()> {
    match policy.value() {
        Node::Map(_) => policy.get(name).then(|_| Setting::Known(())),
        Node::Text(_) | Node::Joined(_) if policy.literal().contains(name) => Setting::Known(()),
        Node::Text(_) => Setting::Absent,
        _ => Setting::Unknown("it is put together elsewhere".to_owned()),
    }
}
