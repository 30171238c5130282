//! The rules over one event source mapping. Each judges what is certain; what is not becomes a note.

mod kafka;
mod mapping;
mod queue;
mod stream;

use crate::{
    declarations::Dialect,
    expectation::{Expectation, SourceKind},
    lines::line_of,
    model::{Deployment, Mapping, Queue},
    node::Setting,
    paste,
    report::{Finding, Rule},
};

/// What a rule says: nothing, a finding, or that the file does not tell enough.
type Judgement = Result<Option<Finding>, Unresolved>;

/// A property that the file does not tell.
#[derive(Debug)]
pub(crate) struct Unresolved {
    property: &'static str,
    why: String,
}

/// The file under judgement.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Source<'a> {
    pub(crate) text: &'a str,
    pub(crate) name: &'a str,
}

/// One mapping, with all that a rule may ask.
#[derive(Debug)]
pub(crate) struct Case<'a> {
    source_text: Source<'a>,
    deployment: &'a Deployment,
    mapping: &'a Mapping,
    expectation: &'a Expectation,
    /// The kind of the mapping's source; the handler's where the file does not tell.
    kind: Option<SourceKind>,
}

/// Judges a mapping: the findings, and the notes.
pub(crate) fn judge(
    source_text: Source<'_>,
    deployment: &Deployment,
    mapping: &Mapping,
    expectation: &Expectation,
) -> (Vec<Finding>, Vec<String>) {
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
    let case = Case { source_text, deployment, mapping, expectation, kind };
    notes.extend(case.defaults());
    let mut findings = Vec::new();
    for rule in case.rules() {
        match rule(&case) {
            Ok(finding) => findings.extend(finding),
            Err(Unresolved { property, why }) => {
                notes.push(format!(
                    "`{property}` of `{}` is not known here ({why}): not checked",
                    mapping.name()
                ));
            }
        }
    }
    notes.dedup();
    (findings, notes)
}

type RuleFn = fn(&Case<'_>) -> Judgement;

impl<'a> Case<'a> {
    /// The rules for a source of this kind. A source of the wrong kind is one mistake, not five.
    fn rules(&self) -> &'static [RuleFn] {
        match (self.kind, self.expectation.source) {
            (Some(kind), Some(expected)) if kind != expected => &[mapping::is_the_handlers_kind],
            (Some(kind), _) if kind.is_stream() => &[
                mapping::reports_failures,
                stream::bisects,
                mapping::keeps_what_is_discarded,
                stream::has_the_handlers_window,
            ],
            (Some(SourceKind::Sqs), _) => {
                &[mapping::reports_failures, queue::hides_messages_long_enough, queue::has_dead_letters]
            }
            (Some(_), _) => {
                &[mapping::reports_failures, kafka::is_provisioned, mapping::keeps_what_is_discarded]
            }
            (None, _) => &[
                mapping::reports_failures,
                mapping::keeps_what_is_discarded,
                stream::has_the_handlers_window,
            ],
        }
    }

    fn dialect(&self) -> Dialect {
        self.deployment.dialect
    }

    /// The parameters whose defaults the judgement rests on.
    fn defaults(&self) -> Vec<String> {
        let mut parameters: Vec<&String> = self.mapping.defaults.iter().collect();
        if self.kind == Some(SourceKind::Sqs) {
            let function = match &self.mapping.function {
                Setting::Known(name) => self.deployment.function(name),
                _ => None,
            };
            parameters.extend(function.iter().flat_map(|function| &function.defaults));
            parameters.extend(self.queue().ok().iter().flat_map(|queue| &queue.defaults));
        }
        let note =
            |parameter: &&String| format!("`{parameter}` is taken at its default; a deployment may set it");
        parameters.iter().map(note).collect()
    }

    /// The queue of the mapping, if the file declares it.
    fn queue(&self) -> Result<&'a Queue, Unresolved> {
        let elsewhere =
            || Unresolved { property: "the queue", why: "it is not declared in the file".to_owned() };
        let name = known("the queue", &self.mapping.queue)?.ok_or_else(elsewhere)?;
        self.deployment.queue(name).ok_or_else(elsewhere)
    }

    /// A finding about the mapping.
    fn finding(&self, rule: Rule, message: String, add: String, in_cdk: &str) -> Finding {
        let place = match (&self.mapping.event, rule, self.dialect()) {
            (Some(event), Rule::SourceKind, _) => format!("the event `{event}`"),
            (Some(event), _, _) => format!("`Properties` of the event `{event}`"),
            (None, _, dialect) => whole(dialect).to_owned(),
        };
        self.place(rule, &self.mapping.resource, self.mapping.event.as_deref(), place, message, add, in_cdk)
    }

    /// A finding about the mapping's queue.
    fn queue_finding(
        &self,
        rule: Rule,
        queue: &Queue,
        message: String,
        add: String,
        in_cdk: &str,
    ) -> Finding {
        self.place(rule, &queue.name, None, whole(self.dialect()).to_owned(), message, add, in_cdk)
    }

    #[allow(clippy::too_many_arguments, reason = "the fields of a finding, named where it is built")]
    fn place(
        &self,
        rule: Rule,
        resource: &str,
        event: Option<&str>,
        place: String,
        message: String,
        add: String,
        in_cdk: &str,
    ) -> Finding {
        let Source { text, name } = self.source_text;
        let written_by_cdk = self.dialect() == Dialect::Json
            && ["aws:cdk:", "AWS::CDK::", "/cdk-bootstrap/"].iter().any(|sign| text.contains(sign));
        Finding {
            rule,
            file: name.to_owned(),
            resource: resource.to_owned(),
            place,
            line: line_of(text, self.dialect(), resource, event),
            message,
            add,
            in_cdk: written_by_cdk.then(|| in_cdk.to_owned()),
        }
    }
}

fn whole(dialect: Dialect) -> &'static str {
    if dialect == Dialect::Terraform { "the block" } else { "its `Properties`" }
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
