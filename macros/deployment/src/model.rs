//! What the rules judge: functions, event source mappings and queues, in one shape for all formats.

use std::collections::{HashMap, HashSet};

use crate::{
    declarations::{Dialect, Module, Resource, SourceFile},
    filter_criteria::{self, Filter},
    node::{Node, Setting},
    source_kind::SourceKind,
};

/// A deployment as far as event source mappings are concerned.
#[derive(Debug)]
pub(crate) struct Deployment {
    pub(crate) dialect: Dialect,
    pub(crate) functions: Functions,
    pub(crate) mappings: Vec<Mapping>,
    pub(crate) queues: Queues,
    /// The sources in the file, to be named where something is to be pasted.
    pub(crate) sources: Vec<(String, SourceKind)>,
    /// The names of all resources.
    pub(crate) names: HashSet<String>,
    /// Parts that are only named.
    pub(crate) elsewhere: Vec<String>,
    /// The modules that a Terraform file calls.
    pub(crate) modules: Vec<Module>,
    /// Files beside the named one that declare event source mappings, which are not judged.
    pub(crate) mappings_beside: Vec<String>,
    /// The files that were read.
    pub(crate) files: Vec<SourceFile>,
}

/// The functions of a deployment, in order and by their names.
#[derive(Debug, Default)]
pub(crate) struct Functions {
    in_order: Vec<Function>,
    by_name: HashMap<String, usize>,
    by_function_name: HashMap<Node, usize>,
}

impl Functions {
    pub(crate) fn push(&mut self, function: Function) {
        let index = self.in_order.len();
        if let Some(name) = &function.function_name {
            self.by_function_name.entry(name.clone()).or_insert(index);
        }
        self.by_name.entry(function.name.clone()).or_insert(index);
        self.in_order.push(function);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Function> {
        self.in_order.iter()
    }

    /// The function of this logical id.
    pub(crate) fn named(&self, name: &str) -> Option<&Function> {
        self.in_order.get(*self.by_name.get(name)?)
    }

    /// The function whose `FunctionName` is this.
    pub(crate) fn with_function_name(&self, name: &Node) -> Option<&Function> {
        self.in_order.get(*self.by_function_name.get(name)?)
    }
}

/// The queues of a deployment, by their names.
#[derive(Debug, Default)]
pub(crate) struct Queues(HashMap<String, Queue>);

impl Queues {
    /// The queue of this name.
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

/// A Lambda function.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// `FunctionName`, by which a mapping may refer to it too.
    pub(crate) function_name: Option<Node>,
    pub(crate) timeout: Setting<i64>,
    /// What was assumed of parameters.
    pub(crate) defaults: Vec<String>,
}

/// The properties that a resource, or an event, spells out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Spelt {
    /// Whether there is a map of properties at all.
    pub(crate) has_properties: bool,
    pub(crate) keys: Vec<String>,
}

impl Spelt {
    /// What a resource spells out; a block of Terraform is a map of properties itself.
    pub(crate) fn of(properties: &Node) -> Self {
        Self { has_properties: matches!(properties.value(), Node::Map(_)), keys: properties.keys() }
    }
}

/// An event source mapping: a resource of its own, or an event of a SAM function.
#[derive(Debug, Clone)]
pub(crate) struct Mapping {
    /// The resource that holds it: the mapping's own, or the function's.
    pub(crate) resource: String,
    /// Which of the files declares it.
    pub(crate) file: usize,
    /// The name of SAM's event.
    pub(crate) event: Option<String>,
    /// What SAM makes of an SNS event with `SqsSubscription`.
    pub(crate) subscription: Option<Subscription>,
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
    pub(crate) batch_size: Setting<i64>,
    pub(crate) batching_window: Setting<i64>,
    pub(crate) minimum_pollers: Setting<i64>,
    pub(crate) maximum_concurrency: Setting<i64>,
    pub(crate) is_enabled: Setting<bool>,
    pub(crate) starting_position: Setting<String>,
    pub(crate) filters: Setting<Vec<Filter>>,
    pub(crate) spelt: Spelt,
    /// What was assumed of parameters.
    pub(crate) defaults: Vec<String>,
}

/// An SNS topic that reaches the function through a queue which SAM makes, or feeds.
#[derive(Debug, Clone)]
pub(crate) struct Subscription {
    /// The topic's ARN.
    pub(crate) topic: Node,
    /// The ARN of the user's own queue; nothing if SAM makes one.
    pub(crate) queue: Option<Node>,
}

/// The properties on whose values a rule may depend.
const JUDGED: [&str; 11] = [
    "FunctionName",
    "EventSourceArn",
    "FunctionResponseTypes",
    "BisectBatchOnFunctionError",
    "MaximumRetryAttempts",
    "MaximumRecordAgeInSeconds",
    "TumblingWindowInSeconds",
    "DestinationConfig",
    "ProvisionedPollerConfig",
    "FilterCriteria",
    "Queue",
];

impl Mapping {
    /// Reads what all formats have in common.
    pub(crate) fn read(dialect: Dialect, holder: &Resource, properties: &Node) -> Self {
        let get = |name: &str| properties.get(&dialect.property(name));
        let number = |name: &str| get(name).then(Node::number);
        let number_in = |outer: &str, name: &str| {
            get(outer).then(|config| config.get(&dialect.property(name))).then(Node::number)
        };
        Self {
            resource: holder.name.clone(),
            file: holder.file,
            event: None,
            subscription: None,
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
            batch_size: number("BatchSize"),
            batching_window: number("MaximumBatchingWindowInSeconds"),
            minimum_pollers: number_in("ProvisionedPollerConfig", "MinimumPollers"),
            maximum_concurrency: number_in("ScalingConfig", "MaximumConcurrency"),
            is_enabled: get("Enabled").then(Node::boolean),
            starting_position: get("StartingPosition").then(|position| match position.text() {
                Some(position) => Setting::Known(position.to_owned()),
                None => Setting::Unknown("it is not a text".to_owned()),
            }),
            filters: filter_criteria::read(dialect, properties),
            spelt: Spelt::of(properties),
            defaults: properties.defaults(&dialect.properties(&JUDGED)),
        }
    }

    /// A mapping of this kind that spells nothing out yet, in the place of another one.
    pub(crate) fn anew(&self, declarations: Dialect, kind: SourceKind) -> Self {
        let holder = Resource {
            name: self.resource.clone(),
            role: crate::declarations::Role::Mapping,
            properties: Node::Null,
            file: self.file,
        };
        let fresh = Self::read(declarations, &holder, &Node::Map(Vec::new()));
        Self {
            event: self.event.clone(),
            function: self.function.clone(),
            source: Setting::Known(kind),
            ..fresh
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
    /// Which of the files declares it.
    pub(crate) file: usize,
    pub(crate) visibility_timeout: Setting<i64>,
    pub(crate) fifo: Setting<bool>,
    /// The ARN of the queue to which messages go that fail too often.
    pub(crate) dead_letters: Setting<Node>,
    pub(crate) max_receives: Setting<i64>,
    pub(crate) spelt: Spelt,
    /// Terraform's policy beside the queue, where there is one: its name and its file.
    pub(crate) policy_beside: Option<(String, usize)>,
    /// What was assumed of parameters.
    pub(crate) defaults: Vec<String>,
}
