//! Holds a deployment file against a handler: does the event source mapping act on what the function reports?
//!
//! A function that reports which records failed cannot see whether anybody listens. Without
//! `FunctionResponseTypes: [ReportBatchItemFailures]` in the event source mapping Lambda ignores the report, and [the
//! records that failed are lost](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html).
//! The file that deploys the function tells it: a SAM or CloudFormation template, the CDK's
//! `cdk.out/<Stack>.template.json`, or Terraform.
//!
//! ```
//! use checkpointed_deployment::{Expectation, Format, Rule, SourceKind, check_text};
//!
//! let template = "
//! Resources:
//!   BookOrders:
//!     Type: AWS::Serverless::Function
//!     Properties:
//!       Events:
//!         Orders:
//!           Type: Kinesis
//!           Properties:
//!             Stream: !GetAtt Orders.Arn
//! ";
//! let handler = Expectation { source: Some(SourceKind::Kinesis), ..Expectation::default() };
//! let report = check_text(template, Format::Yaml, "template.yaml", &handler)?;
//!
//! assert_eq!(report.findings[0].rule, Rule::ReportBatchItemFailures);
//! assert_eq!(report.findings[0].add, "FunctionResponseTypes: [ReportBatchItemFailures]");
//! # Ok::<(), checkpointed_deployment::FileError>(())
//! ```
//!
//! What the file alone does not tell (`!If`, a parameter without a default, `var.x`, a module) is a note, never a finding; a
//! parameter with a default is taken at it, with a note. What is plainly absent is a finding.

// It runs while a user's crate compiles: a panic would hide what is wrong with the file.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![warn(clippy::print_stdout, clippy::print_stderr)]

mod cloudformation;
mod declarations;
mod deployment;
mod error;
mod expectation;
mod expression;
mod intrinsic;
mod lines;
mod model;
mod node;
mod paste;
mod queue;
mod report;
mod rules;
mod sam;
mod selection;
mod terraform;

use std::{fs, io, path::Path};

pub use crate::{
    error::FileError,
    expectation::{Expectation, Format, SourceKind},
    report::{Finding, Report, Rule},
};

/// Checks a file, whose extension tells the format: `.yaml`, `.yml`, `.template`, `.json` or `.tf`.
///
/// # Errors
///
/// If the file is missing, cannot be read or parsed, or holds no event source mapping that can be the handler's.
pub fn check_file(path: &Path, expectation: &Expectation) -> Result<Report, FileError> {
    let absolute = || std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let format = Format::of(path).ok_or_else(|| FileError::UnknownFormat { path: absolute() })?;
    let text = fs::read_to_string(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => FileError::Missing { path: absolute() },
        _ => FileError::Unreadable { path: absolute(), error },
    })?;
    check_text(&text, format, &path.display().to_string(), expectation)
}

/// Checks the text of a file. `name` is what messages call it.
///
/// # Errors
///
/// If the text cannot be parsed, or holds no event source mapping that can be the handler's.
pub fn check_text(
    text: &str,
    format: Format,
    name: &str,
    expectation: &Expectation,
) -> Result<Report, FileError> {
    let text = text.trim_start_matches('\u{feff}');
    let declarations = match format {
        Format::Yaml if !text.trim_start().starts_with('{') => cloudformation::read_yaml(text, name),
        // JSON in a `.template`: its own parser knows better where a mistake is. YAML may begin like that too.
        Format::Yaml => cloudformation::read_json(text, name)
            .or_else(|error| cloudformation::read_yaml(text, name).map_err(|_| error)),
        Format::Json => cloudformation::read_json(text, name),
        Format::Terraform => terraform::read(text, name),
    }?;
    let deployment = deployment::deployment(&declarations);
    let selection = selection::select(&deployment, expectation, name)?;
    let mut report = Report { notes: selection.notes, ..Report::default() };
    if !deployment.elsewhere.is_empty() {
        report.notes.push(format!("not read: {}", deployment.elsewhere.join(", ")));
    }
    for mapping in selection.mappings {
        let (findings, notes) = rules::judge(rules::Source { text, name }, &deployment, mapping, expectation);
        report.findings.extend(findings);
        report.notes.extend(notes);
        report.checked.push(mapping.name());
    }
    Ok(report)
}
