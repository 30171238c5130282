//! Checks a deployment file: SAM, CloudFormation, what the CDK synthesizes, or Terraform.
//!
//! Without `ReportBatchItemFailures` in its event source mapping Lambda ignores a function's answer, and failed records are
//! lost; the function cannot see that. `#[checkpointed_stream_handler(event_source_mapping = "template.yaml")]` checks it
//! while compiling, and [`check`] in a test:
//!
//! ```no_run
//! #[test]
//! fn the_mapping_is_right() {
//!     checkpointed::deployment::check("template.yaml").unwrap().assert_clean();
//! }
//! ```
//!
//! What the file leaves open (a parameter without a default, an import) is a note in the report, and not a finding. Each
//! finding prints what to add, change or remove, and where; pasting it gives a file without that finding. Where only its author
//! knows what a filter pattern should be, the finding says what is wrong with it.

use std::path::Path;

pub use checkpointed_deployment::{
    Action, CheckedMapping, Expectation, FileError, Finding, Format, Report, Rule, Snippet, SourceKind,
    check_file, check_text,
};

/// Checks the event source mapping of the one function in a deployment file that has one.
///
/// [`check_file`] with an [`Expectation`] names the function where there are several, and its source.
///
/// # Errors
/// If the file cannot be read, or it cannot be told which function is meant.
pub fn check(path: impl AsRef<Path>) -> Result<Report, FileError> {
    check_file(path.as_ref(), &Expectation::default())
}
