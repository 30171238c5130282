//! The queues that a file declares, each with its redrive policy.

use std::collections::HashMap;

use super::written::Written;
use crate::{
    file::{
        declarations::{Declarations, Resource, Role},
        embedded_json,
        node::{Node, Setting},
    },
    source_kind::SourceKind,
};

/// The properties that rules ask for. If one of them depends on a parameter, a note says so.
const JUDGED: [&str; 4] = ["VisibilityTimeout", "FifoQueue", "QueueName", "RedrivePolicy"];

/// An SQS queue.
#[derive(Debug)]
pub(crate) struct Queue {
    pub(crate) name: String,
    /// The index of the file that declares it.
    pub(crate) file: usize,
    pub(crate) visibility_timeout: Setting<i64>,
    pub(crate) fifo: Setting<bool>,
    /// The ARN of the dead-letter queue.
    pub(crate) dead_letters: Setting<Node>,
    pub(crate) max_receives: Setting<i64>,
    pub(crate) written: Written,
    /// Terraform's redrive policy as a resource of its own, if there is one: its name, and the index of its file.
    pub(crate) separate_policy: Option<(String, usize)>,
    /// The assumptions about parameters on which its properties depend.
    pub(crate) assumptions: Vec<String>,
}

/// The queues of a deployment, by their names.
#[derive(Debug, Default)]
pub(crate) struct Queues(HashMap<String, Queue>);

impl Queues {
    /// The queue with this name.
    pub(crate) fn named(&self, name: &str) -> Option<&Queue> {
        self.0.get(name)
    }
}

impl FromIterator<Queue> for Queues {
    fn from_iter<I: IntoIterator<Item = Queue>>(queues: I) -> Self {
        let mut by_name = HashMap::new();
        for queue in queues {
            by_name.entry(queue.name.clone()).or_insert(queue);
        }
        Self(by_name)
    }
}

/// Reads all queues.
pub(super) fn read_all(declarations: &Declarations) -> Queues {
    let policies = separate_policies(declarations);
    let queues =
        declarations.resources.iter().filter(|resource| resource.role == Role::Source(SourceKind::Sqs));
    queues
        .map(|resource| read(declarations, resource, policies.get(resource.name.as_str()).copied()))
        .collect()
}

fn read(declarations: &Declarations, resource: &Resource, separate: Option<&Resource>) -> Queue {
    let property = |name: &str| resource.properties.get(&declarations.dialect.property(name));
    let own = property("RedrivePolicy");
    let separate = separate.filter(|_| own == Setting::Absent);
    let policy = separate.map_or(own, |policy| policy.properties.get("redrive_policy"));
    Queue {
        name: resource.name.clone(),
        file: resource.file,
        visibility_timeout: property("VisibilityTimeout").and_then(Node::number),
        fifo: property("FifoQueue").and_then(Node::boolean).or(property("QueueName").and_then(is_fifo_name)),
        dead_letters: policy.clone().and_then(|policy| part(policy, "deadLetterTargetArn")),
        max_receives: policy
            .and_then(|policy| part(policy, "maxReceiveCount"))
            .and_then(|count| count.number()),
        written: Written::of(&resource.properties),
        separate_policy: separate.map(|policy| (policy.name.clone(), policy.file)),
        assumptions: resource.properties.assumptions_of(&declarations.dialect.properties(&JUDGED)),
    }
}

/// The name of a FIFO queue ends in `.fifo`.
/// <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/FIFO-queue-message-identifiers.html>
fn is_fifo_name(name: &Node) -> Setting<bool> {
    Setting::Known(name.literal().ends_with(".fifo"))
}

/// The resources `aws_sqs_queue_redrive_policy`, by the name of their queue.
fn separate_policies(declarations: &Declarations) -> HashMap<&str, &Resource> {
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

/// A part of a redrive policy. The policy is a map, or a text in JSON.
fn part(policy: &Node, name: &str) -> Setting<Node> {
    let known = |policy: &Node| policy.get(name).and_then(|part| Setting::Known(part.clone()));
    match policy.value() {
        policy @ Node::Map(_) => known(policy),
        text @ (Node::Text(_) | Node::Joined(_)) => match embedded_json::read(text) {
            Some(policy) => known(&policy),
            None => Setting::Unknown("its JSON cannot be read".to_owned()),
        },
        _ => Setting::Unknown("its value is not in the file".to_owned()),
    }
}

/// The queue of the file that an ARN refers to.
pub(super) fn named_by(declarations: &Declarations, arn: &Node) -> Setting<String> {
    arn.present().and_then(|arn| {
        let is_queue = |name: &&str| declarations.role(name) == Some(Role::Source(SourceKind::Sqs));
        match arn.references().into_iter().find(is_queue) {
            Some(name) => Setting::Known(name.to_owned()),
            None => Setting::Unknown("the queue is not in the file".to_owned()),
        }
    })
}
