//! Pasting the snippets of a finding at their places gives a file without that finding, and without a new one.

mod pasting;

use checkpointed_deployment::{Expectation, Report, Rule, SourceKind, check_text};
use pasting::deployed::{Deployed, STYLES, Style};
use serde_json::{Value, json};

fn with(good: &Value, changes: &Value) -> Value {
    let mut changed = good.clone();
    for (name, value) in changes.as_object().unwrap() {
        match value {
            Value::Null => drop(changed.as_object_mut().unwrap().remove(name)),
            value => changed[name] = value.clone(),
        }
    }
    changed
}

/// Every rule, broken once by a missing property and once by a wrong one.
fn broken() -> Vec<(Rule, Deployed)> {
    let mut broken = Vec::new();
    let lost = json!({ "OnFailure": { "Type": "SQS", "Destination": { "Fn::GetAtt": ["Lost", "Arn"] } } });
    let stream = json!({ "StartingPosition": "TRIM_HORIZON", "FunctionResponseTypes": ["ReportBatchItemFailures"],
        "MaximumRetryAttempts": 3, "BisectBatchOnFunctionError": true, "DestinationConfig": lost });
    for kind in [SourceKind::Kinesis, SourceKind::DynamoDb] {
        for (rule, changes) in [
            (Rule::ReportBatchItemFailures, json!({ "FunctionResponseTypes": null })),
            (Rule::ReportBatchItemFailures, json!({ "FunctionResponseTypes": [] })),
            (Rule::ReportBatchItemFailures, json!({ "FunctionResponseTypes": ["Else"] })),
            (Rule::BisectBatch, json!({ "BisectBatchOnFunctionError": null })),
            (Rule::BisectBatch, json!({ "BisectBatchOnFunctionError": false })),
            (
                Rule::BisectBatch,
                json!({ "BisectBatchOnFunctionError": false, "MaximumRetryAttempts": null, "MaximumRecordAgeInSeconds": 60 }),
            ),
            (Rule::OnFailureDestination, json!({ "DestinationConfig": null })),
            (Rule::OnFailureDestination, json!({ "DestinationConfig": { "OnFailure": {} } })),
            (Rule::TumblingWindow, json!({ "TumblingWindowInSeconds": 60 })),
        ] {
            broken.push((rule, Deployed::new(kind, with(&stream, &changes), json!({ "Tags": [] }))));
        }
    }
    let reports = json!({ "FunctionResponseTypes": ["ReportBatchItemFailures"] });
    let redrive = |count: u8| json!({ "deadLetterTargetArn": { "Fn::GetAtt": ["LostFifo", "Arn"] }, "maxReceiveCount": count });
    for (rule, mapping, source) in [
        (Rule::ReportBatchItemFailures, json!({}), Value::Null),
        (Rule::ReportBatchItemFailures, json!({ "FunctionResponseTypes": [] }), Value::Null),
        (Rule::DeadLetterQueue, reports.clone(), json!({ "FifoQueue": true })),
        (Rule::DeadLetterQueue, reports.clone(), json!({ "RedrivePolicy": { "maxReceiveCount": 7 } })),
        (
            Rule::DeadLetterQueue,
            reports.clone(),
            json!({ "FifoQueue": true, "RedrivePolicy": { "maxReceiveCount": 1 } }),
        ),
        (Rule::DeadLetterQueue, reports.clone(), json!({ "FifoQueue": true, "RedrivePolicy": redrive(1) })),
        (Rule::DeadLetterQueue, reports.clone(), json!({ "FifoQueue": true, "RedrivePolicy": redrive(2) })),
    ] {
        broken.push((rule, Deployed::new(SourceKind::Sqs, mapping, source)));
    }
    for source in [Value::Null, json!({ "VisibilityTimeout": 10 }), json!({ "FifoQueue": true })] {
        broken.push((
            Rule::VisibilityTimeout,
            Deployed { timeout: 60, ..Deployed::new(SourceKind::Sqs, reports.clone(), source) },
        ));
    }
    let kafka = with(
        &reports,
        &json!({ "StartingPosition": "TRIM_HORIZON", "Topics": ["t"], "ProvisionedPollerConfig": { "MinimumPollers": 2 } }),
    );
    for (rule, changes) in [
        (Rule::ReportBatchItemFailures, json!({ "FunctionResponseTypes": null })),
        (Rule::ProvisionedMode, json!({ "ProvisionedPollerConfig": null })),
        (
            Rule::OnFailureDestination,
            json!({ "MaximumRetryAttempts": 3, "BisectBatchOnFunctionError": true }),
        ),
    ] {
        broken.push((rule, Deployed::new(SourceKind::Kafka, with(&kafka, &changes), json!({ "Tags": [] }))));
    }
    broken.extend(refused_filters());
    broken
}

