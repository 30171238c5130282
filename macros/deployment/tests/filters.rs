//! The filters of a mapping: a pattern that AWS refuses is a finding, and one that is probably a mistake is a note.

#[path = "filters/terraform.rs"]
mod terraform;

use checkpointed_deployment::{Expectation, Finding, Format, Report, Rule, SourceKind, check_text};

fn check(text: &str, format: Format, source: SourceKind) -> Report {
    let handler = Expectation { source: Some(source), ..Expectation::default() };
    check_text(text, format, "file", &handler).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// A function of SAM. Its event has these filters, which are YAML.
fn sam(event: &str, filters: &str) -> String {
    format!(
        "Parameters:
  Kind: {{ Type: String, Default: order }}
  Other: {{ Type: String }}
Resources:
  Handler:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Records:
          Type: {event}
          Properties:
            FunctionResponseTypes: [ReportBatchItemFailures]
            ProvisionedPollerConfig: {{ MinimumPollers: 2 }}
            FilterCriteria:
              Filters: {filters}
"
    )
}

fn sam_with_pattern(event: &str, pattern: &str) -> String {
    sam(event, &format!("[{{ Pattern: '{}' }}]", pattern.replace('\'', "''")))
}

#[track_caller]
fn only_finding(report: &Report) -> &Finding {
    let [finding] = report.findings.as_slice() else { panic!("one finding is wanted:\n{report}") };
    assert_eq!(finding.rule, Rule::FilterCriteria, "{report}");
    finding
}

#[track_caller]
fn assert_found(report: &Report, said: &str) {
    let message = &only_finding(report).message;
    assert!(message.contains(said), "{said} is not in:\n{message}");
}

#[track_caller]
fn assert_noted(report: &Report, said: &str) {
    assert!(report.is_clean(), "{report}");
    assert!(report.notes.iter().any(|note| note.contains(said)), "{said} is not in:\n{report}");
}

#[track_caller]
fn assert_quiet(report: &Report) {
    assert!(report.is_clean() && report.notes.is_empty(), "{report}");
}

#[test]
fn good_patterns_of_every_source_are_quiet() {
    for (event, source, pattern) in [
        (
            "Kinesis",
            SourceKind::Kinesis,
            r#"{"data": {"kind": ["order"], "price": [{"numeric": [">", 1.5]}]}}"#,
        ),
        (
            "DynamoDB",
            SourceKind::DynamoDb,
            r#"{"eventName": ["INSERT"], "dynamodb": {"Keys": {"id": {"S": ["a"]}}}}"#,
        ),
        ("SQS", SourceKind::Sqs, r#"{"body": [{"prefix": "it's"}]}"#),
        ("MSK", SourceKind::Kafka, r#"{"value": {"kind": [{"anything-but": ["order"]}]}}"#),
        ("SelfManagedKafka", SourceKind::Kafka, r#"{"value": ["plain"]}"#),
    ] {
        let report = check(&sam_with_pattern(event, pattern), Format::Yaml, source);
        assert!(report.is_clean() && report.notes.iter().all(|note| !note.contains("filter")), "{report}");
    }
}

#[test]
fn a_bad_pattern_of_every_source_is_found() {
    for (event, source, pattern, said) in [
        (
            "Kinesis",
            SourceKind::Kinesis,
            r#"{"data": ["order"]}"#,
            "at `data`: the data of a Kinesis data stream is filtered",
        ),
        (
            "DynamoDB",
            SourceKind::DynamoDb,
            r#"{"dynamodb": {"Keys": {}}}"#,
            "at `dynamodb.Keys`: an empty object",
        ),
        (
            "SQS",
            SourceKind::Sqs,
            r#"{"body": {"kind": "order"}}"#,
            "filter 1: at `body.kind`: a list of rules is needed",
        ),
        (
            "MSK",
            SourceKind::Kafka,
            r#"{"value": {"a": [{"wildcard": "x*"}]}}"#,
            "`wildcard` is not an operator",
        ),
        (
            "SelfManagedKafka",
            SourceKind::Kafka,
            r#"{"value": {"a": []}}"#,
            "at `value.a`: a list has no rules",
        ),
    ] {
        assert_found(&check(&sam_with_pattern(event, pattern), Format::Yaml, source), said);
    }
}

#[test]
fn the_message_says_how_to_write_a_pattern_that_cannot_be_mended() {
    let report =
        check(&sam_with_pattern("Kinesis", r#"{"data": {"a": []}}"#), Format::Yaml, SourceKind::Kinesis);
    let finding = only_finding(&report);
    assert!(
        finding.message.ends_with(r#"a pattern is written like `{"data": {"kind": ["order"]}}`"#),
        "{report}"
    );
    assert_eq!(finding.snippets, []);
    assert!(!report.to_string().contains("add to") && !report.to_string().contains("change in"), "{report}");
}

/// The message names each bad pattern. The snippet has the good ones and the mended ones.
#[test]
fn several_filters_are_one_finding() {
    let filters = r#"
              - Pattern: '{"body": {"a": "x"}}'
              - Pattern: |
                  {
                    "body": ["good"]
                  }
              - Pattern: "{'body': {'b': ['y']}}""#;
    let report = check(&sam("SQS", filters), Format::Yaml, SourceKind::Sqs);
    let finding = only_finding(&report);
    assert!(
        finding.message.contains("filter 1: at `body.a`")
            && finding.message.ends_with("filter 3: it isn't JSON"),
        "{report}"
    );
    assert_eq!(
        finding.snippets[0].text,
        r#"FilterCriteria: { Filters: [{ Pattern: '{"body": {"a": ["x"]}}' }, { Pattern: '{"body": ["good"]}' }, { Pattern: '{"body": {"b": ["y"]}}' }] }"#
    );
}

#[test]
fn a_pattern_that_is_a_map_must_be_a_text() {
    let report =
        check(&sam("SQS", "[{ Pattern: { body: { kind: [order] } } }]"), Format::Yaml, SourceKind::Sqs);
    assert_found(&report, "filter 1: the pattern is a map and must be a text in JSON");
    assert!(
        report.findings[0].snippets[0].text.contains(r#"Pattern: '{"body": {"kind": ["order"]}}'"#),
        "{report}"
    );
    let report = check(&sam("SQS", "[{ Pattern: { body: [] } }]"), Format::Yaml, SourceKind::Sqs);
    assert_found(&report, ", and as a text at `body`: a list has no rules");
}

/// The CDK writes an empty filter for one that isn't made by `FilterCriteria.filter`.
#[test]
fn a_filter_needs_a_pattern() {
    let report = check(&sam("SQS", "[{}]"), Format::Yaml, SourceKind::Sqs);
    assert_found(&report, "filter 1: it has no `Pattern`");
    assert_eq!(report.findings[0].snippets, []);
    let report = check(&sam("SQS", "[{ body: [order] }]"), Format::Yaml, SourceKind::Sqs);
    assert_found(&report, "filter 1: it has no `Pattern`");
    assert!(report.findings[0].snippets[0].text.contains(r#"Pattern: '{"body": ["order"]}'"#), "{report}");
    for none in ["[]", "[!Ref AWS::NoValue]", "!Ref AWS::NoValue"] {
        assert!(check(&sam("SQS", none), Format::Yaml, SourceKind::Sqs).is_clean(), "{none}");
    }
}

#[test]
fn limits_of_aws_hold() {
    let filters = |count: usize| vec![r#"{ Pattern: '{"body": ["x"]}' }"#; count].join(", ");
    let report = |count| check(&sam("SQS", &format!("[{}]", filters(count))), Format::Yaml, SourceKind::Sqs);
    assert!(report(5).notes.iter().all(|note| !note.contains("filters")), "{}", report(5));
    assert_noted(
        &report(6),
        "`Handler.Events.Records` has 6 filters: AWS accepts more than 5 only with a higher quota",
    );
    assert_noted(&report(10), "has 10 filters");
    assert_found(&report(11), "there are 11 filters, and 10 are the most");
    let long = format!(r#"{{"body": ["{}"]}}"#, "x".repeat(4_100));
    assert_found(
        &check(&sam_with_pattern("SQS", &long), Format::Yaml, SourceKind::Sqs),
        "characters, and 4096 are the most",
    );
}

#[test]
fn probable_mistakes_are_noted() {
    let numeric = r#"{"dynamodb": {"NewImage": {"balance": {"N": [{"numeric": [">", 100]}]}}}}"#;
    let report = check(&sam_with_pattern("DynamoDB", numeric), Format::Yaml, SourceKind::DynamoDb);
    assert_noted(
        &report,
        "filter 1 of `Handler.Events.Records`: at `dynamodb.NewImage.balance.N`: the value is a text",
    );
}

#[test]
fn texts_with_parameters_in_them_are_read() {
    let filters = |pattern: &str| format!("[{{ Pattern: {pattern} }}]");
    let known = check(
        &sam("SQS", &filters(r#"!Sub '{"body": {"kind": ["${Kind}"]}}'"#)),
        Format::Yaml,
        SourceKind::Sqs,
    );
    assert_noted(&known, "`Kind` is assumed to have its default");
    let bad = check(
        &sam("SQS", &filters(r#"!Sub '{"body": {"kind": "${Kind}"}}'"#)),
        Format::Yaml,
        SourceKind::Sqs,
    );
    assert_found(&bad, "at `body.kind`: a list of rules is needed");
    let unknown = check(
        &sam("SQS", &filters(r#"!Sub '{"body": {"kind": "${Other}"}}'"#)),
        Format::Yaml,
        SourceKind::Sqs,
    );
    assert_noted(&unknown, "filter 1 of `Handler.Events.Records` is not known here");
    let all = check(&sam("SQS", "!Ref Other"), Format::Yaml, SourceKind::Sqs);
    assert_noted(
        &all,
        "`FilterCriteria` of `Handler.Events.Records` is not known here (the parameter `Other`): not checked",
    );
}

/// A snippet would need all patterns, so there is none if one is unknown.
#[test]
fn an_unknown_filter_is_kept() {
    let filters = r#"[{ Pattern: !ImportValue Pattern }, { Pattern: '{"body": "x"}' }]"#;
    let report = check(&sam("SQS", filters), Format::Yaml, SourceKind::Sqs);
    assert_found(&report, "filter 2: at `body`");
    assert_eq!(report.findings[0].snippets, []);
    assert!(report.notes.iter().any(|note| note.starts_with("filter 1 of")), "{report}");
}
