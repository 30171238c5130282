//! What a rule can ask about a mapping, and what it can say.

use super::draft_finding::{DraftFinding, UnknownProperty, known};
use crate::{
    edit::Edit,
    expectation::Expectation,
    file::{dialect::Dialect, node::Setting},
    model::{Deployment, mapping::Mapping, queue::Queue},
    report::Rule,
    source_kind::SourceKind,
};

/// The name of the queue in a note about it, in the place of a property's.
pub(super) const THE_QUEUE: &str = "the queue";

/// Lambda's default of `Timeout`, in seconds.
/// <https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html>
const DEFAULT_TIMEOUT: i64 = 3;

/// A mapping, and what a rule must know to judge it.
#[derive(Debug)]
pub(super) struct Context<'a> {
    pub(super) deployment: &'a Deployment,
    pub(super) mapping: &'a Mapping,
    pub(super) expectation: &'a Expectation,
    /// The kind of the mapping's source. If the file doesn't say, it is the handler's.
    pub(super) kind: Option<SourceKind>,
}

impl<'a> Context<'a> {
    pub(super) fn dialect(&self) -> Dialect {
        self.deployment.dialect
    }

    /// The queue of the mapping, if the file declares it.
    pub(super) fn queue(&self) -> Result<&'a Queue, UnknownProperty> {
        let elsewhere =
            || UnknownProperty { property: THE_QUEUE, why: "it is not declared in the file".to_owned() };
        let name = known(THE_QUEUE, &self.mapping.queue)?.ok_or_else(elsewhere)?;
        self.deployment.queues.named(name).ok_or_else(elsewhere)
    }

    /// The edit that sets a property of the mapping.
    pub(super) fn set(&self, property: &str, text: String) -> Edit {
        let place = (self.mapping.resource.as_str(), self.mapping.event.as_deref());
        Edit::property(self.dialect(), place, &self.mapping.written, property, text)
    }

    /// A finding about the mapping.
    pub(super) fn finding(
        &self,
        rule: Rule,
        message: String,
        edits: Vec<Edit>,
        in_cdk: &str,
    ) -> DraftFinding {
        DraftFinding {
            rule,
            resource: self.mapping.resource.clone(),
            file: self.mapping.file,
            event: self.mapping.event.clone(),
            message,
            edits,
            in_cdk: in_cdk.to_owned(),
            resulting_mapping: None,
        }
    }

    /// The edit that sets a property of a queue.
    pub(super) fn set_of_queue(&self, queue: &Queue, property: &str, text: String) -> Edit {
        Edit::property(self.dialect(), (&queue.name, None), &queue.written, property, text)
    }

    /// A finding about a queue.
    pub(super) fn finding_at(
        &self,
        queue: &Queue,
        rule: Rule,
        message: String,
        edits: Vec<Edit>,
        in_cdk: &str,
    ) -> DraftFinding {
        DraftFinding {
            resource: queue.name.clone(),
            file: queue.file,
            event: None,
            ..self.finding(rule, message, edits, in_cdk)
        }
    }

    /// The function's timeout, in seconds.
    pub(super) fn function_timeout(&self) -> Result<i64, UnknownProperty> {
        let elsewhere = || UnknownProperty {
            property: "Timeout",
            why: "the function is not declared in the file".to_owned(),
        };
        let Setting::Known(name) = &self.mapping.function else { return Err(elsewhere()) };
        let function = self.deployment.functions.named(name).ok_or_else(elsewhere)?;
        Ok(*known("Timeout", &function.timeout)?.unwrap_or(&DEFAULT_TIMEOUT))
    }
}

/// Whether Lambda gives up a record after some attempts, or at some age. It never does by default: both limits are -1.
pub(super) fn retries_end(mapping: &Mapping) -> Result<bool, UnknownProperty> {
    let attempts = known("MaximumRetryAttempts", &mapping.retry_attempts);
    let age = known("MaximumRecordAgeInSeconds", &mapping.record_age);
    let is_finite =
        |limit: &Result<Option<&i64>, UnknownProperty>| matches!(limit, Ok(Some(limit)) if **limit > -1);
    if is_finite(&attempts) || is_finite(&age) {
        return Ok(true);
    }
    attempts.and(age).map(|_| false)
}
