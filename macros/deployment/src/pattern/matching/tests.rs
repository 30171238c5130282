//! Each operator by the example that AWS documents, recorded peculiarities, and a model.

use proptest::prelude::*;

use super::*;

fn fits(pattern: &str, record: &str) -> bool {
    let (pattern, record) = (Pattern::read(pattern, None).unwrap(), Json::parse(record).unwrap());
    pattern.holds_at(&Place::root(&record))
}

/// Pattern, a record that fits, one that does not
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax)).
#[test]
fn operators_by_the_examples_of_aws() {
    let rows = [
        (r#"{"UserID": [null]}"#, r#"{"UserID": null}"#, r#"{"UserID": ""}"#),
        (r#"{"LastName": [""]}"#, r#"{"LastName": ""}"#, r#"{"LastName": null}"#),
        (r#"{"Name": ["Alice"]}"#, r#"{"Name": "Alice"}"#, r#"{"Name": "alice"}"#),
        (r#"{"Name": [{"equals-ignore-case": "alice"}]}"#, r#"{"Name": "ALICE"}"#, r#"{"Name": "Alicia"}"#),
        (
            r#"{"Location": ["New York"], "Day": ["Monday"]}"#,
            r#"{"Location": "New York", "Day": "Monday"}"#,
            r#"{"Location": "New York", "Day": "Sunday"}"#,
        ),
        (
            r#"{"PaymentType": ["Credit", "Debit"]}"#,
            r#"{"PaymentType": "Debit"}"#,
            r#"{"PaymentType": "Cash"}"#,
        ),
        (
            r#"{"$or": [{"Location": ["New York"]}, {"Day": ["Monday"]}]}"#,
            r#"{"Location": "Rome", "Day": "Monday"}"#,
            r#"{"Location": "Rome", "Day": "Sunday"}"#,
        ),
        (
            r#"{"Weather": [{"anything-but": ["Raining"]}]}"#,
            r#"{"Weather": "Sunny"}"#,
            r#"{"Weather": "Raining"}"#,
        ),
        (r#"{"Price": [{"numeric": ["=", 100]}]}"#, r#"{"Price": 1e2}"#, r#"{"Price": 100.5}"#),
        (r#"{"Price": [{"numeric": [">", 10, "<=", 20]}]}"#, r#"{"Price": 20}"#, r#"{"Price": 10}"#),
        (r#"{"ProductName": [{"exists": true}]}"#, r#"{"ProductName": null}"#, r#"{"Product": "x"}"#),
        (r#"{"ProductName": [{"exists": false}]}"#, r#"{"Product": "x"}"#, r#"{"ProductName": ""}"#),
        (r#"{"Region": [{"prefix": "us-"}]}"#, r#"{"Region": "us-east-1"}"#, r#"{"Region": "eu-us-1"}"#),
        (r#"{"FileName": [{"suffix": ".png"}]}"#, r#"{"FileName": "a.png"}"#, r#"{"FileName": "a.png.gz"}"#),
        (r#"{"Metadata": [1, 2]}"#, r#"{"Metadata": 2}"#, r#"{"Metadata": 2.0}"#),
        // "And" with the same key twice, as AWS writes it.
        (
            r#"{"dynamodb": {"NewImage": {"A": {"S": ["Pat"]}}}, "dynamodb": {"OldImage": {"A": {"S": ["Terry"]}}}}"#,
            r#"{"dynamodb": {"NewImage": {"A": {"S": "Pat"}}, "OldImage": {"A": {"S": "Terry"}}}}"#,
            r#"{"dynamodb": {"NewImage": {"A": {"S": "Pat"}}, "OldImage": {"A": {"S": "Pat"}}}}"#,
        ),
    ];
    for (pattern, fitting, other) in rows {
        assert!(fits(pattern, fitting), "{pattern} {fitting}");
        assert!(!fits(pattern, other), "{pattern} {other}");
    }
}

/// A missing field does not satisfy `anything-but`, nor does an object or an empty list.
#[test]
fn anything_but_needs_a_value() {
    let rule = |excluded: &str| format!(r#"{{"a": [{{"anything-but": {excluded}}}]}}"#);
    for (excluded, fitting, other) in [
        (r#""x""#, r#"{"a": "y"}"#, r#"{"a": "x"}"#),
        (r#"["x", "y"]"#, r#"{"a": ["x", "z"]}"#, r#"{"a": ["x", "y"]}"#),
        (r#""x""#, r#"{"a": null}"#, r#"{"b": "y"}"#),
        (r#""x""#, r#"{"a": 1}"#, r#"{"a": {"x": "y"}}"#),
        ("[1, 2]", r#"{"a": "1"}"#, r#"{"a": 1}"#),
        (r#"{"prefix": "x"}"#, r#"{"a": "ax"}"#, r#"{"a": "xa"}"#),
        (r#"{"suffix": ["x", "y"]}"#, r#"{"a": "xa"}"#, r#"{"a": "ay"}"#),
        (r#"{"equals-ignore-case": "x"}"#, r#"{"a": "xx"}"#, r#"{"a": "X"}"#),
        (r#"{"wildcard": "*/lib/*"}"#, r#"{"a": "/usr/bin/x"}"#, r#"{"a": "/usr/lib/x"}"#),
    ] {
        assert!(fits(&rule(excluded), fitting), "{excluded} {fitting}");
        assert!(!fits(&rule(excluded), other), "{excluded} {other}");
    }
}

/// Documented, and `exists: false` recorded on AWS: an inner node is never there.
#[test]
fn exists_is_for_leaves() {
    let person =
        r#"{"person": {"name": "John", "address": {"city": "Anytown"}, "none": [], "l": [{"S": "Sales"}]}}"#;
    for (rule, fitting) in [
        (r#"{"person": {"address": [{"exists": true}]}}"#, false),
        (r#"{"person": {"address": [{"exists": false}]}}"#, true),
        (r#"{"person": {"address": {"city": [{"exists": true}]}}}"#, true),
        (r#"{"person": {"name": [{"exists": true}]}}"#, true),
        (r#"{"person": {"name": [{"exists": false}]}}"#, false),
        (r#"{"person": {"age": [{"exists": false}]}}"#, true),
        (r#"{"animal": {"age": [{"exists": false}]}}"#, true),
        (r#"{"person": {"name": {"first": [{"exists": false}]}}}"#, true),
        (r#"{"person": {"none": [{"exists": true}]}}"#, false),
        (r#"{"person": {"l": [{"exists": true}]}}"#, false),
        (r#"{"person": {"l": {"S": [{"exists": true}]}}}"#, true),
        (r#"{"person": {"l": {"S": [{"exists": false}]}}}"#, false),
    ] {
        assert_eq!(fits(rule, person), fitting, "{rule}");
    }
}

#[test]
fn a_pattern_goes_through_lists() {
    let list = r#"{"l": [{"a": 1, "b": 2}, [{"a": 3, "b": 4}], 5]}"#;
    assert!(fits(r#"{"l": {"a": [1], "b": [2]}}"#, list) && fits(r#"{"l": {"a": [3], "b": [4]}}"#, list));
    assert!(fits(r#"{"l": [5]}"#, list));
    // No item has both.
    assert!(!fits(r#"{"l": {"a": [1], "b": [4]}}"#, list));
    // The second item has no `c`, but another one may not have it either.
    assert!(!fits(r#"{"l": {"a": [3], "b": [{"exists": false}]}}"#, list));
    assert!(
        !fits(r#"{"l": {"a": [{"exists": false}]}}"#, list)
            && fits(r#"{"l": {"c": [{"exists": false}]}}"#, list)
    );
}

#[test]
fn or_stands_beside_and_within_fields() {
    let rule = r#"{"source": ["x"], "$or": [{"a": [1]}, {"b": [2], "$or": [{"c": [3]}, {"d": [4]}]}]}"#;
    for (record, fitting) in [
        (r#"{"source": "x", "a": 1}"#, true),
        (r#"{"source": "x", "b": 2, "d": 4}"#, true),
        (r#"{"source": "x", "b": 2}"#, false),
        (r#"{"source": "y", "a": 1}"#, false),
    ] {
        assert_eq!(fits(rule, record), fitting, "{record}");
    }
    assert!(fits(r#"{"o": {"$or": [{"a": [1]}, {"b": [2]}]}}"#, r#"{"o": {"b": 2}}"#));
}

/// A rule about a field of a flat record, without JSON: the matcher is compared with this model.
#[derive(Debug, Clone)]
enum FlatRule {
    Equals(Leaf),
    Prefix(String),
    Between(i32, i32),
    NoneOf(Vec<String>),
    Exists(bool),
}

#[derive(Debug, Clone, PartialEq)]
enum Leaf {
    Null,
    Number(i32),
    Text(String),
}

impl Leaf {
    fn json(&self) -> String {
        match self {
            Leaf::Null => String::from("null"),
            Leaf::Number(number) => number.to_string(),
            Leaf::Text(text) => format!("\"{text}\""),
        }
    }
}

impl FlatRule {
    fn json(&self) -> String {
        match self {
            FlatRule::Equals(leaf) => leaf.json(),
            FlatRule::Prefix(prefix) => format!(r#"{{"prefix": "{prefix}"}}"#),
            FlatRule::Between(low, high) => format!(r#"{{"numeric": [">=", {low}, "<", {high}]}}"#),
            FlatRule::NoneOf(texts) => format!(r#"{{"anything-but": {texts:?}}}"#),
            FlatRule::Exists(exists) => format!(r#"{{"exists": {exists}}}"#),
        }
    }

    fn is_true_of(&self, leaf: Option<&Leaf>) -> bool {
        match (self, leaf) {
            (FlatRule::Exists(exists), leaf) => leaf.is_some() == *exists,
            (_, None) => false,
            (FlatRule::Equals(wanted), Some(leaf)) => wanted == leaf,
            (FlatRule::Prefix(prefix), Some(Leaf::Text(text))) => text.get(..prefix.len()) == Some(prefix),
            (FlatRule::Between(low, high), Some(Leaf::Number(number))) => (low..high).contains(&number),
            (FlatRule::Prefix(_) | FlatRule::Between(..), Some(_)) => false,
            (FlatRule::NoneOf(texts), Some(leaf)) => {
                texts.iter().all(|text| *leaf != Leaf::Text(text.clone()))
            }
        }
    }
}

fn leaf() -> impl Strategy<Value = Leaf> {
    prop_oneof![Just(Leaf::Null), (-3..4).prop_map(Leaf::Number), "[ab1]{0,2}".prop_map(Leaf::Text)]
}

fn flat_rule() -> impl Strategy<Value = FlatRule> {
    prop_oneof![
        leaf().prop_map(FlatRule::Equals),
        "[ab]{0,2}".prop_map(FlatRule::Prefix),
        (-3..3, 1..4).prop_map(|(low, more)| FlatRule::Between(low, low + more)),
        prop::collection::vec("[ab]{1,2}", 1..3).prop_map(FlatRule::NoneOf),
        any::<bool>().prop_map(FlatRule::Exists),
    ]
}

proptest! {
    #[test]
    fn flat_records_fit_as_the_model_says(
        fields in prop::collection::btree_map("[xyz]", leaf(), 0..3),
        rules in prop::collection::btree_map("[xyz]", prop::collection::vec(flat_rule(), 1..3), 1..3),
        depth in 0_usize..3,
    ) {
        let within = |inner: String| (0..depth).fold(inner, |inner, _| format!(r#"{{"in": {inner}}}"#));
        let record: Vec<_> = fields.iter().map(|(name, leaf)| format!(r#""{name}": {}"#, leaf.json())).collect();
        let pattern: Vec<_> = rules.iter().map(|(name, rules)| {
            let rules: Vec<_> = rules.iter().map(FlatRule::json).collect();
            format!(r#""{name}": [{}]"#, rules.join(", "))
        }).collect();
        let (record, pattern) = (within(format!("{{{}}}", record.join(", "))), within(format!("{{{}}}", pattern.join(", "))));
        let expected = rules.iter().all(|(name, rules)| rules.iter().any(|rule| rule.is_true_of(fields.get(name))));
        prop_assert_eq!(fits(&pattern, &record), expected, "{} {}", pattern, record);
    }

    #[test]
    fn anything_can_be_read(text: String, pattern: String) {
        let _ = Pattern::read(&pattern, None).map(|pattern| Json::parse(&text).map(|json| pattern.holds_at(&Place::root(&json))));
    }
}
