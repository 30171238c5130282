//! Reads a pattern, or says what is wrong with it.

use super::{
    comparison::{Bound, Comparison, LARGEST, Range},
    condition::{FieldCondition, Pattern},
    json::Json,
};
use crate::source_kind::SourceKind;

/// The operators of EventBridge. If a choice of `$or` has the name of one in it, `$or` is an ordinary field
/// ([AWS's matcher](https://github.com/aws/event-ruler#the-or-primitive)).
pub(super) const OPERATORS: [&str; 8] =
    ["anything-but", "cidr", "equals-ignore-case", "exists", "numeric", "prefix", "suffix", "wildcard"];

impl Pattern {
    /// Reads a pattern for the records of a source, or of an unknown one.
    ///
    /// # Errors
    /// If AWS refuses it: what is wrong, and where.
    pub fn read(text: &str, source: Option<SourceKind>) -> Result<Self, String> {
        let json = Json::parse(text).ok_or("it isn't JSON")?;
        let pattern = Self::of(&json, "")?;
        match source {
            // Documented: the data of a stream must be JSON.
            Some(source) if source.is_stream() && pattern.asks_for_text_of(source.filtering_key()) => {
                let key = source.filtering_key();
                Err(format!(
                    "at `{key}`: the data of {source} is filtered by its fields, as in `{{\"{key}\": {{..}}}}`"
                ))
            }
            _ => Ok(pattern),
        }
    }

    fn of(json: &Json, path: &str) -> Result<Self, String> {
        let Json::Object(object) = json else {
            return Err(at(path, "an object is needed, such as `{\"body\": {\"kind\": [\"order\"]}}`"));
        };
        if object.is_empty() {
            return Err(at(path, "an empty object has no condition"));
        }
        let mut pattern = Pattern { fields: Vec::new(), alternatives: Vec::new() };
        for (name, json) in object {
            let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
            match json {
                Json::List(choices) if name == "$or" && are_alternatives(choices) => {
                    let alternatives = choices.iter().map(|choice| Self::of(choice, &path));
                    pattern.alternatives.push(alternatives.collect::<Result<_, _>>()?);
                }
                Json::List(rules) if rules.is_empty() => return Err(at(&path, "a list has no rules")),
                Json::List(rules) => {
                    let comparisons =
                        rules.iter().map(|rule| comparison(rule).map_err(|why| at(&path, &why)));
                    let condition = FieldCondition::OneOf(comparisons.collect::<Result<_, _>>()?);
                    pattern.fields.push((name.clone(), condition));
                }
                Json::Object(_) => {
                    pattern.fields.push((name.clone(), FieldCondition::Within(Self::of(json, &path)?)));
                }
                _ => return Err(at(&path, "a list of rules is needed, such as `[\"order\"]`")),
            }
        }
        Ok(pattern)
    }
}

fn at(path: &str, why: &str) -> String {
    if path.is_empty() { why.to_owned() } else { format!("at `{path}`: {why}") }
}

/// `$or` needs at least two objects without the name of an operator in them. Otherwise it is a field like any other.
fn are_alternatives(choices: &[Json]) -> bool {
    let has_operator =
        |fields: &Vec<(String, Json)>| fields.iter().any(|(name, _)| OPERATORS.contains(&name.as_str()));
    let is_alternative = |choice: &Json| matches!(choice, Json::Object(fields) if !has_operator(fields));
    choices.len() > 1 && choices.iter().all(is_alternative)
}

fn comparison(rule: &Json) -> Result<Comparison, String> {
    match rule {
        Json::List(_) => Err(String::from("a rule is a value or an object, not a list")),
        Json::Object(fields) => match fields.as_slice() {
            [(operator, operand)] => operation(operator, operand),
            _ => Err(String::from("a rule has one operator")),
        },
        value => Ok(Comparison::Equals(value.clone())),
    }
}

/// The operators that AWS lists for Lambda
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax)).
/// EventBridge has more; AWS doesn't document whether Lambda accepts those too.
fn operation(operator: &str, operand: &Json) -> Result<Comparison, String> {
    match (operator, operand) {
        ("prefix", Json::Text(prefix)) => Ok(Comparison::Prefix(prefix.clone())),
        ("suffix", Json::Text(suffix)) => Ok(Comparison::Suffix(suffix.clone())),
        ("equals-ignore-case", Json::Text(text)) => Ok(Comparison::EqualsIgnoreCase(text.clone())),
        ("prefix" | "suffix" | "equals-ignore-case", _) => Err(format!("`{operator}` needs a text")),
        ("exists", Json::Boolean(exists)) => Ok(Comparison::Exists(*exists)),
        ("exists", _) => Err(String::from("`exists` needs `true` or `false`")),
        ("numeric", Json::List(terms)) => numeric(terms),
        ("numeric", _) => Err(String::from("`numeric` needs a list, such as `[\">\", 10, \"<=\", 20]`")),
        ("anything-but", excluded) => anything_but(excluded),
        _ => Err(format!("`{operator}` is not an operator that AWS lists for Lambda")),
    }
}

