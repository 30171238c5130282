//! Mends common slips in a pattern, so that a finding can print what to write.

use serde_yaml_ng::Value;

use super::{condition::Pattern, json::Json, reading::OPERATORS};
use crate::source_kind::SourceKind;

/// A pattern that AWS accepts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Mended {
    /// The pattern in one line.
    pub(crate) json: String,
    /// Whether an object in it has a key twice, which Terraform doesn't allow.
    pub(crate) has_duplicate_keys: bool,
}

/// The pattern without slips that leave no doubt about the intention: quotes and commas that JSON doesn't allow, a list around the
/// pattern, a rule without a list, and a number or truth value in quotes. `None` if the pattern has other mistakes.
pub(crate) fn mended(text: &str, source: Option<SourceKind>) -> Option<Mended> {
    let mut json = match Json::parse(text) {
        Some(json) => json,
        None => from_yaml(&serde_yaml_ng::from_str(text).ok()?)?,
    };
    if let Json::List(items) = &json
        && let [only] = items.as_slice()
    {
        json = only.clone();
    }
    let json = in_lists(&json);
    let mended = Mended { json: json.to_string(), has_duplicate_keys: has_duplicate_keys(&json) };
    Pattern::read(&mended.json, source).ok().map(|_| mended)
}

/// The object with each rule of its fields in a list.
fn in_lists(json: &Json) -> Json {
    let Json::Object(fields) = json else { return json.clone() };
    let field = |(name, value): &(String, Json)| match value {
        Json::List(choices) if name == "$or" => {
            (name.clone(), Json::List(choices.iter().map(in_lists).collect()))
        }
        value => (name.clone(), rules(value)),
    };
    Json::Object(fields.iter().map(field).collect())
}

fn rules(value: &Json) -> Json {
    match value {
        Json::Object(fields) => match fields.as_slice() {
            // Without a list around it AWS would treat the operator as a field of the record.
            [(operator, operand)] if is_operation(operator, operand) => {
                Json::List(vec![without_quotes(value)])
            }
            _ => in_lists(value),
        },
        Json::List(items) => {
            let flat = items.iter().flat_map(|item| match item {
                Json::List(inner) => inner.clone(),
                item => vec![item.clone()],
            });
            Json::List(flat.map(|rule| without_quotes(&rule)).collect())
        }
        value => Json::List(vec![value.clone()]),
    }
}

/// A rule with the numbers of `numeric` and the truth value of `exists` out of their quotes.
fn without_quotes(rule: &Json) -> Json {
    let Json::Object(fields) = rule else { return rule.clone() };
    let bare = |value: &Json| match value {
        Json::Text(text) => Json::parse(text).unwrap_or_else(|| value.clone()),
        value => value.clone(),
    };
    let field = |(operator, operand): &(String, Json)| {
        let operand = match (operator.as_str(), operand) {
            ("numeric", Json::List(terms)) => Json::List(terms.iter().map(bare).collect()),
            ("exists", operand) => bare(operand),
            (_, operand) => operand.clone(),
        };
        (operator.clone(), operand)
    };
    Json::Object(fields.iter().map(field).collect())
}

fn is_operation(operator: &str, operand: &Json) -> bool {
    OPERATORS.contains(&operator) && !matches!(operand, Json::List(_))
}

fn has_duplicate_keys(json: &Json) -> bool {
    match json {
        Json::Object(fields) => fields.iter().enumerate().any(|(index, (name, value))| {
            fields.iter().skip(index + 1).any(|(other, _)| other == name) || has_duplicate_keys(value)
        }),
        Json::List(items) => items.iter().any(has_duplicate_keys),
        _ => false,
    }
}

