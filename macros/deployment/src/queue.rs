//! Reads a queue and its redrive policy.

use std::collections::HashMap;

use crate::{
    declarations::{Declarations, Resource, Role},
    json_text,
    model::{Queue, Queues, Spelt},
    node::{Node, Setting},
    source_kind::SourceKind,
};

/// The properties on whose values a rule may depend.
const JUDGED: [&str; 4] = ["VisibilityTimeout", "FifoQueue", "QueueName", "RedrivePolicy"];

/// The queues that the resources declare.
pub(crate) fn read_all(declarations: &Declarations) -> Queues {
    let policies = policies_beside(declarations);
    let queues =
        declarations.resources.iter().filter(|resource| resource.role == Role::Source(SourceKind::Sqs));
    queues
        .map(|resource| read(declarations, resource, policies.get(resource.name.as_str()).copied()))
        .collect()
}

fn read(declarations: &Declarations, resource: &Resource, beside: Option<&Resource>) -> Queue {
    let property = |name: &str| resource.properties.get(&declarations.dialect.property(name));
    let own = property("RedrivePolicy");
    let beside = beside.filter(|_| own == Setting::Absent);
    let policy = beside.map_or(own, |beside| beside.properties.get("redrive_policy"));
    Queue {
        name: resource.name.clone(),
        file: resource.file,
        visibility_timeout: property("VisibilityTimeout").then(Node::number),
        fifo: property("FifoQueue").then(Node::boolean).or(property("QueueName").then(is_fifo_name)),
        dead_letters: policy.clone().then(|policy| part(policy, "deadLetterTargetArn")),
        max_receives: policy.then(|policy| part(policy, "maxReceiveCount")).then(|count| count.number()),
        spelt: Spelt::of(&resource.properties),
        policy_beside: beside.map(|policy| (policy.name.clone(), policy.file)),
        defaults: resource.properties.defaults(&declarations.dialect.properties(&JUDGED)),
    }
}

/// The name of a FIFO queue ends in `.fifo`.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queue-message-identifiers.html>
fn is_fifo_name(name: &Node) -> Setting<bool> {
    Setting::Known(name.literal().ends_with(".fifo"))
}

/// `aws_sqs_queue_redrive_policy`, which Terraform may keep beside the queue, by the name of the queue.
fn policies_beside(declarations: &Declarations) -> HashMap<&str, &Resource> {
    let mut policies = HashMap::new();
    for policy in declarations.resources.iter().filter(|resource| resource.role == Role::RedrivePolicy) {
        if let Setting::Known(url) = policy.properties.get("queue_url") {
            for queue in url.references() {
                policies.entry(queue).or_insert(policy);
            }
        }
    }
    policies
}

/// A part of a redrive policy, which is a map or a text in JSON.
fn part(policy: &Node, name: &str) -> Setting<Node> {
    let known = |policy: &Node| policy.get(name).then(|part| Setting::Known(part.clone()));
    match policy.value() {
        policy @ Node::Map(_) => known(policy),
        text @ (Node::Text(_) | Node::Joined(_)) => match json_text::read(text) {
            Some(policy) => known(&policy),
            None => Setting::Unknown("its JSON cannot be read".to_owned()),
        },
        _ => Setting::Unknown("it is put together elsewhere".to_owned()),
    }
}
