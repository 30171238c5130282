//! The rules over one event source mapping. Each judges what is certain; what is not becomes a note.

mod bisecting;
mod context;
mod dead_letters;
pub(crate) mod draft_finding;
mod failure_destination;
mod filters;
mod handlers_source;
mod new_queue;
mod notes;
mod provisioned_mode;
mod response_types;
mod sns_subscription;
mod tumbling_window;
mod visibility_timeout;

use self::{
    context::Context,
    draft_finding::{DraftFinding, RuleResult},
};
use crate::{
    edit::Edit,
    expectation::Expectation,
    file::node::Setting,
    model::{Deployment, mapping::Mapping},
    source_kind::SourceKind,
};

/// Judges a mapping: the findings, and the notes.
pub(crate) fn judge(
    deployment: &Deployment,
    mapping: &Mapping,
    expectation: &Expectation,
) -> (Vec<DraftFinding>, Vec<String>) {
    let mut notes = Vec::new();
    let kind = match &mapping.source {
        Setting::Known(kind) => Some(*kind),
        Setting::Absent => expectation.source,
        Setting::Unknown(why) => {
            let taken =
                if expectation.source.is_some() { "the handler's kind is taken" } else { "it may be any" };
            notes.push(format!("the source of `{}` is not known here ({why}): {taken}", mapping.name()));
            expectation.source
        }
    };
    let context = Context { deployment, mapping, expectation, kind };
    notes.extend(notes::assumptions(&context));
    let mut findings = Vec::new();
    for rule in rules(&context) {
        match rule(&context) {
            Ok(finding) => findings.extend(finding.map(|finding| completed(finding, &context))),
            Err(unknown) => notes.push(notes::not_checked(&context, &unknown)),
        }
    }
    notes.extend(notes::remarks(&context));
    (findings, notes)
}

type RuleFn = fn(&Context<'_>) -> RuleResult;

/// The rules for a source of this kind. A source of the wrong kind is one mistake, not five.
fn rules(context: &Context<'_>) -> &'static [RuleFn] {
    match (context.kind, context.expectation.source) {
        (Some(kind), Some(expected)) if kind != expected => &[handlers_source::is_the_handlers_kind],
        _ if context.mapping.subscription.is_some() => &[sns_subscription::is_written_out],
        (Some(kind), _) if kind.is_stream() => &[
            response_types::reports_failures,
            bisecting::bisects,
            failure_destination::keeps_what_is_discarded,
            tumbling_window::has_the_handlers_window,
            filters::are_accepted,
        ],
        (Some(SourceKind::Sqs), _) => &[
            response_types::reports_failures,
            visibility_timeout::hides_messages_long_enough,
            dead_letters::has_dead_letters,
            dead_letters::receives_often_enough,
            filters::are_accepted,
        ],
        (Some(_), _) => &[
            response_types::reports_failures,
            provisioned_mode::is_provisioned,
            failure_destination::keeps_what_is_discarded,
            filters::are_accepted,
        ],
        // Whatever the source is: retries end only at streams and Kafka, where batches can be bisected.
        (None, _) => &[
            response_types::reports_failures,
            bisecting::bisects,
            failure_destination::keeps_what_is_discarded,
            tumbling_window::has_the_handlers_window,
            filters::are_accepted,
        ],
    }
}

/// A finding with what is still to be done once the mapping is the one that the finding resulting_mapping.
fn completed(mut finding: DraftFinding, context: &Context<'_>) -> DraftFinding {
    if let Some(mapping) = &finding.resulting_mapping {
        let made = Context { mapping, kind: known_kind(mapping), ..*context };
        let further = rules(&made).iter().filter_map(|rule| rule(&made).ok().flatten());
        finding.edits.extend(further.flat_map(|finding| finding.edits).collect::<Vec<Edit>>());
    }
    finding
}

fn known_kind(mapping: &Mapping) -> Option<SourceKind> {
    match mapping.source {
        Setting::Known(kind) => Some(kind),
        _ => None,
    }
}
