//! The comparisons that a pattern makes with the value of a field.

use super::json::Json;

/// The numbers that a `numeric` comparison takes: EventBridge's limit
/// ([AWS's documentation](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html)).
pub(super) const LARGEST: f64 = 5.0e9;

/// A condition that a value must satisfy.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Comparison {
    /// `null`, a boolean, a number as it is written, a text.
    Equals(Json),
    EqualsIgnoreCase(String),
    Prefix(String),
    Suffix(String),
    /// Parts between asterisks. Only in `anything-but`.
    Wildcard(Vec<String>),
    /// The value satisfies none of these.
    AnythingBut(Vec<Comparison>),
    Numeric(Range),
    Exists(bool),
}

/// The numbers between two bounds, each included or not.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Range {
    pub(super) from: Bound,
    pub(super) to: Bound,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Bound {
    pub(super) number: f64,
    pub(super) is_included: bool,
}

impl Comparison {
    /// Whether a leaf of the record satisfies it. Any leaf satisfies `exists`.
    pub(super) fn accepts(&self, leaf: &Json) -> bool {
        let text = match leaf {
            Json::Text(text) => Some(text.as_str()),
            _ => None,
        };
        match self {
            Comparison::Equals(value) => leaf == value,
            Comparison::EqualsIgnoreCase(other) => {
                text.is_some_and(|text| text.to_lowercase() == other.to_lowercase())
            }
            Comparison::Prefix(prefix) => text.is_some_and(|text| text.starts_with(prefix)),
            Comparison::Suffix(suffix) => text.is_some_and(|text| text.ends_with(suffix)),
            Comparison::Wildcard(parts) => text.is_some_and(|text| is_made_of(text, parts)),
            Comparison::AnythingBut(excluded) => !excluded.iter().any(|comparison| comparison.accepts(leaf)),
            Comparison::Numeric(range) => match leaf {
                Json::Number(number) => number.parse().is_ok_and(|number| range.contains(number)),
                // Not even a text that reads like a number, as DynamoDB's do: recorded on AWS.
                _ => false,
            },
            Comparison::Exists(exists) => *exists,
        }
    }
}

impl Range {
    fn contains(self, number: f64) -> bool {
        let Range { from, to } = self;
        (number > from.number || from.is_included && number == from.number)
            && (number < to.number || to.is_included && number == to.number)
    }
}

/// Whether the text holds the parts in this order, the first at its beginning and the last at its end.
fn is_made_of(text: &str, parts: &[String]) -> bool {
    let [first, between @ .., last] = parts else {
        return parts.first().is_some_and(|part| part == text);
    };
    let Some(mut rest) = text.strip_prefix(first.as_str()) else { return false };
    for part in between {
        let Some((_, after)) = rest.split_once(part.as_str()) else { return false };
        rest = after;
    }
    rest.ends_with(last.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json {
        Json::parse(text).unwrap()
    }

    #[test]
    fn a_value_equals_only_what_is_written_like_it() {
        let accepts = |rule: &str, value: &str| Comparison::Equals(json(rule)).accepts(&json(value));
        for (rule, value) in
            [("null", "null"), ("\"\"", "\"\""), ("true", "true"), ("300", "300"), ("\"a\"", "\"\\u0061\"")]
        {
            assert!(accepts(rule, value), "{rule} {value}");
        }
        // AWS's own example: these are not considered equal.
        for (rule, value) in
            [("300", "300.0"), ("300", "3.0e2"), ("300", "\"300\""), ("null", "\"\""), ("\"a\"", "\"A\"")]
        {
            assert!(!accepts(rule, value), "{rule} {value}");
        }
    }

    #[test]
    fn a_wildcard_stands_for_any_text() {
        let accepts = |parts: &[&str], text: &str| {
            let parts = parts.iter().map(|part| String::from(*part)).collect();
            Comparison::Wildcard(parts).accepts(&Json::Text(text.to_owned()))
        };
        assert!(accepts(&["a", "b", "c"], "a--b--c") && accepts(&["", "/lib/", ""], "/usr/lib/x"));
        assert!(
            !accepts(&["a", "b", "c"], "a--c") && !accepts(&["ab", "bc"], "abc") && !accepts(&["a"], "ab")
        );
    }

    #[test]
    fn a_range_has_bounds_that_belong_to_it_or_not() {
        let bound = |number, is_included| Bound { number, is_included };
        let range = Comparison::Numeric(Range { from: bound(10.0, false), to: bound(20.0, true) });
        assert!(["10.5", "20", "2e1"].iter().all(|number| range.accepts(&json(number))));
        assert!(["10", "20.5", "-11", "\"15\"", "null"].iter().all(|value| !range.accepts(&json(value))));
    }
}
