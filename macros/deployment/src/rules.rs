//! The rules that an event source mapping must follow. A finding is certain; a value that the file doesn't show becomes a note.

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

/// Judges a mapping. Returns the findings and the notes.
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
            let assumed =
                if expectation.source.is_some() { "the handler's kind is assumed" } else { "it may be any" };
            notes.push(format!("the source of `{}` is not known here ({why}): {assumed}", mapping.name()));
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
    notes.extend(notes::harmful_settings(&context));
    (findings, notes)
}

type RuleFn = fn(&Context<'_>) -> RuleResult;

/// The rules for the kind of source. A source of the wrong kind is one mistake, not five.
fn rules(context: &Context<'_>) -> &'static [RuleFn] {
    match (context.kind, context.expectation.source) {
        (Some(kind), Some(expected)) if kind != expected => &[handlers_source::is_the_handlers_kind],
        _ if context.mapping.subscription.is_some() => &[sns_subscription::is_written_out],
        (Some(kind), _) if kind.is_stream() => &[
            response_types::reports_failures,
            bisecting::bisects,
            failure_destination::has_a_destination,
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
            failure_destination::has_a_destination,
            filters::are_accepted,
        ],
        // Only streams and Kafka have retries that end, and both can bisect batches. So these rules hold for any source.
        (None, _) => &[
            response_types::reports_failures,
            bisecting::bisects,
            failure_destination::has_a_destination,
            tumbling_window::has_the_handlers_window,
            filters::are_accepted,
        ],
    }
}

/// A finding whose edits make another mapping must mend that one too: its edits include those of that mapping's findings.
fn completed(mut finding: DraftFinding, context: &Context<'_>) -> DraftFinding {
    if let Some(mapping) = &finding.resulting_mapping {
        let made = Context { mapping, kind: mapping.source.known().copied(), ..*context };
        let further = rules(&made).iter().filter_map(|rule| rule(&made).ok().flatten());
        finding.edits.extend(further.flat_map(|finding| finding.edits).collect::<Vec<Edit>>());
    }
    finding
}
