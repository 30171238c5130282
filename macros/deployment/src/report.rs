//! The result of a check.

use std::{fmt, path::PathBuf};

use crate::source_kind::SourceKind;

/// The findings and notes about a file.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Report {
    /// What must be changed. A deployment is right if there are no findings and something was `checked`.
    pub findings: Vec<Finding>,
    /// What no rule could judge because the file doesn't show it, what was assumed, and settings that may do harm.
    pub notes: Vec<String>,
    /// The event source mappings that were judged.
    pub checked: Vec<CheckedMapping>,
    /// The other files of the folder that were read, because the named file may refer to them.
    pub files_beside: Vec<PathBuf>,
}

impl Report {
    /// Whether nothing must be changed.
    pub fn is_clean(&self) -> bool {
        self.findings.is_empty()
    }
}

impl Report {
    /// Asserts in a test that nothing must be changed.
    ///
    /// # Panics
    /// If something must be changed, or if no mapping could be judged. The message is the report.
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

/// A setting that loses, repeats or blocks records.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Finding {
    /// The broken rule.
    pub rule: Rule,
    /// The name of the file that declares the resource: the file that the caller named, or another one of its folder.
    pub file: String,
    /// The resource to change: a logical id, or `type.name` in Terraform.
    pub resource: String,
    /// The line at which the resource, or the event of a SAM function, begins.
    pub line: Option<usize>,
    /// What happens to the records, and why.
    pub message: String,
    /// What to paste, the most important first. A snippet may refer to a later one, such as that of a queue. Empty if only
    /// the message can say what to write.
    pub snippets: Vec<Snippet>,
    /// What to write in the CDK app, if the CDK wrote the file.
    pub in_cdk: Option<String>,
}

/// What to do with a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Action {
    /// Add the keys, which the place doesn't have yet.
    Add,
    /// Replace the values of the keys, which the place has.
    Change,
    /// Remove the keys that the text names.
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
            writeln!(f, "the file is generated; in the CDK app write `{property}`")?;
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

/// The rules. Each has a page of AWS's documentation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Rule {
    /// Lambda must know that the function reports failures, or it treats every answer as success.
    ReportBatchItemFailures,
    /// When retries end, Lambda discards the records after the failed one too, unless it splits batches.
    BisectBatch,
    /// Records that are discarded must leave a trace.
    OnFailureDestination,
    /// A mapping has a tumbling window if, and only if, the handler keeps a state.
    TumblingWindow,
    /// A message must stay invisible while the function handles it.
    VisibilityTimeout,
    /// The handler reads the records of one kind of source.
    SourceKind,
    /// Lambda reads reports of Kafka records only in provisioned mode.
    ProvisionedMode,
    /// A message that never succeeds must leave the queue.
    DeadLetterQueue,
    /// AWS refuses a mapping with a bad filter pattern.
    FilterCriteria,
}

impl Rule {
    /// The page of AWS's documentation that gives the reason for the rule.
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
