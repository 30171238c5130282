//! The rules over one event source mapping. Each judges what is certain; what is not becomes a note.

mod filters;
mod kafka;
mod mapping;
mod queue;
mod remarks;
mod source;
mod stream;
mod subscription;

use crate::{
    edit::Edit,
    expectation::Expectation,
    file::dialect::Dialect,
    file::node::Setting,
    model::{Deployment, mapping::Mapping, queue::Queue},
    paste,
    report::Rule,
    source_kind::SourceKind,
};

/// What a rule says: nothing, a finding, or that the file does not tell enough.
type Judgement = Result<Option<Draft>, Unresolved>;

/// A finding whose places are not in words yet.
#[derive(Debug)]
pub(crate) struct Draft {
    pub(crate) rule: Rule,
    pub(crate) resource: String,
    /// Which of the files declares the resource.
    pub(crate) file: usize,
    pub(crate) event: Option<String>,
    pub(crate) message: String,
    /// What is to be done, the most important first.
    pub(crate) edits: Vec<Edit>,
    pub(crate) in_cdk: String,
}

/// A property that the file does not tell.
#[derive(Debug)]
pub(crate) struct Unresolved {
    property: &'static str,
    why: String,
}

/// What a note calls the source of a queue's mapping.
const THE_QUEUE: &str = "the queue";

/// One mapping, with all that a rule may ask.
#[derive(Debug)]
pub(crate) struct Case<'a> {
    deployment: &'a Deployment,
    mapping: &'a Mapping,
    expectation: &'a Expectation,
    /// The kind of the mapping's source; the handler's where the file does not tell.
    kind: Option<SourceKind>,
}

/// Judges a mapping: the findings, and the notes.
pub(crate) fn judge(
    deployment: &Deployment,
    mapping: &Mapping,
    expectation: &Expectation,
) -> (Vec<Draft>, Vec<String>) {
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
    let case = Case { deployment, mapping, expectation, kind };
    notes.extend(case.defaults());
    let mut findings = Vec::new();
    for rule in case.rules() {
        match rule(&case) {
            Ok(finding) => findings.extend(finding),
            Err(unresolved) => notes.push(case.not_checked(&unresolved)),
        }
    }
    notes.extend(case.remarks());
    (findings, notes)
}

type RuleFn = fn(&Case<'_>) -> Judgement;

impl<'a> Case<'a> {
    /// The rules for a source of this kind. A source of the wrong kind is one mistake, not five.
    fn rules(&self) -> &'static [RuleFn] {
        match (self.kind, self.expectation.source) {
            (Some(kind), Some(expected)) if kind != expected => &[source::is_the_handlers_kind],
            _ if self.mapping.subscription.is_some() => &[subscription::is_written_out],
            (Some(kind), _) if kind.is_stream() => &[
                mapping::reports_failures,
                stream::bisects,
                mapping::keeps_what_is_discarded,
                stream::has_the_handlers_window,
                filters::are_accepted,
            ],
            (Some(SourceKind::Sqs), _) => &[
                mapping::reports_failures,
                queue::hides_messages_long_enough,
                queue::has_dead_letters,
                queue::receives_often_enough,
                filters::are_accepted,
            ],
            (Some(_), _) => &[
                mapping::reports_failures,
                kafka::is_provisioned,
                mapping::keeps_what_is_discarded,
                filters::are_accepted,
            ],
            // Whatever the source is: retries end only at streams and Kafka, where batches can be bisected.
            (None, _) => &[
                mapping::reports_failures,
                stream::bisects,
                mapping::keeps_what_is_discarded,
                stream::has_the_handlers_window,
                filters::are_accepted,
            ],
        }
    }

    fn dialect(&self) -> Dialect {
        self.deployment.dialect
    }

    /// What was assumed of parameters for the judgement.
    fn defaults(&self) -> Vec<String> {
        let mut assumptions: Vec<&String> = self.mapping.defaults.iter().collect();
        if self.kind == Some(SourceKind::Sqs) {
            let function = match &self.mapping.function {
                Setting::Known(name) => self.deployment.functions.named(name),
                _ => None,
            };
            assumptions.extend(function.iter().flat_map(|function| &function.defaults));
            assumptions.extend(self.queue().ok().iter().flat_map(|queue| &queue.defaults));
        }
        assumptions.iter().map(|assumption| format!("{assumption}; a deployment may set it")).collect()
    }

    /// A note about a property that the file does not tell.
    fn not_checked(&self, Unresolved { property, why }: &Unresolved) -> String {
        let property = match *property {
            THE_QUEUE => THE_QUEUE.to_owned(),
            property => format!("`{}`", self.dialect().property(property)),
        };
        format!("{property} of `{}` is not known here ({why}): not checked", self.mapping.name())
    }

    /// The queue of the mapping, if the file declares it.
    fn queue(&self) -> Result<&'a Queue, Unresolved> {
        let elsewhere =
            || Unresolved { property: THE_QUEUE, why: "it is not declared in the file".to_owned() };
        let name = known(THE_QUEUE, &self.mapping.queue)?.ok_or_else(elsewhere)?;
        self.deployment.queues.named(name).ok_or_else(elsewhere)
    }

    /// Sets a property of the mapping.
    fn set(&self, property: &str, text: String) -> Edit {
        let place = (self.mapping.resource.as_str(), self.mapping.event.as_deref());
        Edit::property(self.dialect(), place, &self.mapping.spelt, property, text)
    }

    /// A finding about the mapping.
    fn finding(&self, rule: Rule, message: String, edits: Vec<Edit>, in_cdk: &str) -> Draft {
        Draft {
            rule,
            resource: self.mapping.resource.clone(),
            file: self.mapping.file,
            event: self.mapping.event.clone(),
            message,
            edits,
            in_cdk: in_cdk.to_owned(),
        }
    }

    /// What is still to be done once the mapping is this one.
    fn edits_after(&self, mapping: &Mapping, kind: SourceKind) -> Vec<Edit> {
        let case =
            Case { deployment: self.deployment, mapping, expectation: self.expectation, kind: Some(kind) };
        let findings = case.rules().iter().filter_map(|rule| rule(&case).ok().flatten());
        findings.flat_map(|finding| finding.edits).collect()
    }
}

/// A setting's value, `None` where it is plainly absent.
fn known<'a, T>(property: &'static str, setting: &'a Setting<T>) -> Result<Option<&'a T>, Unresolved> {
    match setting {
        Setting::Known(value) => Ok(Some(value)),
        Setting::Absent => Ok(None),
        Setting::Unknown(why) => Err(Unresolved { property, why: why.clone() }),
    }
}

/// Whether Lambda gives up some day, by attempts or by age: -1, the default of both, never ends.
fn retries_end(mapping: &Mapping) -> Result<bool, Unresolved> {
    let attempts = known("MaximumRetryAttempts", &mapping.retry_attempts);
    let age = known("MaximumRecordAgeInSeconds", &mapping.record_age);
    let is_finite =
        |limit: &Result<Option<&i64>, Unresolved>| matches!(limit, Ok(Some(limit)) if **limit > -1);
    if is_finite(&attempts) || is_finite(&age) {
        return Ok(true);
    }
    attempts.and(age).map(|_| false)
}
