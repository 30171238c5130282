//! Files as people have them, each with two more of its kind: what loses records is found, what does not is a note, and what
//! is not read gets a message that says what it is.

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

/// The only finding breaks this rule, and says this.
#[track_caller]
fn assert_found(report: &Report, rule: Rule, said: &str) {
    assert_eq!(rules(report), [rule], "{report}");
    assert!(report.to_string().contains(said), "{said} is not in:\n{report}");
}

/// Nothing is found, and a note says this.
#[track_caller]
fn assert_noted(report: &Report, said: &str) {
    assert!(report.is_clean(), "{report}");
    assert!(report.notes.iter().any(|note| note.contains(said)), "{said} is not in:\n{report}");
}

/// Nothing is found, and nothing is noted.
#[track_caller]
fn assert_quiet(report: &Report) {
    assert_eq!(report.to_string(), format!("checked {}: nothing to change", names(report).join(", ")));
}

/// The names of the mappings that were judged.
fn names(report: &Report) -> Vec<&str> {
    report.checked.iter().map(|mapping| mapping.name.as_str()).collect()
}
