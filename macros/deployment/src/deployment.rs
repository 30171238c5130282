//! Finds functions, mappings and queues among the resources of a file.

use crate::{
    declarations::{Declarations, Resource, Role},
    model::{Deployment, Function, Functions, Mapping},
    node::{Node, Setting},
    queue, sam,
    source_kind::SourceKind,
};

/// An alias of an alias does not exist; a circle of references must end all the same.
const LONGEST_CHAIN: usize = 4;

/// The deployment that files declare: the mappings of the first one, and what they refer to in all of them.
pub(crate) fn deployment(declarations: Declarations) -> Deployment {
    let mut functions = Functions::default();
    let mut mappings: Vec<Mapping> = Vec::new();
    let mut elsewhere = declarations.elsewhere.clone();
    for resource in of(&declarations, Role::Function) {
        functions.push(function(&declarations, resource));
        sam::events(&declarations, resource, &mut mappings, &mut elsewhere);
    }
    let (own, beside): (Vec<_>, Vec<_>) =
        of(&declarations, Role::Mapping).partition(|resource| resource.file == 0);
    mappings.extend(own.into_iter().filter_map(|resource| mapping(&declarations, &functions, resource)));
    let mut mappings_beside: Vec<String> = beside
        .into_iter()
        .filter_map(|resource| Some(declarations.files.get(resource.file)?.name.clone()))
        .collect();
    mappings_beside.dedup();
    let sources = declarations.resources.iter().filter_map(|resource| match resource.role {
        Role::Source(kind) => Some((resource.name.clone(), kind)),
        _ => None,
    });
    Deployment {
        dialect: declarations.dialect,
        functions,
        mappings,
        queues: queue::read_all(&declarations),
        sources: sources.collect(),
        names: declarations.resources.iter().map(|resource| resource.name.clone()).collect(),
        elsewhere,
        modules: declarations.modules,
        mappings_beside,
        files: declarations.files,
    }
}

fn of(declarations: &Declarations, role: Role) -> impl Iterator<Item = &Resource> {
    declarations.resources.iter().filter(move |resource| resource.role == role)
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
fn mapping(declarations: &Declarations, functions: &Functions, resource: &Resource) -> Option<Mapping> {
    let dialect = declarations.dialect;
    let property = |name: &str| resource.properties.get(&dialect.property(name));
    let mut mapping = Mapping::read(dialect, resource, &resource.properties);
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
    functions: &Functions,
    node: &Node,
    depth: usize,
) -> Setting<String> {
    if let Some(text) = node.text() {
        // `arn:aws:lambda:region:account:function:name:alias` or the name alone.
        let name = text.split_once(":function:").map_or(text, |(_, name)| name);
        let name = name.split(':').next().unwrap_or(name);
        let declared = functions.with_function_name(&Node::Text(name.to_owned()));
        return Setting::Known(declared.map_or(name, |function| &function.name).to_owned());
    }
    if let Some(function) = functions.with_function_name(node.value()) {
        return Setting::Known(function.name.clone());
    }
    let mut found: Vec<&str> = node.references();
    found.retain(|name| {
        matches!(declarations.role(name), Some(Role::Function | Role::FunctionAlias | Role::Module))
    });
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
        (Some(Role::Module), _) => Setting::Known(module_of(name)),
        _ => Setting::Known((*name).to_owned()),
    }
}

/// `module.orders` of `module.orders.lambda_function_arn`: the module stands for the function that is in it.
fn module_of(output: &str) -> String {
    output.split('.').take(2).collect::<Vec<_>>().join(".")
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
