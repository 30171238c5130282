//! Checks a deployment file: does the event source mapping act on what the function reports?
//!
//! A function reports which records failed, and cannot see whether Lambda reads the report. Without
//! `FunctionResponseTypes: [ReportBatchItemFailures]` in the event source mapping Lambda ignores it, and [the records that failed
//! are lost](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html). The file that deploys the
//! function shows the setting: a SAM or CloudFormation template, the CDK's `cdk.out/<Stack>.template.json`, or Terraform.
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
//! assert_eq!(report.findings[0].snippets[0].text, "FunctionResponseTypes: [ReportBatchItemFailures]");
//! # Ok::<(), checkpointed_deployment::FileError>(())
//! ```
//!
//! A finding is certain. A value that isn't in the file (`!ImportValue`, a parameter without a default, a module) leads to a note
//! instead. A parameter with a default is assumed to have it, with a note, and so is a condition over such parameters. A setting
//! that is missing has AWS's default, and can be a finding.
//!
//! A Terraform folder is one module: [`check_file`] also reads the other `.tf` files of the folder for what the named file refers
//! to, and the values in `terraform.tfvars` and `*.auto.tfvars`. It only judges the mappings of the named file.
//!
//! The simulator of `checkpointed` needs [`pattern`] alone. Without the feature `files` the crate consists of it, and needs no
//! parser of YAML or HCL.

// The check runs while a user's crate compiles: a panic would hide what is wrong with the file.
#![warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]
#![warn(clippy::print_stdout, clippy::print_stderr)]

#[cfg(feature = "files")]
mod check;
#[cfg(feature = "files")]
mod edit;
#[cfg(feature = "files")]
mod error;
#[cfg(feature = "files")]
mod expectation;
#[cfg(feature = "files")]
mod file;
#[cfg(feature = "files")]
mod model;
pub mod pattern;
#[cfg(feature = "files")]
mod report;
#[cfg(feature = "files")]
mod rules;
#[cfg(feature = "files")]
mod selection;
#[cfg(feature = "files")]
mod snippet;
mod source_kind;

pub use crate::source_kind::SourceKind;
#[cfg(feature = "files")]
pub use crate::{
    check::{check_file, check_text},
    error::FileError,
    expectation::{Expectation, Format},
    report::{Action, CheckedMapping, Finding, Report, Rule, Snippet},
};
