//! Texts that are patterns, and texts that are not.

use super::*;

/// The first four were recorded on AWS.
#[test]
fn other_texts_are_refused() {
    let refused = [
        ("null", "an object is needed"),
        ("simple string", "it isn't JSON"),
        (r#"{"eventSource": "aws:sqs"}"#, "at `eventSource`: a list of rules is needed"),
        (r#"{"eventSource": []}"#, "at `eventSource`: a list has no rules"),
        (r#"[{"eventName": ["INSERT"=123}]"#, "it isn't JSON"),
        (r#"[{"eventName": ["INSERT"]}]"#, "an object is needed"),
        ("{}", "an empty object"),
        (r#"{"body": {"a": {}}}"#, "at `body.a`: an empty object"),
        (r#"{"a": [["x"]]}"#, "not a list"),
        (r#"{"a": [{}]}"#, "one operator"),
        (r#"{"a": [{"prefix": "x", "suffix": "y"}]}"#, "one operator"),
        (r#"{"a": [{"prefix": 7}]}"#, "`prefix` needs a text"),
        (r#"{"a": [{"suffix": null}]}"#, "`suffix` needs a text"),
        (r#"{"a": [{"equals-ignore-case": ["x"]}]}"#, "needs a text"),
        (r#"{"a": [{"exists": "true"}]}"#, "`true` or `false`"),
        (r#"{"a": [{"wildcard": "a*"}]}"#, "`wildcard` is not an operator that AWS lists for Lambda"),
        (r#"{"a": [{"cidr": "10.0.0.0/24"}]}"#, "`cidr` is not an operator"),
        (r#"{"a": [{"begins-with": "x"}]}"#, "`begins-with` is not an operator"),
        (r#"{"a": [{"anything-but": []}]}"#, "texts, or numbers"),
        (r#"{"a": [{"anything-but": ["x", 1]}]}"#, "texts, or numbers"),
        (r#"{"a": [{"anything-but": null}]}"#, "texts, or numbers"),
        (r#"{"a": [{"anything-but": {"numeric": [">", 1]}}]}"#, "not an operator within `anything-but`"),
        (r#"{"a": [{"anything-but": {"wildcard": "a**"}}]}"#, "two asterisks"),
        (r#"{"a": [{"anything-but": {"wildcard": "a\\b"}}]}"#, "backslash"),
        (r#"{"a": [{"numeric": 5}]}"#, "needs a list"),
        (r#"{"a": [{"numeric": []}]}"#, "lower first"),
        (r#"{"a": [{"numeric": [">", "5"]}]}"#, "comparisons with their numbers"),
        (r#"{"a": [{"numeric": [">"]}]}"#, "comparisons with their numbers"),
        (r#"{"a": [{"numeric": ["!=", 5]}]}"#, "lower first"),
        (r#"{"a": [{"numeric": ["<", 5, ">", 1]}]}"#, "lower first"),
        (r#"{"a": [{"numeric": [">", 5, "<", 5]}]}"#, "lower first"),
        (r#"{"a": [{"numeric": ["=", 5, "<", 6]}]}"#, "lower first"),
        (r#"{"a": [{"numeric": [">", 6e9]}]}"#, "from -5.0e9 to 5.0e9"),
        // With one alternative `$or` is a field, and its rules have unknown operators.
        (r#"{"$or": [{"a": ["x"]}]}"#, "at `$or`: `a` is not an operator"),
        (r#"{"$or": [{"a": ["x"]}, {"b": []}]}"#, "at `$or.b`: a list has no rules"),
    ];
    for (text, why) in refused {
        let said = Pattern::read(text, None).unwrap_err();
        assert!(said.contains(why), "{text}: {said}");
    }
}

/// One of each operator that AWS lists for Lambda, and those within `anything-but`.
#[test]
fn patterns_are_read() {
    for text in [
        r#"{"UserID": [null]}"#,
        r#"{"LastName": [""]}"#,
        r#"{"Name": ["Alice"]}"#,
        r#"{"Name": [{"equals-ignore-case": "alice"}]}"#,
        r#"{"Location": ["New York"], "Day": ["Monday"]}"#,
        r#"{"PaymentType": ["Credit", "Debit"]}"#,
        r#"{"$or": [{"Location": ["New York"]}, {"Day": ["Monday"]}]}"#,
        r#"{"Weather": [{"anything-but": ["Raining"]}]}"#,
        r#"{"Price": [{"numeric": ["=", 100]}]}"#,
        r#"{"Price": [{"numeric": [">", 10, "<=", 20]}]}"#,
        r#"{"ProductName": [{"exists": true}]}"#,
        r#"{"ProductName": [{"exists": false}]}"#,
        r#"{"Region": [{"prefix": "us-"}]}"#,
        r#"{"FileName": [{"suffix": ".png"}]}"#,
        r#"{"a": [{"anything-but": {"prefix": "x"}}, {"anything-but": {"suffix": ["x", "y"]}}]}"#,
        r#"{"a": [{"anything-but": {"equals-ignore-case": ["x"]}}, {"anything-but": {"wildcard": "a*\\*"}}]}"#,
        r#"{"a": [{"numeric": ["<", 5]}, {"numeric": [">=", -5e9]}, {"anything-but": 7}, true]}"#,
    ] {
        Pattern::read(text, None).unwrap_or_else(|why| panic!("{text}: {why}"));
    }
}

#[test]
fn or_with_the_name_of_an_operator_is_a_field() {
    let pattern = Pattern::read(r#"{"$or": [{"prefix": "a"}, {"suffix": "b"}]}"#, None).unwrap();
    assert!(pattern.alternatives.is_empty());
    assert_eq!(pattern.fields.first().map(|(name, _)| name.as_str()), Some("$or"));
}

#[test]
fn data_of_a_stream_is_not_a_plain_string() {
    for (source, pattern) in [
        (SourceKind::Kinesis, r#"{"data": ["x"]}"#),
        (SourceKind::DynamoDb, r#"{"$or": [{"dynamodb": [{"exists": true}]}, {"eventName": ["INSERT"]}]}"#),
    ] {
        let said = Pattern::read(pattern, Some(source)).unwrap_err();
        assert!(said.contains("filtered by its fields"), "{said}");
        assert!(Pattern::read(pattern, None).is_ok(), "{pattern}");
    }
    assert!(Pattern::read(r#"{"body": ["x"]}"#, Some(SourceKind::Sqs)).is_ok());
}
