//! The steps of the check: read the file, find the mappings of the handler, judge each, and put the findings into words.

use std::{collections::HashSet, fs, io, path::Path};

use crate::{
    error::FileError,
    expectation::{Expectation, Format},
    file::{cloudformation, declarations::Declarations, dialect::Dialect, folder::Folder, terraform},
    model::Deployment,
    report::{CheckedMapping, Finding, Report},
    rules::{self, draft_finding::DraftFinding},
    selection,
};

/// Checks a file. Its format follows from its extension: `.yaml`, `.yml`, `.template`, `.json` or `.tf`.
///
/// # Errors
///
/// If the file is missing or cannot be read or parsed, or if none of its event source mappings can be the handler's.
pub fn check_file(path: &Path, expectation: &Expectation) -> Result<Report, FileError> {
    let absolute = || std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let format = Format::of(path).ok_or_else(|| FileError::UnknownFormat { path: absolute() })?;
    let text = fs::read_to_string(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => FileError::Missing { path: absolute() },
        _ => FileError::Unreadable { path: absolute(), error },
    })?;
    let folder = if format == Format::Terraform { Folder::of(path) } else { Folder::default() };
    let mut report = check(&text, format, &path.display().to_string(), &folder, expectation)?;
    report.files_beside =
        folder.sources.into_iter().chain(folder.values).map(|neighbour| neighbour.path).collect();
    Ok(report)
}

/// Checks the text of a file. Messages call the file `name`.
///
/// # Errors
///
/// If the text cannot be parsed, or if none of its event source mappings can be the handler's.
pub fn check_text(
    text: &str,
    format: Format,
    name: &str,
    expectation: &Expectation,
) -> Result<Report, FileError> {
    check(text, format, name, &Folder::default(), expectation)
}

fn check(
    text: &str,
    format: Format,
    name: &str,
    folder: &Folder,
    expectation: &Expectation,
) -> Result<Report, FileError> {
    let text = text.trim_start_matches('\u{feff}');
    let deployment = Deployment::of(read(text, format, name, folder)?);
    let selection = selection::select(&deployment, expectation, name)?;
    let mut report = Report { notes: selection.notes, ..Report::default() };
    report.notes.extend(selection::unread(&deployment));
    let mut drafts = Vec::new();
    for mapping in selection.mappings {
        let (findings, notes) = rules::judge(&deployment, mapping, expectation);
        drafts.extend(findings);
        report.notes.extend(notes);
        report.checked.push(CheckedMapping { name: mapping.name(), source: mapping.source.known().copied() });
    }
    report.findings = findings(drafts, &deployment, text);
    let mut seen = HashSet::new();
    report.notes.retain(|note| seen.insert(note.clone()));
    Ok(report)
}

fn read(text: &str, format: Format, name: &str, folder: &Folder) -> Result<Declarations, FileError> {
    match format {
        Format::Yaml if !text.trim_start().starts_with('{') => cloudformation::read_yaml(text, name),
        // A `.template` may hold JSON, whose own parser finds the place of a mistake. YAML can begin with `{` too.
        Format::Yaml => match cloudformation::read_json(text, name) {
            Err(error @ FileError::Syntax { .. }) => cloudformation::read_yaml(text, name).map_err(|_| error),
            read => read,
        },
        Format::Json => cloudformation::read_json(text, name),
        Format::Terraform => terraform::read(text, name, folder),
    }
}

/// Puts the findings into words, each once: several mappings may share a queue.
fn findings(drafts: Vec<DraftFinding>, deployment: &Deployment, text: &str) -> Vec<Finding> {
    let dialect = deployment.dialect;
    let written_by_cdk = dialect == Dialect::Json
        && ["aws:cdk:", "AWS::CDK::", "/cdk-bootstrap/"].iter().any(|sign| text.contains(sign));
    let (mut seen, mut begun) = (HashSet::new(), HashSet::new());
    let drafts = drafts.into_iter().filter(|draft| {
        seen.insert((draft.rule, draft.resource.clone(), draft.event.clone(), draft.message.clone()))
    });
    drafts
        .map(|draft| {
            let file = deployment.files.get(draft.file);
            let snippets = draft
                .edits
                .into_iter()
                .map(|edit| edit.snippet(dialect, &draft.resource, &mut begun))
                .collect();
            Finding {
                rule: draft.rule,
                file: file.map(|file| file.name.clone()).unwrap_or_default(),
                line: file.and_then(|file| file.lines.line(&draft.resource, draft.event.as_deref())),
                resource: draft.resource,
                message: draft.message,
                snippets,
                in_cdk: written_by_cdk.then_some(draft.in_cdk),
            }
        })
        .collect()
}
