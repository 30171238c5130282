//! Files like those of public projects. Settings that lose records are findings, settings that may do harm are notes, and the error
//! for a file that the check doesn't read says what the file is.

#[path = "field/functions.rs"]
mod functions;
#[path = "field/queues.rs"]
mod queues;
#[path = "field/streams.rs"]
mod streams;
#[path = "field/values.rs"]
mod values;

use checkpointed_deployment::{Expectation, Format, Report, Rule, SourceKind, check_text};

fn handler(source: Option<SourceKind>, resource: Option<&str>) -> Expectation {
    Expectation { source, resource: resource.map(str::to_owned), ..Expectation::default() }
}

fn check(text: &str, format: Format, source: impl Into<Option<SourceKind>>) -> Report {
    check_text(text, format, "file", &handler(source.into(), None))
        .unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn rules(report: &Report) -> Vec<Rule> {
    report.findings.iter().map(|finding| finding.rule).collect()
}

/// There is one finding, of this rule and with this text.
#[track_caller]
fn assert_found(report: &Report, rule: Rule, said: &str) {
    assert_eq!(rules(report), [rule], "{report}");
    assert!(report.to_string().contains(said), "{said} is not in:\n{report}");
}

/// There is no finding, and a note has this text.
#[track_caller]
fn assert_noted(report: &Report, said: &str) {
    assert!(report.is_clean(), "{report}");
    assert!(report.notes.iter().any(|note| note.contains(said)), "{said} is not in:\n{report}");
}

/// There are no findings and no notes.
#[track_caller]
fn assert_quiet(report: &Report) {
    assert_eq!(report.to_string(), format!("checked {}: nothing to change", names(report).join(", ")));
}

/// The names of the mappings that were judged.
fn names(report: &Report) -> Vec<&str> {
    report.checked.iter().map(|mapping| mapping.name.as_str()).collect()
}
