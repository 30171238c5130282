//! Checks a deployment file: SAM, CloudFormation, the output of the CDK, or Terraform.
//!
//! Without `ReportBatchItemFailures` in the event source mapping Lambda ignores a function's answer, and failed records are
//! lost. The function cannot see that, but the file shows it. The argument of
//! `#[checkpointed_stream_handler(event_source_mapping = "template.yaml")]` checks the file while compiling, and [`check`] does in
//! a test:
//!
//! ```no_run
//! #[test]
//! fn the_mapping_is_right() {
//!     checkpointed::deployment::check("template.yaml").unwrap().assert_clean();
//! }
//! ```
//!
//! A value that isn't in the file (a parameter without a default, an import) is a note in the report, and not a finding. Each
//! finding prints what to add, change or remove, and where. Pasting that gives a file without the finding. Where only its author
//! knows what a filter pattern should be, the finding says what is wrong with it.

use std::path::Path;

pub use checkpointed_deployment::{
    Action, CheckedMapping, Expectation, FileError, Finding, Format, Report, Rule, Snippet, SourceKind,
    check_file, check_text,
};

/// Checks the event source mappings of a deployment file with one function that has some.
///
/// If there are several, use [`check_file`] with an [`Expectation`] that names the function. It can also name the source of the
/// handler.
///
/// # Errors
/// If the file cannot be read, or if several functions could be the handler's.
pub fn check(path: impl AsRef<Path>) -> Result<Report, FileError> {
    check_file(path.as_ref(), &Expectation::default())
}
