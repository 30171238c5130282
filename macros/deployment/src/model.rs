//! What the rules judge: functions, event source mappings and queues, in one shape for all formats.

use crate::{
    declarations::Dialect,
    expectation::SourceKind,
    node::{Node, Setting},
};

/// A deployment as far as event source mappings are concerned.
#[derive(Debug)]
pub(crate) struct Deployment {
    pub(crate) dialect: Dialect,
    pub(crate) functions: Vec<Function>,
    pub(crate) mappings: Vec<Mapping>,
    pub(crate) queues: Vec<Queue>,
    /// The sources in the file, to be named where something is to be pasted.
    pub(crate) sources: Vec<(String, SourceKind)>,
    /// Parts that are only named, such as modules.
    pub(crate) elsewhere: Vec<String>,
}

impl Deployment {
    /// A function of the file.
    pub(crate) fn function(&self, name: &str) -> Option<&Function> {
        self.functions.iter().find(|function| function.name == name)
    }

    /// A queue of the file.
    pub(crate) fn queue(&self, name: &str) -> Option<&Queue> {
        self.queues.iter().find(|queue| queue.name == name)
    }
}

/// A Lambda function.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// `FunctionName`, by which a mapping may refer to it too.
    pub(crate) function_name: Option<Node>,
    pub(crate) timeout: Setting<i64>,
    /// The parameters whose defaults were taken.
    pub(crate) defaults: Vec<String>,
}

/// An event source mapping: a resource of its own, or an event of a SAM function.
#[derive(Debug)]
pub(crate) struct Mapping {
    /// The resource that holds it: the mapping's own, or the function's.
    pub(crate) resource: String,
    /// The name of SAM's event.
    pub(crate) event: Option<String>,
    pub(crate) function: Setting<String>,
    pub(crate) source: Setting<SourceKind>,
    /// The queue's name in the file, where the source is one.
    pub(crate) queue: Setting<String>,
    pub(crate) reports: Setting<bool>,
    pub(crate) bisects: Setting<bool>,
    pub(crate) retry_attempts: Setting<i64>,
    pub(crate) record_age: Setting<i64>,
    pub(crate) window: Setting<i64>,
    pub(crate) on_failure: Setting<()>,
    pub(crate) pollers: Setting<()>,
    /// The parameters whose defaults were taken.
    pub(crate) defaults: Vec<String>,
}

/// The properties on whose values a rule may depend.
const JUDGED: [&str; 10] = [
    "FunctionName",
    "EventSourceArn",
    "FunctionResponseTypes",
    "BisectBatchOnFunctionError",
    "MaximumRetryAttempts",
    "MaximumRecordAgeInSeconds",
    "TumblingWindowInSeconds",
    "DestinationConfig",
    "ProvisionedPollerConfig",
    "Queue",
];

impl Mapping {
    /// Reads what all formats have in common.
    pub(crate) fn read(dialect: Dialect, resource: &str, properties: &Node) -> Self {
        let get = |name: &str| properties.get(&dialect.property(name));
        let number = |name: &str| get(name).then(Node::number);
        Self {
            resource: resource.to_owned(),
            event: None,
            function: Setting::Absent,
            source: Setting::Absent,
            queue: Setting::Absent,
            reports: get("FunctionResponseTypes").then(|types| types.holds("ReportBatchItemFailures")),
            bisects: get("BisectBatchOnFunctionError").then(Node::boolean),
            retry_attempts: number("MaximumRetryAttempts"),
            record_age: number("MaximumRecordAgeInSeconds"),
            window: number("TumblingWindowInSeconds"),
            on_failure: get("DestinationConfig")
                .then(|config| config.get(&dialect.property("OnFailure")))
                .then(|on_failure| on_failure.get(&dialect.property("Destination")))
                .then(|_| Setting::Known(())),
            pollers: get("ProvisionedPollerConfig").then(|_| Setting::Known(())),
            defaults: properties.defaults(&dialect.properties(&JUDGED)),
        }
    }

    /// The mapping as a report names it.
    pub(crate) fn name(&self) -> String {
        match &self.event {
            Some(event) => format!("{}.Events.{event}", self.resource),
            None => self.resource.clone(),
        }
    }
}

/// An SQS queue.
#[derive(Debug)]
pub(crate) struct Queue {
    pub(crate) name: String,
    pub(crate) visibility_timeout: Setting<i64>,
    pub(crate) fifo: Setting<bool>,
    /// Whether messages that fail too often go to a dead-letter queue.
    pub(crate) dead_letters: Setting<()>,
    pub(crate) max_receives: Setting<()>,
    /// The parameters whose defaults were taken.
    pub(crate) defaults: Vec<String>,
}