/// YAML accepts what JSON refuses: single quotes, no quotes, and a comma after the last item.
fn from_yaml(value: &Value) -> Option<Json> {
    Some(match value {
        Value::Null => Json::Null,
        Value::Bool(value) => Json::Boolean(*value),
        Value::Number(number) => Json::Number(number.to_string()),
        Value::String(text) => Json::Text(text.clone()),
        Value::Sequence(items) => Json::List(items.iter().map(from_yaml).collect::<Option<_>>()?),
        Value::Mapping(entries) => {
            let entry = |(key, value): (&Value, &Value)| Some((key.as_str()?.to_owned(), from_yaml(value)?));
            Json::Object(entries.iter().map(entry).collect::<Option<_>>()?)
        }
        Value::Tagged(_) => return None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const SOURCES: [Option<SourceKind>; 5] = [
        None,
        Some(SourceKind::Kinesis),
        Some(SourceKind::DynamoDb),
        Some(SourceKind::Sqs),
        Some(SourceKind::Kafka),
    ];

    const PIECES: [&str; 22] = [
        "{", "}", "[", "]", ":", ",", "'", "\"", "body", "data", "dynamodb", "NewImage", "N", "$or",
        "prefix", "numeric", "exists", "true", "1.5", "x", "&a ", "*a ",
    ];

    proptest! {
        /// A mended pattern is one that AWS accepts, and it has no slips any more.
        #[test]
        fn a_mended_pattern_is_accepted(
            pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..16), source in prop::sample::select(&SOURCES[..]),
        ) {
            if let Some(pattern) = mended(&pieces.concat(), source) {
                let read = Pattern::read(&pattern.json, source);
                prop_assert!(read.is_ok(), "{}", pattern.json);
                let _ = source.map(|source| read.unwrap().oversights(source));
                prop_assert_eq!(mended(&pattern.json, source), Some(pattern));
            }
        }
    }

    #[test]
    fn common_slips_are_mended() {
        let rows = [
            (r#"{"body": {"kind": "order"}}"#, r#"{"body": {"kind": ["order"]}}"#),
            (r#"{"body": {"kind": [["a"], "b"], "n": 7}}"#, r#"{"body": {"kind": ["a", "b"], "n": [7]}}"#),
            (r#"[{"body": ["a"]}]"#, r#"{"body": ["a"]}"#),
            (r"{'body': {'kind': ['it''s']}}", r#"{"body": {"kind": ["it's"]}}"#),
            (r#"{"body": {"kind": ["a",]},}"#, r#"{"body": {"kind": ["a"]}}"#),
            ("{body: {kind: [order]}}", r#"{"body": {"kind": ["order"]}}"#),
            (r#"{"body": {"kind": {"prefix": "x"}}}"#, r#"{"body": {"kind": [{"prefix": "x"}]}}"#),
            (r#"{"body": {"kind": {"exists": true}}}"#, r#"{"body": {"kind": [{"exists": true}]}}"#),
            (r#"{"a": [{"numeric": [">", "1.5"]}]}"#, r#"{"a": [{"numeric": [">", 1.5]}]}"#),
            (r#"{"a": {"exists": "false"}}"#, r#"{"a": [{"exists": false}]}"#),
            (r#"{"$or": [{"a": "x"}, {"b": ["y"]}]}"#, r#"{"$or": [{"a": ["x"]}, {"b": ["y"]}]}"#),
            // These have no slips.
            (r#"{"a": [1.50], "a": ["x\n"]}"#, r#"{"a": [1.50], "a": ["x\n"]}"#),
            (r#"{"$or": [{"a": ["x"]}, {"b": ["y"]}]}"#, r#"{"$or": [{"a": ["x"]}, {"b": ["y"]}]}"#),
        ];
        for (text, wanted) in rows {
            let mended = mended(text, None).map(|mended| mended.json);
            assert_eq!(mended.as_deref(), Some(wanted), "{text}");
        }
    }

    #[test]
    fn other_mistakes_are_left_to_the_reader() {
        for text in [
            "",
            "null",
            "simple string",
            "{}",
            r#"{"a": []}"#,
            r#"{"a": [{"wildcard": "x*"}]}"#,
            r#"{"a": [{"numeric": [">", "five"]}]}"#,
            "{a: !x [b]}",
            "{1: [b]}",
            r#"[{"a": ["x"]}, {"b": ["y"]}]"#,
        ] {
            assert_eq!(mended(text, None), None, "{text}");
        }
        assert_eq!(mended(r#"{"data": "x"}"#, Some(SourceKind::Kinesis)), None);
    }

    #[test]
    fn duplicate_keys_are_noticed() {
        let has_any = |text| mended(text, None).unwrap().has_duplicate_keys;
        assert!(has_any(r#"{"a": ["x"], "a": ["y"]}"#) && has_any(r#"{"o": {"a": ["x"], "a": ["y"]}}"#));
        assert!(!has_any(r#"{"a": ["x"], "o": {"a": ["y"]}}"#));
    }
}