/// Patterns that AWS refuses, and that can be mended.
fn refused_filters() -> Vec<(Rule, Deployed)> {
    let reports = json!({ "FunctionResponseTypes": ["ReportBatchItemFailures"], "StartingPosition": "TRIM_HORIZON",
        "ProvisionedPollerConfig": { "MinimumPollers": 2 } });
    let mut refused = Vec::new();
    for (kind, data) in [
        (SourceKind::Kinesis, "data"),
        (SourceKind::DynamoDb, "dynamodb"),
        (SourceKind::Sqs, "body"),
        (SourceKind::Kafka, "value"),
    ] {
        let good = format!("{{\n  \"{data}\": {{\"quote\": [\"it's ${{x}} %{{y}} \\\"z\\\" \\\\\"]}}\n}}");
        for bad in [
            format!(r#"{{"{data}": {{"kind": "order"}}}}"#),
            format!(r#"[{{"{data}": {{"kind": {{"prefix": "it's"}}}}}}]"#),
            format!("{{'{data}': {{'price': [{{'numeric': ['>', 1.5]}}]}}}}"),
            format!(r#"{{"{data}": {{"a": ["x"]}}, "{data}": {{"a": "y"}}}}"#),
        ] {
            for patterns in [vec![&bad], vec![&good, &bad]] {
                let filters: Vec<_> = patterns.iter().map(|pattern| json!({ "Pattern": pattern })).collect();
                let criteria = json!({ "FilterCriteria": { "Filters": filters } });
                refused.push((
                    Rule::FilterCriteria,
                    Deployed::new(kind, with(&reports, &criteria), json!({ "Tags": [] })),
                ));
            }
        }
    }
    refused
}

fn check(text: &str, style: Style, source: SourceKind) -> Report {
    let handler = Expectation { source: Some(source), ..Expectation::default() };
    let name = if style == Style::Cdk { "cdk.out/Stack.template.json" } else { "file" };
    check_text(text, style.format(), name, &handler).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// Pastes all snippets, and asserts that the file is clean.
fn assert_mended(text: &str, style: Style, source: SourceKind) -> Report {
    let report = check(text, style, source);
    let mended = pasting::apply(text, style.format(), &report.findings);
    let after = check(&mended, style, source);
    assert!(
        after.is_clean(),
        "{style:?}\n{after}\n--- after\n{report}\n--- in\n{text}\n--- became\n{mended}"
    );
    assert!(!after.checked.is_empty(), "{style:?}\n{mended}");
    report
}

#[test]
fn pasting_mends_every_finding_in_every_format() {
    for (rule, deployed) in broken() {
        for style in STYLES {
            let text = deployed.text(style);
            let report = assert_mended(&text, style, deployed.kind);
            assert!(
                report.findings.iter().any(|finding| finding.rule == rule),
                "{rule} in {style:?}: {report}\n{text}"
            );
        }
    }
}

#[test]
fn pasting_mends_each_finding_alone() {
    for (_, deployed) in broken() {
        for style in STYLES {
            let text = deployed.text(style);
            let report = check(&text, style, deployed.kind);
            for finding in &report.findings {
                let mended = pasting::apply(&text, style.format(), std::slice::from_ref(finding));
                let after = check(&mended, style, deployed.kind);
                assert_eq!(after.findings.len() + 1, report.findings.len(), "{style:?}\n{after}\n{mended}");
            }
        }
    }
}

#[test]
fn pasting_turns_a_mapping_into_one_of_the_handlers_source() {
    let kinds = [SourceKind::Kinesis, SourceKind::DynamoDb, SourceKind::Sqs, SourceKind::Kafka];
    let mappings = [
        json!({}),
        json!({ "FunctionResponseTypes": ["ReportBatchItemFailures"], "BatchSize": 10 }),
        json!({ "StartingPosition": "LATEST", "MaximumRetryAttempts": 3, "FunctionResponseTypes": [] }),
    ];
    for written in kinds {
        for read in kinds.into_iter().filter(|read| *read != written) {
            for mapping in &mappings {
                for style in STYLES {
                    let text = Deployed::new(written, mapping.clone(), Value::Null).text(style);
                    let report = assert_mended(&text, style, read);
                    assert_eq!(report.findings.len(), 1, "{report}");
                    assert_eq!(report.findings[0].rule, Rule::SourceKind, "{report}");
                }
            }
        }
    }
}

/// The event has no `Properties` yet: one snippet begins them, and the others add to them.
#[test]
fn pasting_begins_missing_properties() {
    let sam = "Resources: { F: { Type: AWS::Serverless::Function, Properties: { Events: { E: { Type: Kinesis } } } } }";
    let report = assert_mended(sam, Style::Sam, SourceKind::Kinesis);
    assert!(
        report.to_string().contains("add to the event `E`:\n    Properties: { FunctionResponseTypes"),
        "{report}"
    );
    let fifo = "resource \"aws_sqs_queue\" \"q\" {\nname = \"q.fifo\"\n}\nresource \"aws_lambda_function\" \"f\" {\ntimeout = 60\n}\n\
                resource \"aws_lambda_event_source_mapping\" \"m\" {\nevent_source_arn = aws_sqs_queue.q.arn\n\
                function_name = aws_lambda_function.f.arn\n}\n";
    assert_eq!(assert_mended(fifo, Style::Terraform, SourceKind::Sqs).findings.len(), 3);
}

/// The snippets change a redrive policy that is a resource of its own, and they don't reuse the name of another queue.
#[test]
fn pasting_changes_what_exists() {
    let beside = "resource \"aws_sqs_queue\" \"q\" {\nfifo_queue = true\n}\nresource \"aws_sqs_queue\" \"dead_letters\" {\n}\n\
                  resource \"aws_sqs_queue_redrive_policy\" \"p\" {\nqueue_url = aws_sqs_queue.q.id\n\
                  redrive_policy = jsonencode({ maxReceiveCount = 4 })\n}\nresource \"aws_lambda_function\" \"f\" {\n}\n\
                  resource \"aws_lambda_event_source_mapping\" \"m\" {\nevent_source_arn = aws_sqs_queue.q.arn\n\
                  function_name = aws_lambda_function.f.arn\nfunction_response_types = [\"ReportBatchItemFailures\"]\n}\n";
    let report = assert_mended(beside, Style::Terraform, SourceKind::Sqs);
    assert_eq!(report.findings[0].resource, "aws_sqs_queue_redrive_policy.p");
    assert!(
        report.findings[0].snippets[0].text.contains("aws_sqs_queue.dead_letters2.arn, maxReceiveCount = 4"),
        "{report}"
    );
    // Two mappings share a queue: one finding, not two.
    let shared = "Resources:
  Q: { Type: AWS::SQS::Queue }
  F:
    Type: AWS::Serverless::Function
    Properties:
      Timeout: 60
      Events:
        A: { Type: SQS, Properties: { Queue: !GetAtt Q.Arn, FunctionResponseTypes: [ReportBatchItemFailures] } }
        B: { Type: SQS, Properties: { Queue: !GetAtt Q.Arn, FunctionResponseTypes: [ReportBatchItemFailures] } }
";
    assert_eq!(assert_mended(shared, Style::Sam, SourceKind::Sqs).findings.len(), 1);
}

/// The dead-letter queue belongs to another stack, so no snippet can refer to it.
const IMPORTED: &str = "Resources:
  Q: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true, RedrivePolicy: { deadLetterTargetArn: !ImportValue Dlq, maxReceiveCount: 2 } } }
  F: { Type: AWS::Serverless::Function, Properties: { Events: { E: { Type: SQS, Properties: { Queue: !GetAtt Q.Arn, FunctionResponseTypes: [ReportBatchItemFailures] } } } } }
";

/// The files of `field` with findings.
#[test]
fn pasting_mends_the_files_of_field() {
    let files = [
        (include_str!("field/unknown_source.tf"), Style::Terraform, SourceKind::Kinesis, None),
        (include_str!("field/window.yaml"), Style::Sam, SourceKind::Kinesis, None),
        (include_str!("field/find_in_map.yaml"), Style::Sam, SourceKind::Sqs, None),
        (include_str!("field/fifo_receives.yaml"), Style::Sam, SourceKind::Sqs, None),
        (include_str!("field/conditional.tf"), Style::Terraform, SourceKind::Kinesis, None),
        (include_str!("field/wrong_values.yaml"), Style::Sam, SourceKind::Sqs, Some("F")),
        (include_str!("field/wrong_values.yaml"), Style::Sam, SourceKind::Kinesis, Some("G")),
        (include_str!("field/serverless_compiled.json"), Style::Cdk, SourceKind::Sqs, None),
        (include_str!("field/serverless_queue.template.json"), Style::Cdk, SourceKind::Sqs, None),
        (
            include_str!("field/two_module_functions.tf"),
            Style::Terraform,
            SourceKind::Kinesis,
            Some("lambda_a"),
        ),
        (include_str!("field/subscription.yaml"), Style::Sam, SourceKind::Sqs, Some("Letters")),
        (include_str!("field/subscription.yaml"), Style::Sam, SourceKind::Sqs, Some("Parcels")),
        (include_str!("field/fifo_dead_letters.yaml"), Style::Sam, SourceKind::Sqs, None),
        (IMPORTED, Style::Sam, SourceKind::Sqs, None),
    ];
    for (text, style, source, resource) in files {
        let handler = Expectation {
            source: Some(source),
            resource: resource.map(str::to_owned),
            ..Expectation::default()
        };
        let check = |text: &str| check_text(text, style.format(), "file", &handler).unwrap();
        let report = check(text);
        assert!(!report.is_clean(), "{text}");
        let mended = pasting::apply(text, style.format(), &report.findings);
        let after = check(&mended);
        assert!(after.is_clean(), "{after}\n--- after\n{report}\n--- became\n{mended}");
    }
}
