//! What the check found, as a reader wants it: where, what is lost, what to add.

use std::{fmt, path::PathBuf};

use crate::source_kind::SourceKind;

/// All that was found in a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// What must be changed. Empty is good, if something was `checked`.
    pub findings: Vec<Finding>,
    /// What the file alone does not tell, so that no rule could judge it.
    pub notes: Vec<String>,
    /// The event source mappings that were judged.
    pub checked: Vec<CheckedMapping>,
    /// Files beside the named one that were read for what it refers to.
    pub beside: Vec<PathBuf>,
}

impl Report {
    /// Whether nothing must be changed.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

impl Report {
    /// Checks that the deployment is right, for a test.
    ///
    /// # Panics
    /// With the report, if something must be changed, and if there was nothing that could be judged.
    #[track_caller]
    pub fn assert_clean(&self) {
        assert!(self.is_clean(), "{self}");
        assert!(!self.checked.is_empty(), "no event source mapping could be judged\n{self}");
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut separator = "";
        for finding in &self.findings {
            write!(f, "{separator}{finding}")?;
            separator = "\n\n";
        }
        for note in &self.notes {
            write!(f, "{separator}note: {note}")?;
            separator = "\n";
        }
        if separator.is_empty() {
            let names: Vec<_> = self.checked.iter().map(|mapping| mapping.name.as_str()).collect();
            write!(f, "checked {}: nothing to change", names.join(", "))?;
        }
        Ok(())
    }
}

/// An event source mapping that was judged.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct CheckedMapping {
    /// The resource; for an event of a SAM function the function, `Events` and the event: `BookOrders.Events.Orders`.
    pub name: String,
    /// The kind of its source; `None` if the file doesn't say.
    pub source: Option<SourceKind>,
}

/// A setting with which records are lost, repeated or stuck.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Finding {
    /// The rule that is broken.
    pub rule: Rule,
    /// The file's name, as the caller gave it; or that of a file beside it, which declares the resource.
    pub file: String,
    /// The resource that must be changed: a logical id, or `type.name` in Terraform.
    pub resource: String,
    /// The line at which the resource, or SAM's event, begins.
    pub line: Option<usize>,
    /// What is lost, and why.
    pub message: String,
    /// What to paste, the most important first. A snippet may refer to a later one, such as that of a queue. Empty if only
    /// the message can say what to write.
    pub snippets: Vec<Snippet>,
    /// The property of the CDK app that writes it, where the file is one that the CDK wrote.
    pub in_cdk: Option<String>,
}

/// What is to be done with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// The place has none of the keys yet: they are to be added.
    Add,
    /// The place has the keys: their values are to be replaced.
    Change,
    /// The text names keys that are to be taken away.
    Remove,
}

/// A text for a place in the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Snippet {
    /// What to do with the text.
    pub action: Action,
    /// Where the text belongs, such as the `Properties` of a SAM function's event.
    pub place: String,
    /// The text, in the file's own format.
    pub text: String,
    /// Place and text as they are printed, if the file has no such place yet and the text must begin it.
    pub(crate) with_place: Option<(String, String)>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        writeln!(f, ": `{}`: {}", self.resource, self.message)?;
        for snippet in &self.snippets {
            snippet.fmt(f)?;
        }
        if let Some(property) = &self.in_cdk {
            writeln!(f, "the file is generated; in the CDK app that is `{property}`")?;
        }
        write!(f, "see {}", self.rule.source())
    }
}

impl fmt::Display for Snippet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (place, text) =
            self.with_place.as_ref().map_or((&self.place, &self.text), |(place, text)| (place, text));
        let verb = match self.action {
            Action::Add => "add to",
            Action::Change => "change in",
            Action::Remove => "remove from",
        };
        writeln!(f, "{verb} {place}:")?;
        text.lines().try_for_each(|line| writeln!(f, "    {line}"))
    }
}

/// The rules, each with a page of AWS that says why.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// Lambda must be told that the function reports failures, or it takes every answer for success.
    ReportBatchItemFailures,
    /// Retries that end discard what comes after the failed record, unless batches are split.
    BisectBatch,
    /// Records that are discarded must leave a trace.
    OnFailureDestination,
    /// A tumbling window and a handler's state need each other.
    TumblingWindow,
    /// A message must stay invisible while the function works on it.
    VisibilityTimeout,
    /// The handler reads records of one kind.
    SourceKind,
    /// Kafka's mappings take reports in provisioned mode only.
    ProvisionedMode,
    /// A message that never succeeds must get out of the queue.
    DeadLetterQueue,
    /// AWS refuses a mapping with a filter pattern that it cannot read.
    FilterCriteria,
}

impl Rule {
    /// The page of AWS's documentation that states what the rule stands on.
    pub fn source(self) -> &'static str {
        match self {
            Self::ReportBatchItemFailures => {
                "https://docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html#lambda-CreateEventSourceMapping-request-FunctionResponseTypes"
            }
            Self::BisectBatch => {
                "https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html"
            }
            Self::OnFailureDestination => {
                "https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html"
            }
            Self::TumblingWindow => {
                "https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-windows.html"
            }
            Self::VisibilityTimeout => {
                "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html"
            }
            Self::SourceKind => {
                "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html"
            }
            Self::ProvisionedMode => {
                "https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html"
            }
            Self::DeadLetterQueue => {
                "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html"
            }
            Self::FilterCriteria => {
                "https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html"
            }
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ReportBatchItemFailures => "report-batch-item-failures",
            Self::BisectBatch => "bisect-batch",
            Self::OnFailureDestination => "on-failure-destination",
            Self::TumblingWindow => "tumbling-window",
            Self::VisibilityTimeout => "visibility-timeout",
            Self::SourceKind => "source-kind",
            Self::ProvisionedMode => "provisioned-mode",
            Self::DeadLetterQueue => "dead-letter-queue",
            Self::FilterCriteria => "filter-criteria",
        })
    }
}
