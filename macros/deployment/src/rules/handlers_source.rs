//! The rule that the mapping delivers the records that the handler reads.

use super::{
    context::Context,
    draft_finding::{DraftFinding, RuleResult},
};
use crate::{
    edit::{Edit, Place},
    file::{dialect::Dialect, node::Setting},
    model::{mapping::Mapping, written::Written},
    report::{Action, Rule},
    snippet,
    source_kind::SourceKind,
};

/// The properties that the mapping of a queue doesn't have.
const NOT_OF_QUEUES: [&str; 7] = [
    "StartingPosition",
    "BisectBatchOnFunctionError",
    "MaximumRetryAttempts",
    "MaximumRecordAgeInSeconds",
    "ParallelizationFactor",
    "TumblingWindowInSeconds",
    "DestinationConfig",
];

/// A handler reads the records of one kind of source, and fails for those of another.
pub(super) fn is_the_handlers_kind(context: &Context<'_>) -> RuleResult {
    let (Some(kind), Some(expected)) = (context.kind, context.expectation.source) else { return Ok(None) };
    let of_kind = context.deployment.sources.iter().filter(|(_, kind)| *kind == expected);
    let mut names = of_kind.map(|(name, _)| name.as_str());
    let name = match (names.next(), names.next()) {
        (Some(only), None) => Some(only),
        _ => None,
    };
    let message = format!(
        "the mapping's source is {kind}, but the handler reads the records of {expected}: it can read no event, and every \
         batch fails"
    );
    let in_cdk = match expected {
        SourceKind::Kinesis => "new KinesisEventSource(stream, { .. })",
        SourceKind::DynamoDb => "new DynamoEventSource(table, { .. })",
        SourceKind::Sqs => "new SqsEventSource(queue, { .. })",
        SourceKind::Kafka => "new ManagedKafkaEventSource({ .. })",
    };
    let (edits, mapping) = edits_to_source(context, expected, name);
    let finding = context.finding(Rule::SourceKind, message, edits, in_cdk);
    Ok(Some(DraftFinding { resulting_mapping: Some(mapping), ..finding }))
}

/// The edits that turn the mapping into one of the handler's source, and the mapping that they make.
fn edits_to_source(context: &Context<'_>, kind: SourceKind, name: Option<&str>) -> (Vec<Edit>, Mapping) {
    let dialect = context.dialect();
    let text = snippet::source(dialect, kind, name, context.mapping.event.is_some());
    let queue = name
        .filter(|_| kind == SourceKind::Sqs)
        .map_or(Setting::Absent, |name| Setting::Known(name.to_owned()));
    let (first, mapping) = match &context.mapping.event {
        Some(event) => {
            let place = Place::Event { event: event.clone() };
            let written = Written { has_properties: true, keys: Vec::new() };
            let mapping = Mapping { written, queue, ..context.mapping.blank(dialect, kind) };
            (Edit { action: Action::Change, place, text }, mapping)
        }
        None => {
            let mapping = Mapping { source: Setting::Known(kind), queue, ..context.mapping.clone() };
            (context.set("EventSourceArn", text), mapping)
        }
    };
    let made = Context { mapping: &mapping, kind: Some(kind), ..*context };
    let mut edits = vec![first];
    if kind == SourceKind::Sqs {
        edits.extend(without_properties_of_streams(&made));
    } else if !mapping.written.keys.contains(&dialect.property("StartingPosition")) {
        let position = if dialect == Dialect::Yaml { "TRIM_HORIZON" } else { "\"TRIM_HORIZON\"" };
        edits.push(made.set("StartingPosition", snippet::scalar(dialect, "StartingPosition", position)));
    }
    (edits, mapping)
}

/// The edit that removes the properties which the mapping of a queue doesn't have.
fn without_properties_of_streams(context: &Context<'_>) -> Option<Edit> {
    let names = context.dialect().properties(&NOT_OF_QUEUES);
    let written: Vec<_> =
        names.into_iter().filter(|name| context.mapping.written.keys.contains(name)).collect();
    let edit = context.set("StartingPosition", written.join("\n"));
    (!written.is_empty()).then_some(Edit { action: Action::Remove, ..edit })
}
