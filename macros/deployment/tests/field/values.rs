//! Values that the file shows only indirectly, and wrong ones.

use checkpointed_deployment::{Format, Rule, SourceKind, check_text};

use crate::{assert_found, assert_noted, assert_quiet, check, handler, rules};

#[test]
fn a_map_of_the_template_is_looked_up() {
    let file = include_str!("find_in_map.yaml");
    let found = |text: &str| {
        assert_found(
            &check(text, Format::Yaml, SourceKind::Sqs),
            Rule::VisibilityTimeout,
            "VisibilityTimeout: 5400",
        );
    };
    found(file);
    // The key is a parameter with a default, and the keys differ by region while the values do not.
    let parameter = file
        .replace("Mappings:", "Parameters: { Name: { Type: String, Default: Worker } }\nMappings:")
        .replace("Worker, Timeout", "!Ref Name, Timeout");
    found(&parameter);
    assert!(
        check(&parameter, Format::Yaml, SourceKind::Sqs).notes[0]
            .contains("`Name` is assumed to have its default")
    );
    let region = file.replace("Worker, Timeout", "!Ref AWS::Region, Timeout");
    found(&region);
    let two = region.replace("Resources:", "    Other: { Timeout: 30, Visibility: 120 }\nResources:");
    assert_noted(&check(&two, Format::Yaml, SourceKind::Sqs), "`Fn::FindInMap`");
    let good = file.replace("Visibility: 120", "Visibility: 5400");
    assert_quiet(&check(&good, Format::Yaml, SourceKind::Sqs));
    let default = file.replace("Worker, Visibility]", "Else, Visibility, { DefaultValue: 60 }]");
    found(&default);
    let json = r#"{"Mappings": {"F": {"W": {"R": ["ReportBatchItemFailures"], "N": []}}}, "Resources": {
        "F": {"Type": "AWS::Lambda::Function"},
        "M": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": {"FunctionName": {"Ref": "F"},
            "EventSourceArn": "arn:aws:kinesis:eu-west-1:1:stream/s", "FunctionResponseTypes": {"Fn::FindInMap": ["F", "W", "R"]}}}}}"#;
    assert_quiet(&check(json, Format::Json, SourceKind::Kinesis));
    let none = json.replace(r#""W", "R"]"#, r#""W", "N"]"#);
    assert_found(
        &check(&none, Format::Json, SourceKind::Kinesis),
        Rule::ReportBatchItemFailures,
        "change in its `Properties`",
    );
}

#[test]
fn conditions_over_defaults_are_decided() {
    let file = include_str!("conditional.tf");
    let report = check(file, Format::Terraform, SourceKind::Kinesis);
    assert_eq!(rules(&report), [Rule::ReportBatchItemFailures, Rule::OnFailureDestination], "{report}");
    assert!(
        report.notes.contains(
            &"`var.partial` is assumed to have its default; a deployment may set another value".to_owned()
        ),
        "{report}"
    );
    let good =
        file.replace("default = false", "default = true").replace("default = []", "default = [\"arn\"]");
    let report = check(&good, Format::Terraform, SourceKind::Kinesis);
    assert!(report.is_clean() && report.notes.len() == 2, "{report}");
    // Without defaults the conditions are unknown.
    let unset = file.replace("default = false", "").replace("default = []", "");
    assert_noted(&check(&unset, Format::Terraform, SourceKind::Kinesis), "(a conditional)");
    assert_noted(&check(&unset, Format::Terraform, SourceKind::Kinesis), "(a `dynamic` block)");
    let template = "
Parameters: { Stage: { Type: String, Default: test } }
Conditions:
  IsLive: !Or [!Equals [!Ref Stage, live], !Condition IsStaging]
  IsStaging: !Equals [!Ref Stage, staging]
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        K:
          Type: Kinesis
          Properties:
            Stream: arn:aws:kinesis:eu-west-1:1:stream/s
            FunctionResponseTypes: !If [IsLive, [ReportBatchItemFailures], !Ref AWS::NoValue]
";
    let report = check(template, Format::Yaml, SourceKind::Kinesis);
    assert_found(&report, Rule::ReportBatchItemFailures, "change in `Properties` of the event `K`");
    assert!(report.notes[0].contains("`Stage` is assumed to have its default"), "{report}");
    assert!(
        check(&template.replace("Default: test", "Default: staging"), Format::Yaml, SourceKind::Kinesis)
            .is_clean()
    );
    let unset = template.replace(", Default: test", "");
    assert_noted(&check(&unset, Format::Yaml, SourceKind::Kinesis), "(`Fn::If`)");
    // A circle ends.
    let circle = template
        .replace("[!Ref Stage, staging]", "[a, b]")
        .replace("!Equals [a, b]", "!Not [!Condition IsLive]");
    assert_noted(&check(&circle, Format::Yaml, SourceKind::Kinesis), "(`Fn::If`)");
}

/// The finding says `change` for a wrong value, and not `add`.
#[test]
fn wrong_values_must_be_changed() {
    let file = include_str!("wrong_values.yaml");
    for (source, function) in [(SourceKind::Sqs, "F"), (SourceKind::Kinesis, "G")] {
        let report = check_text(file, Format::Yaml, "file", &handler(Some(source), Some(function))).unwrap();
        assert_eq!(report.findings.len(), 3, "{report}");
        for finding in &report.findings {
            assert!(finding.to_string().contains("\nchange in "), "{finding}");
        }
    }
    let report = check_text(file, Format::Yaml, "file", &handler(Some(SourceKind::Sqs), Some("F"))).unwrap();
    // The count is right and stays.
    assert!(
        report.to_string().contains("deadLetterTargetArn: !GetAtt DeadLetters.Arn, maxReceiveCount: 3"),
        "{report}"
    );
    assert!(
        report.to_string().contains("add to `Resources`:\n    DeadLetters: { Type: AWS::SQS::Queue }"),
        "{report}"
    );
}

#[test]
fn the_template_of_the_serverless_framework_is_read() {
    let report = check(include_str!("serverless_compiled.json"), Format::Json, SourceKind::Sqs);
    assert_eq!(rules(&report), [Rule::ReportBatchItemFailures, Rule::VisibilityTimeout], "{report}");
    let file = include_str!("serverless_queue.template.json");
    assert_found(
        &check(file, Format::Json, SourceKind::Sqs),
        Rule::ReportBatchItemFailures,
        "`SortEventSourceMappingSQSParcels`",
    );
    let reporting = file.replace(
        "\"Enabled\": true",
        "\"Enabled\": true, \"FunctionResponseTypes\": [\"ReportBatchItemFailures\"]",
    );
    assert_quiet(&check(&reporting, Format::Json, SourceKind::Sqs));
}
