//! The records of each source as filters see them.

use serde_json::json;

use super::*;

fn passes(event_source: EventSource, pattern: &str, record: &serde_json::Value) -> bool {
    Filters::read(event_source, &[pattern.to_owned()]).unwrap().let_pass(&record.to_string())
}

fn base64(text: &str) -> String {
    use ::base64::{Engine, engine::general_purpose::STANDARD};
    STANDARD.encode(text)
}

#[test]
fn data_of_kinesis_is_decoded_and_its_metadata_stands_beside_it() {
    let record =
        |data: &str| json!({ "kinesis": { "partitionKey": "1", "data": base64(data) }, "eventName": "e" });
    let buy = record(r#"{"record": 12345, "order": {"type": "buy", "quantity": 1000}}"#);
    let passes = |pattern: &str, record: &serde_json::Value| passes(EventSource::Kinesis, pattern, record);
    assert!(passes(r#"{"data": {"order": {"type": ["buy"]}}}"#, &buy));
    assert!(!passes(r#"{"data": {"order": {"type": ["sell"]}}}"#, &buy));
    assert!(passes(r#"{"partitionKey": ["1"], "data": {"record": [12345]}, "eventName": ["e"]}"#, &buy));
    assert!(!passes(r#"{"partitionKey": ["2"], "data": {"record": [12345]}}"#, &buy));
    // Data that isn't JSON is dropped, even by `exists: false`. A pattern for other fields ignores it.
    for data in [
        record("plain"),
        json!({ "kinesis": { "data": "%" } }),
        json!({ "kinesis": { "data": base64("\"x\"") } }),
    ] {
        assert!(!passes(r#"{"data": {"a": [{"exists": false}]}}"#, &data), "{data}");
    }
    assert!(passes(r#"{"partitionKey": ["1"]}"#, &record("plain")));
}

#[test]
fn bodies_of_messages_are_json_or_plain_strings() {
    let passes = |pattern: &str, body: &str| {
        passes(EventSource::Sqs, pattern, &json!({ "body": body, "awsRegion": "r" }))
    };
    let [of_json, plain] = [r#"{"body": {"RequestCode": ["BBBB"]}}"#, r#"{"body": [{"prefix": "B"}]}"#];
    assert!(passes(of_json, r#"{"RequestCode": "BBBB"}"#) && !passes(of_json, r#"{"RequestCode": "AAAA"}"#));
    assert!(passes(plain, "BBBB") && !passes(plain, "AAAA"));
    // The wrong format is dropped.
    assert!(!passes(of_json, "BBBB") && !passes(plain, r#"{"B": 1}"#));
    assert!(!passes(r#"{"body": [{"anything-but": "x"}]}"#, "[1]"));
    assert!(passes(r#"{"awsRegion": ["r"]}"#, "BBBB"));
    assert!(passes(r#"{"$or": [{"body": {"a": [1]}}, {"body": ["a"]}]}"#, "a"));
}

/// Documented: for a value in the wrong format only the other fields are compared.
#[test]
fn values_of_kafka_are_filtered_in_their_format_only() {
    let record = |value: serde_json::Value| json!({ "topic": "t", "value": value });
    let text = |text: &str| record(json!(base64(text)));
    let passes = |pattern: &str, record: &serde_json::Value| passes(EventSource::Kafka, pattern, record);
    let of_json = r#"{"topic": ["t"], "value": {"device_ID": [{"prefix": "AB"}]}}"#;
    assert!(
        passes(of_json, &text(r#"{"device_ID": "AB1234"}"#))
            && !passes(of_json, &text(r#"{"device_ID": "CD"}"#))
    );
    let plain = r#"{"value": [{"anything-but": ["error"]}]}"#;
    assert!(passes(plain, &text("fine")) && !passes(plain, &text("error")));
    for other in [text("error"), record(json!("/w==")), record(json!(null))] {
        assert!(passes(of_json, &other), "{other}");
        assert!(!passes(r#"{"topic": ["u"], "value": {"device_ID": ["x"]}}"#, &other), "{other}");
    }
    assert!(passes(plain, &text(r#"{"error": 1}"#)));
}

#[test]
fn changes_of_dynamodb_are_filtered_as_they_are() {
    let record = json!({
        "eventName": "INSERT",
        "eventSource": "aws:dynamodb",
        "dynamodb": { "ApproximateCreationDateTime": 1_700_000_000.0, "NewImage": { "n": { "N": "101" } } },
    });
    let passes = |pattern: &str| passes(EventSource::DynamoDb, pattern, &record);
    assert!(passes(r#"{"eventName": ["INSERT"], "eventSource": ["aws:dynamodb"]}"#));
    assert!(!passes(r#"{"eventName": ["MODIFY"]}"#));
    // Its numbers are texts: recorded on AWS.
    assert!(!passes(r#"{"dynamodb": {"NewImage": {"n": {"N": [{"numeric": [">", 100]}]}}}}"#));
    assert!(passes(r#"{"dynamodb": {"NewImage": {"n": {"N": ["101"]}}}}"#));
    assert!(passes(r#"{"dynamodb": {"ApproximateCreationDateTime": [{"numeric": [">", 0]}]}}"#));
    assert!(passes(r#"{"dynamodb": {"NewImage": {"n": [{"exists": false}]}}}"#));
}

/// The check of deployment files refuses the same patterns in the same words.
#[cfg(feature = "template")]
#[test]
fn the_deployment_check_says_the_same() {
    use checkpointed_deployment::{Expectation, Format, check_text};

    for (event_source, kind) in [
        (EventSource::Kinesis, "Kinesis"),
        (EventSource::DynamoDb, "DynamoDB"),
        (EventSource::Sqs, "SQS"),
        (EventSource::Kafka, "MSK"),
    ] {
        for pattern in [
            "plain",
            "{}",
            r#"{"data": "x"}"#,
            r#"{"data": ["x"]}"#,
            r#"{"dynamodb": [7]}"#,
            r#"{"body": {"a": [{"wildcard": "x"}]}}"#,
            r#"{"value": {"a": [{"numeric": [">", 5, "<", 1]}]}}"#,
            r#"{"value": ["x"]}"#,
        ] {
            let properties = json!({ "FunctionResponseTypes": ["ReportBatchItemFailures"], "ProvisionedPollerConfig": { "MinimumPollers": 1 },
                "FilterCriteria": { "Filters": [{ "Pattern": pattern }] } });
            let template = json!({ "Resources": { "F": { "Type": "AWS::Serverless::Function", "Properties": {
                "Events": { "E": { "Type": kind, "Properties": properties } } } } } });
            let report =
                check_text(&template.to_string(), Format::Json, "t.json", &Expectation::default()).unwrap();
            match Filters::read(event_source, &[pattern.to_owned()]) {
                Ok(_) => assert!(report.is_clean(), "{kind} {pattern}: {report}"),
                Err(why) => assert!(report.to_string().contains(&why), "{kind} {pattern}: {why}\n{report}"),
            }
        }
    }
}

#[test]
fn one_filter_of_several_is_enough_and_without_filters_all_pass() {
    let record = json!({ "body": "b" }).to_string();
    let filters = |patterns: &[&str]| {
        let patterns: Vec<String> = patterns.iter().map(ToString::to_string).collect();
        Filters::read(EventSource::Sqs, &patterns)
    };
    assert!(filters(&[r#"{"body": ["a"]}"#, r#"{"body": ["b"]}"#]).unwrap().let_pass(&record));
    assert!(!filters(&[r#"{"body": ["a"]}"#, r#"{"body": ["c"]}"#]).unwrap().let_pass(&record));
    assert!(filters(&[]).unwrap().let_pass(&record));
    assert!(filters(&[r#"{"body": ["a"]}"#, "x"]).unwrap_err().starts_with("filter 2: "));
}
