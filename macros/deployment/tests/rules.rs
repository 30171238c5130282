//! Every rule in every format: a file that breaks it has a finding, and a good file has none.

mod files;

use checkpointed_deployment::{Format, Report, Rule, SourceKind, check_text};
use files::{FORMATS, File, handler};

fn check(file: &File, format: Format, source: SourceKind) -> Report {
    let name = file.name(format);
    let text = file.text(format);
    check_text(&text, format, name, &handler(source)).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

fn rules(report: &Report) -> Vec<Rule> {
    report.findings.iter().map(|finding| finding.rule).collect()
}

/// Without this property the good file breaks this rule, and no other.
fn needs(source: SourceKind, property: &str, rule: Rule) {
    for format in FORMATS {
        let good = File::good(source);
        let report = check(&good, format, source);
        assert_eq!(rules(&report), [], "{report}\n{}", good.text(format));
        assert_eq!(report.notes, [""; 0], "{report}");
        let report = check(&good.without(property), format, source);
        assert_eq!(rules(&report), [rule], "{format:?}: {report}");
        let finding = &report.findings[0];
        let names = finding.to_string();
        assert!(names.contains(files::resource_of(rule, format)), "{names}");
        assert!(finding.line.is_some(), "{names}");
        let inserted = good.without(property).with_line(rule, &finding.snippets[0].text);
        assert_eq!(rules(&check(&inserted, format, source)), [], "{format:?}: {}", inserted.text(format));
    }
}

#[test]
fn every_source_needs_the_flag() {
    for source in [SourceKind::Kinesis, SourceKind::DynamoDb, SourceKind::Sqs, SourceKind::Kafka] {
        needs(source, "responses", Rule::ReportBatchItemFailures);
    }
}

#[test]
fn finite_retries_need_bisecting() {
    needs(SourceKind::Kinesis, "bisect", Rule::BisectBatch);
    needs(SourceKind::DynamoDb, "bisect", Rule::BisectBatch);
}

#[test]
fn finite_retries_need_a_destination() {
    needs(SourceKind::Kinesis, "destination", Rule::OnFailureDestination);
    needs(SourceKind::DynamoDb, "destination", Rule::OnFailureDestination);
}

#[test]
fn endless_retries_need_neither() {
    for format in FORMATS {
        let file =
            File::good(SourceKind::Kinesis).without("retries").without("bisect").without("destination");
        assert!(check(&file, format, SourceKind::Kinesis).is_clean());
    }
}

#[test]
fn an_age_limit_is_finite_and_minus_one_is_not() {
    for format in FORMATS {
        let file =
            File::good(SourceKind::Kinesis).without("retries").without("bisect").without("destination");
        let limited = check(&file.clone().with("age", "3600"), format, SourceKind::Kinesis);
        assert_eq!(rules(&limited), [Rule::BisectBatch, Rule::OnFailureDestination]);
        assert!(check(&file.with("age", "-1"), format, SourceKind::Kinesis).is_clean());
    }
}

#[test]
fn zero_retries_are_finite() {
    for format in FORMATS {
        let file = File::good(SourceKind::Kinesis).with("retries", "0").without("bisect");
        assert_eq!(rules(&check(&file, format, SourceKind::Kinesis)), [Rule::BisectBatch]);
    }
}

#[test]
fn a_window_and_a_handler_with_a_window_need_each_other() {
    for format in FORMATS {
        let plain = File::good(SourceKind::Kinesis);
        let windowed = plain.clone().with("window", "60");
        let mut handler = handler(SourceKind::Kinesis);
        assert_eq!(rules(&check(&windowed, format, SourceKind::Kinesis)), [Rule::TumblingWindow]);
        handler.has_window = true;
        let check = |file: &File| check_text(&file.text(format), format, "file", &handler).unwrap();
        assert_eq!(rules(&check(&plain)), [Rule::TumblingWindow]);
        assert_eq!(rules(&check(&windowed)), []);
    }
}

#[test]
fn a_queue_hides_messages_as_long_as_the_function_may_run() {
    needs(SourceKind::Sqs, "visibility", Rule::VisibilityTimeout);
}

#[test]
fn both_timeouts_have_defaults() {
    for format in FORMATS {
        let file = File::good(SourceKind::Sqs).without("visibility").without("timeout");
        assert!(check(&file, format, SourceKind::Sqs).is_clean());
        let file = File::good(SourceKind::Sqs).with("visibility", "2").without("timeout");
        assert_eq!(rules(&check(&file, format, SourceKind::Sqs)), [Rule::VisibilityTimeout]);
    }
}

#[test]
fn a_fifo_queue_needs_a_dead_letter_queue() {
    needs(SourceKind::Sqs, "redrive", Rule::DeadLetterQueue);
}

#[test]
fn a_standard_queue_needs_no_dead_letter_queue() {
    for format in FORMATS {
        let file = File::good(SourceKind::Sqs).without("redrive").without("fifo");
        assert!(check(&file, format, SourceKind::Sqs).is_clean());
    }
}

#[test]
fn kafka_needs_provisioned_mode() {
    needs(SourceKind::Kafka, "pollers", Rule::ProvisionedMode);
}

#[test]
fn a_source_of_another_kind_is_one_mistake() {
    for format in FORMATS {
        let file = File::good(SourceKind::Sqs).without("responses");
        let report = check(&file, format, SourceKind::Kinesis);
        assert_eq!(rules(&report), [Rule::SourceKind], "{report}");
        assert!(
            report.findings[0]
                .message
                .contains("an SQS queue, but the handler reads the records of a Kinesis")
        );
        let add = match format {
            Format::Json => "\"EventSourceArn\": { \"Fn::GetAtt\": [\"Records\", \"Arn\"] }",
            Format::Terraform => "event_source_arn = aws_kinesis_stream.records.arn",
            _ => "Type: Kinesis\nProperties:\n  Stream: !GetAtt Records.Arn",
        };
        assert_eq!(report.findings[0].snippets[0].text, add);
    }
}
