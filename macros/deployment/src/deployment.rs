//! Finds functions, mappings and queues among the resources of a file.

use crate::{
    declarations::{Declarations, Resource, Role},
    expectation::SourceKind,
    model::{Deployment, Function, Mapping, Queue},
    node::{Node, Setting},
    queue, sam,
};

/// An alias of an alias does not exist; a circle of references must end all the same.
const LONGEST_CHAIN: usize = 4;

/// The deployment that a file declares.
pub(crate) fn deployment(declarations: &Declarations) -> Deployment {
    let of = |role: Role| declarations.resources.iter().filter(move |resource| resource.role == role);
    let mut functions: Vec<Function> = Vec::new();
    let mut mappings: Vec<Mapping> = Vec::new();
    let mut elsewhere = declarations.elsewhere.clone();
    for resource in of(Role::Function) {
        functions.push(function(declarations, resource));
        sam::events(declarations, resource, &mut mappings, &mut elsewhere);
    }
    mappings.extend(of(Role::Mapping).filter_map(|resource| mapping(declarations, &functions, resource)));
    let queues: Vec<Queue> =
        of(Role::Source(SourceKind::Sqs)).map(|resource| queue::read(declarations, resource)).collect();
    let sources = declarations.resources.iter().filter_map(|resource| match resource.role {
        Role::Source(kind) => Some((resource.name.clone(), kind)),
        _ => None,
    });
    let sources = sources.collect();
    Deployment { dialect: declarations.dialect, functions, mappings, queues, sources, elsewhere }
}

fn function(declarations: &Declarations, resource: &Resource) -> Function {
    let property = |name: &str| resource.properties.get(&declarations.dialect.property(name));
    let timeout = property("Timeout").or(declarations.globals.get("Timeout"));
    let judged = declarations.dialect.properties(&["Timeout"]);
    let defaults = match property("Timeout") {
        Setting::Absent => declarations.globals.defaults(&judged),
        _ => resource.properties.defaults(&judged),
    };
    let function_name = match property("FunctionName") {
        Setting::Known(name) => Some(name.clone()),
        _ => None,
    };
    Function { name: resource.name.clone(), function_name, timeout: timeout.then(Node::number), defaults }
}

/// A mapping that is a resource; `None` if its source takes no report.
fn mapping(declarations: &Declarations, functions: &[Function], resource: &Resource) -> Option<Mapping> {
    let dialect = declarations.dialect;
    let property = |name: &str| resource.properties.get(&dialect.property(name));
    let mut mapping = Mapping::read(dialect, &resource.name, &resource.properties);
    let function = property("FunctionName").then(|node| function_of(declarations, functions, node, 0));
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
        match arn.clone().then(|arn| source_of(declarations, arn)) {
            Setting::Known(None) => return None,
            Setting::Known(Some(kind)) => Setting::Known(kind),
            Setting::Absent => Setting::Unknown("it names no source".to_owned()),
            Setting::Unknown(why) => Setting::Unknown(why),
        }
    };
    mapping.queue = arn.then(|arn| queue_of(declarations, arn));
    Some(mapping)
}

/// The function that a mapping's `FunctionName` means.
fn function_of(
    declarations: &Declarations,
    functions: &[Function],
    node: &Node,
    depth: usize,
) -> Setting<String> {
    let named = |name: &Node| functions.iter().find(|function| function.function_name.as_ref() == Some(name));
    if let Some(text) = node.text() {
        // `arn:aws:lambda:region:account:function:name:alias` or the name alone.
        let name = text.split_once(":function:").map_or(text, |(_, name)| name);
        let name = name.split(':').next().unwrap_or(name);
        let declared = named(&Node::Text(name.to_owned()));
        return Setting::Known(declared.map_or(name, |function| &function.name).to_owned());
    }
    if let Some(function) = named(node.value()) {
        return Setting::Known(function.name.clone());
    }
    let mut found: Vec<&str> = node.references();
    found.retain(|name| matches!(declarations.role(name), Some(Role::Function | Role::FunctionAlias)));
    found.dedup();
    let [name] = found.as_slice() else {
        return match node.present() {
            Setting::Unknown(why) => Setting::Unknown(why),
            _ => Setting::Unknown("it names no function of the file".to_owned()),
        };
    };
    match (declarations.role(name), declarations.resource(name)) {
        (Some(Role::FunctionAlias), Some(alias)) if depth < LONGEST_CHAIN => alias
            .properties
            .get(&declarations.dialect.property("FunctionName"))
            .then(|node| function_of(declarations, functions, node, depth + 1)),
        (Some(Role::FunctionAlias), _) => Setting::Unknown(format!("`{name}`")),
        _ => Setting::Known((*name).to_owned()),
    }
}

/// The kind of source that an ARN means; `Known(None)` is one whose mapping takes no report.
fn source_of(declarations: &Declarations, arn: &Node) -> Setting<Option<SourceKind>> {
    if let Node::Reference(name) = arn.value() {
        return match declarations.role(name) {
            Some(Role::Source(kind)) => Setting::Known(Some(kind)),
            Some(Role::ForeignSource) => Setting::Known(None),
            _ => Setting::Unknown(format!("`{name}`")),
        };
    }
    arn.present().then(|arn| match arn.literal().split(':').nth(2) {
        Some("kinesis") => Setting::Known(Some(SourceKind::Kinesis)),
        Some("dynamodb") => Setting::Known(Some(SourceKind::DynamoDb)),
        Some("sqs") => Setting::Known(Some(SourceKind::Sqs)),
        Some("kafka") => Setting::Known(Some(SourceKind::Kafka)),
        Some("mq" | "rds") => Setting::Known(None),
        _ => Setting::Unknown("its ARN does not tell the service".to_owned()),
    })
}

/// The queue of the file that an ARN means.
pub(crate) fn queue_of(declarations: &Declarations, arn: &Node) -> Setting<String> {
    arn.present().then(|arn| {
        let is_queue = |name: &&str| declarations.role(name) == Some(Role::Source(SourceKind::Sqs));
        match arn.references().into_iter().find(is_queue) {
            Some(name) => Setting::Known(name.to_owned()),
            None => Setting::Unknown("the queue is not in the file".to_owned()),
        }
    })
}
