//! A Terraform folder is one module: the named file may refer to what other files declare.

use std::{
    fs,
    path::{Path, PathBuf},
};

use checkpointed_deployment::{Expectation, Report, Rule, SourceKind, check_file};

/// A folder of its own for each test.
fn folder(name: &str, files: &[(&str, &str)]) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("deployment-folders").join(name);
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).unwrap();
    for (name, text) in files {
        fs::write(folder.join(name), text).unwrap();
    }
    folder.join(files[0].0)
}

fn check(path: &Path, source: SourceKind) -> Report {
    check_file(path, &Expectation { source: Some(source), ..Expectation::default() }).unwrap()
}

fn rules(report: &Report) -> Vec<Rule> {
    report.findings.iter().map(|finding| finding.rule).collect()
}

const MAPPING: (&str, &str) = (
    "main.tf",
    "resource \"aws_lambda_event_source_mapping\" \"m\" {\nevent_source_arn = aws_sqs_queue.q.arn\n\
     function_name = aws_lambda_function.f.arn\nfunction_response_types = var.types\n}\n",
);
const FUNCTION: (&str, &str) = (
    "lambda.tf",
    "resource \"aws_lambda_function\" \"f\" {\ntimeout = local.timeout\n}\nlocals {\ntimeout = 60\n}\n",
);
const QUEUE: (&str, &str) = ("queues.tf", "\nresource \"aws_sqs_queue\" \"q\" {\n}\n");
const VARIABLES: (&str, &str) =
    ("variables.tf", "variable \"types\" {\ndefault = [\"ReportBatchItemFailures\"]\n}\n");

#[test]
fn resources_variables_and_locals_of_other_files_are_used() {
    let path = folder("whole", &[MAPPING, FUNCTION, QUEUE, VARIABLES]);
    let report = check(&path, SourceKind::Sqs);
    assert_eq!(rules(&report), [Rule::VisibilityTimeout], "{report}");
    // The finding names the file in which it is to be mended.
    assert!(report.findings[0].file.ends_with("queues.tf"), "{report}");
    assert_eq!(report.findings[0].line, Some(2));
    assert_eq!(report.files_beside.len(), 3);
    let alone = check(&folder("alone", &[MAPPING]), SourceKind::Sqs);
    assert!(alone.is_clean(), "{alone}");
    assert_eq!(alone.notes.len(), 2, "{alone}");
}

/// Terraform's order: defaults, `terraform.tfvars`, its form in JSON, `*.auto.tfvars` by name.
#[test]
fn files_of_values_override_defaults() {
    let none = "types = []\n";
    let on = "types = [\"ReportBatchItemFailures\"]\n";
    let json = r#"{"types": []}"#;
    for (name, files, found) in [
        ("one", vec![("terraform.tfvars", none)], true),
        ("stronger", vec![("terraform.tfvars", none), ("b.auto.tfvars", on)], false),
        ("by_name", vec![("a.auto.tfvars", on), ("b.auto.tfvars", none)], true),
        ("in_json", vec![("terraform.tfvars", on), ("terraform.tfvars.json", json)], true),
        ("not_by_itself", vec![("production.tfvars", none)], false),
    ] {
        let files: Vec<_> = [MAPPING, VARIABLES].into_iter().chain(files).collect();
        let report = check(&folder(name, &files), SourceKind::Sqs);
        assert_eq!(report.is_clean(), !found, "{name}: {report}");
        if found {
            assert!(
                report.notes.iter().any(|note| note.starts_with("`var.types` is taken from `")),
                "{report}"
            );
        }
    }
}

#[test]
fn only_mappings_of_the_named_file_are_judged() {
    let other = (
        "other.tf",
        "resource \"aws_lambda_event_source_mapping\" \"n\" {\nevent_source_arn = aws_sqs_queue.q.arn\nfunction_name = aws_lambda_function.g.arn\n}\n",
    );
    let report = check(&folder("two", &[MAPPING, other, VARIABLES]), SourceKind::Sqs);
    assert_eq!(names(&report), ["aws_lambda_event_source_mapping.m"]);
    assert!(report.is_clean(), "{report}");
    for (name, first) in [("function", FUNCTION), ("variables", VARIABLES)] {
        let error =
            check_file(&folder(name, &[first, other]), &Expectation::default()).unwrap_err().to_string();
        assert!(error.contains("other.tf`"), "{error}");
    }
}

/// The report names files that cannot be read and files that Terraform merges into others. It ignores another deployment in the
/// folder.
#[test]
fn files_that_are_not_read_are_named() {
    let files = [
        MAPPING,
        VARIABLES,
        ("broken.tf", "resource {"),
        ("x_override.tf", ""),
        ("more.tf.json", "{}"),
        ("terraform.tfvars", "= 1"),
    ];
    let report = check(&folder("unread", &files), SourceKind::Sqs);
    for name in ["broken.tf", "x_override.tf", "more.tf.json", "terraform.tfvars"] {
        assert!(
            report.notes.iter().any(|note| note.starts_with("not read: ") && note.contains(name)),
            "{report}"
        );
    }
    let again = (
        "again.tf",
        "resource \"aws_lambda_event_source_mapping\" \"m\" {\n}\nresource \"aws_sqs_queue\" \"q\" {\nfifo_queue = true\n}\n",
    );
    assert!(check(&folder("again", &[MAPPING, again]), SourceKind::Sqs).is_clean());
}

/// The names of the mappings that were judged.
fn names(report: &Report) -> Vec<&str> {
    report.checked.iter().map(|mapping| mapping.name.as_str()).collect()
}
