//! Every template switches on the settings without which records are lost.

const SAM: [&str; 3] = [
    include_str!("../kinesis_orders/template.yaml"),
    include_str!("../dynamodb_audit/template.yaml"),
    include_str!("../dead_letters/template.yaml"),
];

const TERRAFORM: [&str; 2] =
    [include_str!("../kinesis_orders/main.tf"), include_str!("../dynamodb_audit/main.tf")];

/// The value after `key` on its line, without a comment. A key in a comment does not count.
fn value<'t>(template: &'t str, key: &str, separator: char) -> Option<&'t str> {
    template.lines().find_map(|line| {
        let line = line.split_once('#').map_or(line, |(code, _comment)| code);
        let (found, value) = line.split_once(separator)?;
        (found.trim() == key).then(|| value.trim())
    })
}

fn is_within(value: Option<&str>, range: std::ops::RangeInclusive<u32>) -> bool {
    value.and_then(|value| value.parse().ok()).is_some_and(|value: u32| range.contains(&value))
}

#[test]
fn sam_templates_lose_no_records() {
    for template in SAM {
        let value = |key| value(template, key, ':');
        assert_eq!(value("FunctionResponseTypes"), Some("[ReportBatchItemFailures]"));
        assert_eq!(value("BisectBatchOnFunctionError"), Some("true"));
        assert!(is_within(value("MaximumRetryAttempts"), 0..=10_000));
        assert!(is_within(value("MaximumRecordAgeInSeconds"), 60..=604_800));
        assert_eq!(value("OnFailure"), Some(""), "a destination follows");
        assert!(value("Destination").is_some_and(|destination| destination.ends_with(".Arn")));
    }
}

#[test]
fn terraform_files_lose_no_records() {
    for template in TERRAFORM {
        let value = |key| value(template, key, '=');
        assert_eq!(value("function_response_types"), Some(r#"["ReportBatchItemFailures"]"#));
        assert_eq!(value("bisect_batch_on_function_error"), Some("true"));
        assert!(is_within(value("maximum_retry_attempts"), 0..=10_000));
        assert!(is_within(value("maximum_record_age_in_seconds"), 60..=604_800));
        assert!(template.contains("on_failure {"));
        assert!(
            value("destination_arn").is_some_and(|destination| destination.starts_with("aws_sqs_queue."))
        );
    }
}

#[test]
fn a_switch_in_a_comment_is_off() {
    assert_eq!(value("  # BisectBatchOnFunctionError: true", "BisectBatchOnFunctionError", ':'), None);
}
