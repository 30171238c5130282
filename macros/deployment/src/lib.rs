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
//! assert_eq!(report.findings[0].snippets[0].text, "FunctionResponseTypes: [ReportBatchItemFailures]");
//! # Ok::<(), checkpointed_deployment::FileError>(())
//! ```
//!
//! What the file does not tell (`!ImportValue`, a parameter without a default, a module) is a note, never a finding. A parameter
//! with a default is taken at it, with a note, and so is a condition over such parameters. What is plainly absent is a finding.
//!
//! A Terraform folder is one module: [`check_file`] also reads the `.tf` files beside the named one for what it refers to, and
//! the values of `terraform.tfvars` and `*.auto.tfvars`. Only the mappings of the named file are judged.

// It runs while a user's crate compiles: a panic would hide what is wrong with the file.
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
