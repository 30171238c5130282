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
    pub checked: Vec<String>,
    /// The kind of source of each of them; `None` where the file does not tell.
    pub sources: Vec<Option<SourceKind>>,
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
            write!(f, "checked {}: nothing to change", self.checked.join(", "))?;
        }
        Ok(())
    }
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
    /// What is to be done with `add`.
    pub action: Action,
    /// Where in the resource, such as the `Properties` of a SAM function's event. Where there are none yet, the printed
    /// finding begins them.
    pub place: String,
    /// The line at which the resource, or SAM's event, begins.
    pub line: Option<usize>,
    /// What is lost, and why.
    pub message: String,
    /// What to paste, in the file's own format. Empty where only the message can say what to write.
    pub add: String,
    /// What else is to be pasted for it, such as a queue to which the pasted text refers.
    pub also: Vec<Paste>,
    /// The property of the CDK app that writes it, where the file is one that the CDK wrote.
    pub in_cdk: Option<String>,
    /// Place and text as they are printed, where the place is to be begun.
    pub(crate) begun: Option<(String, String)>,
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

/// A text for a place of the file.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Paste {
    /// What is to be done with the text.
    pub action: Action,
    /// Where it belongs.
    pub place: String,
    /// The text, in the file's own format.
    pub text: String,
    /// Place and text as they are printed, where the place is to be begun.
    pub(crate) begun: Option<(String, String)>,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(line) = self.line {
            write!(f, ":{line}")?;
        }
        writeln!(f, ": `{}`: {}", self.resource, self.message)?;
        if !self.add.is_empty() {
            write_paste(f, self.action, self.begun.as_ref(), &self.place, &self.add)?;
        }
        for paste in &self.also {
            write_paste(f, paste.action, paste.begun.as_ref(), &paste.place, &paste.text)?;
        }
        if let Some(property) = &self.in_cdk {
            writeln!(f, "the file is generated; in the CDK app that is `{property}`")?;
        }
        write!(f, "see {}", self.rule.source())
    }
}

fn write_paste(
    f: &mut fmt::Formatter<'_>,
    action: Action,
    begun: Option<&(String, String)>,
    place: &str,
    text: &str,
) -> fmt::Result {
    let (place, text) = begun.map_or((place, text), |(place, text)| (place, text));
    let verb = match action {
        Action::Add => "add to",
        Action::Change => "change in",
        Action::Remove => "remove from",
    };
    writeln!(f, "{verb} {place}:")?;
    text.lines().try_for_each(|line| writeln!(f, "    {line}"))
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
