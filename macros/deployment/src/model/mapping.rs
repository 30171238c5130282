//! Event source mappings: resources of their own, or events of a SAM function.

use super::{
    event_source,
    filter_criteria::{self, Filter},
    function::{self, Functions},
    queue,
    written::Written,
};
use crate::{
    file::{
        declarations::{Declarations, Resource, Role},
        dialect::Dialect,
        node::{Node, Setting},
    },
    source_kind::SourceKind,
};

/// An event source mapping: a resource of its own, or an event of a SAM function.
#[derive(Debug, Clone)]
pub(crate) struct Mapping {
    /// The resource that holds it: the mapping's own, or the function's.
    pub(crate) resource: String,
    /// The index of the file that declares it.
    pub(crate) file: usize,
    /// The name of the event, if it is one of a SAM function.
    pub(crate) event: Option<String>,
    /// Set if the mapping is the one that SAM makes for `SqsSubscription`.
    pub(crate) subscription: Option<Subscription>,
    pub(crate) function: Setting<String>,
    pub(crate) source: Setting<SourceKind>,
    /// The name of the queue in the file, if the source is a queue.
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
    pub(crate) written: Written,
    /// The assumptions about parameters on which its properties depend.
    pub(crate) assumptions: Vec<String>,
}

/// `SqsSubscription` of an SNS event: the topic sends to a queue, and the queue delivers to the function.
#[derive(Debug, Clone)]
pub(crate) struct Subscription {
    /// The topic's ARN.
    pub(crate) topic: Node,
    /// The ARN of the user's own queue; `None` if SAM makes one.
    pub(crate) queue: Option<Node>,
}

/// The properties that rules ask for. If one of them depends on a parameter, a note says so.
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
    /// Reads the properties that resources and events have in common.
    pub(crate) fn read(dialect: Dialect, holder: &Resource, properties: &Node) -> Self {
        let get = |name: &str| properties.get(&dialect.property(name));
        let number = |name: &str| get(name).and_then(Node::number);
        let number_in = |outer: &str, name: &str| {
            get(outer).and_then(|config| config.get(&dialect.property(name))).and_then(Node::number)
        };
        Self {
            resource: holder.name.clone(),
            file: holder.file,
            event: None,
            subscription: None,
            function: Setting::Absent,
            source: Setting::Absent,
            queue: Setting::Absent,
            reports: get("FunctionResponseTypes").and_then(|types| types.contains("ReportBatchItemFailures")),
            bisects: get("BisectBatchOnFunctionError").and_then(Node::boolean),
            retry_attempts: number("MaximumRetryAttempts"),
            record_age: number("MaximumRecordAgeInSeconds"),
            window: number("TumblingWindowInSeconds"),
            on_failure: get("DestinationConfig")
                .and_then(|config| config.get(&dialect.property("OnFailure")))
                .and_then(|on_failure| on_failure.get(&dialect.property("Destination")))
                .and_then(|_| Setting::Known(())),
            pollers: get("ProvisionedPollerConfig").and_then(|_| Setting::Known(())),
            batch_size: number("BatchSize"),
            batching_window: number("MaximumBatchingWindowInSeconds"),
            minimum_pollers: number_in("ProvisionedPollerConfig", "MinimumPollers"),
            maximum_concurrency: number_in("ScalingConfig", "MaximumConcurrency"),
            is_enabled: get("Enabled").and_then(Node::boolean),
            starting_position: get("StartingPosition").and_then(|position| match position.text() {
                Some(position) => Setting::Known(position.to_owned()),
                None => Setting::Unknown("it is not a text".to_owned()),
            }),
            filters: filter_criteria::read(dialect, properties),
            written: Written::of(properties),
            assumptions: properties.assumptions_of(&dialect.properties(&JUDGED)),
        }
    }

    /// A mapping of this kind in the same place, without any properties.
    pub(crate) fn blank(&self, declarations: Dialect, kind: SourceKind) -> Self {
        let holder = Resource {
            name: self.resource.clone(),
            role: Role::Mapping,
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

    /// The name of the mapping in a report.
    pub(crate) fn name(&self) -> String {
        match &self.event {
            Some(event) => format!("{}.Events.{event}", self.resource),
            None => self.resource.clone(),
        }
    }
}

/// Reads a mapping that is a resource. `None` if Lambda reads no report for its source.
pub(super) fn read(
    declarations: &Declarations,
    functions: &Functions,
    resource: &Resource,
) -> Option<Mapping> {
    let dialect = declarations.dialect;
    let property = |name: &str| resource.properties.get(&dialect.property(name));
    let mut mapping = Mapping::read(dialect, resource, &resource.properties);
    let function =
        property("FunctionName").and_then(|node| function::named_by(declarations, functions, node, 0));
    mapping.function = function.or(Setting::Unknown("it names no function".to_owned()));
    let is_kafka = [
        "SelfManagedEventSource",
        "AmazonManagedKafkaEventSourceConfig",
        "SelfManagedKafkaEventSourceConfig",
    ]
    .iter()
    .any(|name| matches!(property(name), Setting::Known(_)));
    let arn = property("EventSourceArn");
    mapping.source = if is_kafka {
        Setting::Known(SourceKind::Kafka)
    } else {
        match arn.clone().and_then(|arn| event_source::kind_of(declarations, arn)) {
            Setting::Known(None) => return None,
            Setting::Known(Some(kind)) => Setting::Known(kind),
            Setting::Absent => Setting::Unknown("it names no source".to_owned()),
            Setting::Unknown(why) => Setting::Unknown(why),
        }
    };
    mapping.queue = arn.and_then(|arn| queue::named_by(declarations, arn));
    Some(mapping)
}
