//! Patterns that are probably mistakes, and patterns that look alike and aren't.

use super::*;

fn oversights(source: SourceKind, pattern: &str) -> Vec<String> {
    Pattern::read(pattern, Some(source)).unwrap_or_else(|why| panic!("{pattern}: {why}")).oversights(source)
}

#[test]
fn patterns_that_are_probably_mistakes() {
    let rows = [
        (SourceKind::Kinesis, r#"{"kinesis": {"data": {"a": ["x"]}}}"#, "at `kinesis`: no record"),
        (SourceKind::Kinesis, r#"{"body": {"a": ["x"]}}"#, "its data is under `data`"),
        (
            SourceKind::Kinesis,
            r#"{"data": {"a": {"prefix": ["x"]}}}"#,
            "at `data.a.prefix`: AWS treats `prefix` as a field",
        ),
        (SourceKind::Sqs, r#"{"$or": [{"Body": {"a": ["x"]}}, {"body": {"a": ["y"]}}]}"#, "at `Body`"),
        (SourceKind::Sqs, r#"{"body": [7]}"#, "at `body`: data that isn't JSON is a text"),
        (SourceKind::Sqs, r#"{"body": {"a": {"b": {"numeric": [">", 5]}}}}"#, "at `body.a.b.numeric`"),
        (SourceKind::Kafka, r#"{"value": [{"numeric": [">", 5]}]}"#, "at `value`"),
        (SourceKind::Kafka, r#"{"data": {"a": ["x"]}}"#, "its data is under `value`"),
        (SourceKind::DynamoDb, r#"{"eventName": ["insert"]}"#, "a change is `INSERT`"),
        (
            SourceKind::DynamoDb,
            r#"{"dynamodb": {"newImage": {"a": {"S": ["x"]}}}}"#,
            "at `dynamodb.newImage`",
        ),
    ];
    for (source, pattern, wanted) in rows {
        let found = oversights(source, pattern);
        assert!(found.len() == 1 && found[0].contains(wanted), "{pattern}: {found:?}");
    }
}

#[test]
fn attributes_of_dynamodb_that_no_rule_fits() {
    let rows = [
        (r#"{"n": {"N": [{"numeric": [">", 100]}]}}"#, "at `dynamodb.NewImage.n.N`: the value is a text"),
        (r#"{"n": {"N": [101, "102"]}}"#, "at `dynamodb.NewImage.n.N`"),
        (r#"{"n": {"NS": [{"anything-but": [1, 2]}]}}"#, "at `dynamodb.NewImage.n.NS`"),
        (r#"{"b": {"BOOL": ["true"]}}"#, "without quotes"),
        (r#"{"a": [{"exists": true}]}"#, "an attribute is an object"),
        (r#"{"a": ["x"]}"#, r#"as in `{"a": {"S": ["x"]}}`"#),
        (r#"{"m": {"city": ["Rome"]}}"#, "`city` isn't a type of DynamoDB"),
        (r#"{"m": {"M": {"city": ["Rome"]}}}"#, "at `dynamodb.NewImage.m.M.city`: an attribute is an object"),
        (r#"{"l": {"L": {"M": {"n": {"N": [5]}}}}}"#, "at `dynamodb.NewImage.l.L.M.n.N`"),
        (r#"{"$or": [{"a": {"S": ["x"]}}, {"n": {"N": [5]}}]}"#, "at `dynamodb.NewImage.n.N`"),
    ];
    for (image, wanted) in rows {
        let found = oversights(SourceKind::DynamoDb, &format!(r#"{{"dynamodb": {{"NewImage": {image}}}}}"#));
        assert!(found.len() == 1 && found[0].contains(wanted), "{image}: {found:?}");
    }
}

#[test]
fn patterns_that_are_no_mistakes() {
    for (source, pattern) in [
        (SourceKind::Kinesis, r#"{"partitionKey": ["1"], "data": {"n": [{"numeric": [">", 5]}]}}"#),
        (SourceKind::Sqs, r#"{"body": [{"prefix": "B"}], "awsRegion": ["r"]}"#),
        (SourceKind::Sqs, r#"{"body": {"a": [7, {"exists": false}]}}"#),
        (SourceKind::Sqs, r#"{"messageAttributes": {"kind": {"stringValue": ["x"]}}}"#),
        (SourceKind::Kafka, r#"{"topic": ["t"], "offset": [{"numeric": [">", 5]}], "value": ["x"]}"#),
        (
            SourceKind::DynamoDb,
            r#"{"eventName": ["INSERT", {"anything-but": ["x"]}], "dynamodb": {"Keys": {"id": {"S": [{"prefix": "a"}]}}}}"#,
        ),
        (
            SourceKind::DynamoDb,
            r#"{"dynamodb": {"SizeBytes": [{"numeric": [">", 5]}], "NewImage": {"n": {"N": ["101"]}, "b": {"BOOL": [true]}}}}"#,
        ),
        (
            SourceKind::DynamoDb,
            r#"{"dynamodb": {"OldImage": {"l": {"L": {"S": ["x"]}}, "m": {"M": {"N": {"N": ["1"]}}}}}}"#,
        ),
    ] {
        assert_eq!(oversights(source, pattern), [""; 0], "{pattern}");
    }
}