/// `anything-but` excludes one or more texts or numbers. For other exclusions (a prefix, a suffix, a text in any case, a wildcard)
/// Lambda's page refers to EventBridge's.
fn anything_but(excluded: &Json) -> Result<Comparison, String> {
    let list = match excluded {
        Json::Object(fields) => return anything_but_operation(fields),
        Json::List(list) => list.clone(),
        value => vec![value.clone()],
    };
    let are_texts = list.iter().all(|value| matches!(value, Json::Text(_)));
    let are_numbers = list.iter().all(|value| matches!(value, Json::Number(_)));
    if list.is_empty() || !are_texts && !are_numbers {
        return Err(String::from("`anything-but` needs texts, or numbers"));
    }
    Ok(Comparison::AnythingBut(list.into_iter().map(Comparison::Equals).collect()))
}

fn anything_but_operation(fields: &[(String, Json)]) -> Result<Comparison, String> {
    let [(operator, operand)] = fields else {
        return Err(String::from("`anything-but` has one operator in it"));
    };
    let texts = match operand {
        Json::List(list) if !list.is_empty() => list.clone(),
        value => vec![value.clone()],
    };
    let comparison = |text: &Json| match (operator.as_str(), text) {
        ("prefix" | "suffix" | "equals-ignore-case", text) => operation(operator, text),
        ("wildcard", Json::Text(text)) => wildcard(text),
        ("wildcard", _) => Err(String::from("`wildcard` needs a text")),
        _ => Err(format!("`{operator}` is not an operator within `anything-but`")),
    };
    Ok(Comparison::AnythingBut(texts.iter().map(comparison).collect::<Result<_, _>>()?))
}

/// An asterisk matches any text, unless there is a backslash before it.
fn wildcard(text: &str) -> Result<Comparison, String> {
    let (mut parts, mut part) = (Vec::new(), String::new());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '*' if characters.peek() == Some(&'*') => {
                return Err(String::from("a wildcard must not have two asterisks in a row"));
            }
            '*' => parts.push(std::mem::take(&mut part)),
            '\\' => match characters.next() {
                Some(escaped @ ('*' | '\\')) => part.push(escaped),
                _ => return Err(String::from("a backslash in a wildcard must be before `*` or `\\`")),
            },
            other => part.push(other),
        }
    }
    parts.push(part);
    Ok(Comparison::Wildcard(parts))
}

/// `=` with a number; or `>` or `>=` with one, `<` or `<=` with one, or both in this order.
fn numeric(terms: &[Json]) -> Result<Comparison, String> {
    let edge = |number| Bound { number, is_included: true };
    let mut range = Range { from: edge(-LARGEST), to: edge(LARGEST) };
    let terms: Vec<(&str, f64)> = terms.chunks(2).map(term).collect::<Result<_, _>>()?;
    let bound = |operator: &str, number| Bound { number, is_included: operator.ends_with('=') };
    match terms.as_slice() {
        [("=", number)] => range = Range { from: edge(*number), to: edge(*number) },
        [(from @ (">" | ">="), number)] => range.from = bound(from, *number),
        [(to @ ("<" | "<="), number)] => range.to = bound(to, *number),
        [(from @ (">" | ">="), low), (to @ ("<" | "<="), high)] if low < high => {
            range = Range { from: bound(from, *low), to: bound(to, *high) };
        }
        _ => {
            return Err(String::from(
                "`numeric` needs `=`, or a lower bound, an upper bound, or both, lower first",
            ));
        }
    }
    Ok(Comparison::Numeric(range))
}

fn term(term: &[Json]) -> Result<(&str, f64), String> {
    let [Json::Text(comparison), Json::Number(number)] = term else {
        return Err(String::from("`numeric` needs comparisons with their numbers, such as `[\">\", 10]`"));
    };
    match number.parse() {
        Ok(number) if (-LARGEST..=LARGEST).contains(&number) => Ok((comparison.as_str(), number)),
        _ => Err(format!("`numeric` compares numbers from -5.0e9 to 5.0e9, not {number}")),
    }
}

#[cfg(test)]
mod tests;
