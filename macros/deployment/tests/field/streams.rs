//! Streams and Kafka: retries, windows, starting positions.

use checkpointed_deployment::{Expectation, Format, Rule, SourceKind, check_text};

use crate::{assert_found, assert_noted, assert_quiet, check, handler};

/// Only the retries of streams and Kafka can end. So the rule holds for an unknown source too, and the compiler finds what a test
/// finds.
#[test]
fn retries_that_end_need_bisecting_whatever_the_source_is() {
    let file = include_str!("unknown_source.tf");
    let variable = file.replace("module.event_log.dynamodb_table_stream_arn", "var.stream");
    let age = variable.replace("maximum_retry_attempts  = 5", "maximum_record_age_in_seconds = 60");
    for text in [file, &variable, &age] {
        for source in [None, Some(SourceKind::Kinesis), Some(SourceKind::DynamoDb)] {
            assert_found(
                &check(text, Format::Terraform, source),
                Rule::BisectBatch,
                "bisect_batch_on_function_error = true",
            );
        }
    }
    let parameter = "
Parameters: { Source: { Type: String } }
Resources:
  F: { Type: AWS::Lambda::Function }
  M:
    Type: AWS::Lambda::EventSourceMapping
    Properties:
      FunctionName: !Ref F
      EventSourceArn: !Ref Source
      FunctionResponseTypes: [ReportBatchItemFailures]
      MaximumRetryAttempts: 0
      DestinationConfig: { OnFailure: { Destination: !GetAtt Lost.Arn } }
";
    assert_found(
        &check(parameter, Format::Yaml, None),
        Rule::BisectBatch,
        "BisectBatchOnFunctionError: true",
    );
    let endless = parameter.replace("MaximumRetryAttempts: 0", "MaximumRetryAttempts: -1");
    assert!(check(&endless, Format::Yaml, None).is_clean());
}

/// AWS doesn't document that Lambda discards untried records of Kafka, so it is a note.
#[test]
fn kafkas_retries_that_end_without_bisecting_are_noted() {
    let file = include_str!("kafka_retries.yaml");
    assert_noted(&check(file, Format::Yaml, SourceKind::Kafka), "`M` has retries that end");
    // Endless retries are capped at ten where a destination is set.
    let capped = file.replace("      MaximumRetryAttempts: 3\n", "");
    assert_noted(&check(&capped, Format::Yaml, SourceKind::Kafka), "gives up after 10 retries");
    let capped = file.replace("MaximumRetryAttempts: 3", "MaximumRetryAttempts: -1");
    assert_noted(&check(&capped, Format::Yaml, SourceKind::Kafka), "gives up after 10 retries");
    let bisected = file.replace(
        "MaximumRetryAttempts: 3",
        "BisectBatchOnFunctionError: true\n      MaximumRetryAttempts: 3",
    );
    assert_quiet(&check(&bisected, Format::Yaml, SourceKind::Kafka));
    let endless = capped
        .replace("DestinationConfig: { OnFailure: { Destination: !GetAtt Lost.Arn } }", "BatchSize: 10");
    assert_quiet(&check(&endless, Format::Yaml, SourceKind::Kafka));
}

#[test]
fn a_window_must_be_changed_where_it_is_set() {
    let file = include_str!("window.yaml");
    let report = check(file, Format::Yaml, SourceKind::Kinesis);
    assert_found(
        &report,
        Rule::TumblingWindow,
        "change in `Properties` of the event `K`:\n    TumblingWindowInSeconds: 0",
    );
    // The attribute has no argument of that name, so no message may ask for it.
    assert!(!report.to_string().contains("`window`"), "{report}");
    let off = file.replace("TumblingWindowInSeconds: 60", "TumblingWindowInSeconds: 0");
    let windowed = Expectation { has_window: true, ..handler(Some(SourceKind::Kinesis), None) };
    let report = check_text(&off, Format::Yaml, "file", &windowed).unwrap();
    assert_found(
        &report,
        Rule::TumblingWindow,
        "change in `Properties` of the event `K`:\n    TumblingWindowInSeconds: 60",
    );
    let without = file.replace("            TumblingWindowInSeconds: 60\n", "");
    let report = check_text(&without, Format::Yaml, "file", &windowed).unwrap();
    assert_found(
        &report,
        Rule::TumblingWindow,
        "add to `Properties` of the event `K`:\n    TumblingWindowInSeconds: 60",
    );
}

#[test]
fn a_disabled_mapping_is_noted() {
    let file = include_str!("disabled.yaml");
    assert_noted(
        &check(file, Format::Yaml, SourceKind::Kinesis),
        "`F.Events.K` is disabled (`Enabled` is false)",
    );
    let quoted = file.replace("Enabled: false", "Enabled: 'no'");
    assert_noted(&check(&quoted, Format::Yaml, SourceKind::Kinesis), "is disabled");
    let terraform = "resource \"aws_lambda_event_source_mapping\" \"m\" {\nfunction_name = \"f\"\nenabled = false\n\
                     event_source_arn = aws_kinesis_stream.s.arn\nfunction_response_types = [\"ReportBatchItemFailures\"]\n}\n";
    assert_noted(&check(terraform, Format::Terraform, SourceKind::Kinesis), "(`enabled` is false)");
    assert_quiet(&check(&terraform.replace("false", "true"), Format::Terraform, SourceKind::Kinesis));
}

#[test]
fn a_start_at_latest_is_noted() {
    let file = include_str!("latest.yaml");
    assert_noted(&check(file, Format::Yaml, SourceKind::Kinesis), "`F.Events.K` starts at `LATEST`");
    assert_quiet(&check(&file.replace("LATEST,", "TRIM_HORIZON,"), Format::Yaml, SourceKind::Kinesis));
    let kafka = "Resources: { F: { Type: AWS::Serverless::Function, Properties: { Events: { K: { Type: MSK, Properties: { Stream: x, \
                 StartingPosition: LATEST, Topics: [t], ProvisionedPollerConfig: { MinimumPollers: 1 }, \
                 FunctionResponseTypes: [ReportBatchItemFailures] } } } } } }";
    assert_noted(&check(kafka, Format::Yaml, SourceKind::Kafka), "starts at `LATEST`");
    let terraform = "resource \"aws_lambda_event_source_mapping\" \"m\" {\nfunction_name = \"f\"\nstarting_position = \"LATEST\"\n\
                     event_source_arn = aws_kinesis_stream.s.arn\nfunction_response_types = [\"ReportBatchItemFailures\"]\n}\n";
    assert_noted(&check(terraform, Format::Terraform, SourceKind::Kinesis), "starts at `LATEST`");
}
