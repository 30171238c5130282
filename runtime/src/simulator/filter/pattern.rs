//! A pattern as it is read: what each field of a record must be.

use super::{
    json::Json,
    rule::{Bound, LARGEST, Range, Rule},
};

/// The conditions of a record: all of its fields, and one of each list of alternatives.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Pattern {
    /// A duplicate name has two conditions.
    pub(super) fields: Vec<(String, FieldCondition)>,
    /// From `$or`.
    pub(super) alternatives: Vec<Vec<Pattern>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum FieldCondition {
    /// The value satisfies one of them.
    OneOf(Vec<Rule>),
    /// The value is an object, or holds one, with these fields.
    Within(Pattern),
}

/// Names that `$or` leaves to the operators
/// ([AWS's matcher](https://github.com/aws/event-ruler#the-or-primitive)).
const OPERATORS: [&str; 8] =
    ["anything-but", "cidr", "equals-ignore-case", "exists", "numeric", "prefix", "suffix", "wildcard"];

impl Pattern {
    /// Reads a pattern.
    ///
    /// # Errors
    /// If it isn't one: what is wrong, and where.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        match Json::parse(text) {
            None => Err(String::from("it isn't JSON")),
            Some(json) => Self::of(&json, ""),
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
                    let rules = rules.iter().map(|json| rule(json).map_err(|why| at(&path, &why)));
                    pattern
                        .fields
                        .push((name.clone(), FieldCondition::OneOf(rules.collect::<Result<_, _>>()?)));
                }
                Json::Object(_) => {
                    pattern.fields.push((name.clone(), FieldCondition::Within(Self::of(json, &path)?)));
                }
                _ => return Err(at(&path, "a list of rules is needed, such as `[\"order\"]`")),
            }
        }
        Ok(pattern)
    }

    /// Whether it compares a field with a plain string.
    pub(super) fn asks_for_text_of(&self, name: &str) -> bool {
        let is_text = |(field, condition): &(String, FieldCondition)| {
            field == name && matches!(condition, FieldCondition::OneOf(_))
        };
        self.fields.iter().any(is_text)
            || self.alternatives.iter().flatten().any(|pattern| pattern.asks_for_text_of(name))
    }
}

fn at(path: &str, why: &str) -> String {
    if path.is_empty() { why.to_owned() } else { format!("at `{path}`: {why}") }
}

/// Two objects at least, none with the name of an operator. Otherwise `$or` is a field like any other.
fn are_alternatives(choices: &[Json]) -> bool {
    let has_operator =
        |fields: &Vec<(String, Json)>| fields.iter().any(|(name, _)| OPERATORS.contains(&name.as_str()));
    let is_alternative = |choice: &Json| matches!(choice, Json::Object(fields) if !has_operator(fields));
    choices.len() > 1 && choices.iter().all(is_alternative)
}

fn rule(json: &Json) -> Result<Rule, String> {
    match json {
        Json::List(_) => Err(String::from("a rule is a value or an object, not a list")),
        Json::Object(fields) => match fields.as_slice() {
            [(operator, operand)] => operation(operator, operand),
            _ => Err(String::from("a rule has one operator")),
        },
        value => Ok(Rule::Equals(value.clone())),
    }
}

/// The operators that AWS lists for Lambda
/// ([AWS's documentation](https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html#filtering-syntax)).
/// EventBridge has more; AWS doesn't document whether Lambda takes those too.
fn operation(operator: &str, operand: &Json) -> Result<Rule, String> {
    match (operator, operand) {
        ("prefix", Json::Text(prefix)) => Ok(Rule::Prefix(prefix.clone())),
        ("suffix", Json::Text(suffix)) => Ok(Rule::Suffix(suffix.clone())),
        ("equals-ignore-case", Json::Text(text)) => Ok(Rule::EqualsIgnoreCase(text.clone())),
        ("prefix" | "suffix" | "equals-ignore-case", _) => Err(format!("`{operator}` needs a text")),
        ("exists", Json::Boolean(exists)) => Ok(Rule::Exists(*exists)),
        ("exists", _) => Err(String::from("`exists` needs `true` or `false`")),
        ("numeric", Json::List(terms)) => numeric(terms),
        ("numeric", _) => Err(String::from("`numeric` needs a list, such as `[\">\", 10, \"<=\", 20]`")),
        ("anything-but", excluded) => anything_but(excluded),
        _ => Err(format!("`{operator}` is not an operator that AWS lists for Lambda")),
    }
}

/// Texts or numbers, one or a list of them. For other exclusions (a prefix, a suffix, a text in any case, a wildcard)
/// Lambda's page refers to EventBridge's.
fn anything_but(excluded: &Json) -> Result<Rule, String> {
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
    Ok(Rule::AnythingBut(list.into_iter().map(Rule::Equals).collect()))
}

fn anything_but_operation(fields: &[(String, Json)]) -> Result<Rule, String> {
    let [(operator, operand)] = fields else {
        return Err(String::from("`anything-but` has one operator in it"));
    };
    let texts = match operand {
        Json::List(list) if !list.is_empty() => list.clone(),
        value => vec![value.clone()],
    };
    let rule = |text: &Json| match (operator.as_str(), text) {
        ("prefix" | "suffix" | "equals-ignore-case", text) => operation(operator, text),
        ("wildcard", Json::Text(text)) => wildcard(text),
        ("wildcard", _) => Err(String::from("`wildcard` needs a text")),
        _ => Err(format!("`{operator}` is not an operator within `anything-but`")),
    };
    Ok(Rule::AnythingBut(texts.iter().map(rule).collect::<Result<_, _>>()?))
}

/// An asterisk stands for any text, unless there is a backslash before it.
fn wildcard(text: &str) -> Result<Rule, String> {
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
                _ => return Err(String::from("a backslash in a wildcard stands before `*` or `\\`")),
            },
            other => part.push(other),
        }
    }
    parts.push(part);
    Ok(Rule::Wildcard(parts))
}

/// `=` with a number; or `>` or `>=` with one, `<` or `<=` with one, or both in this order.
fn numeric(terms: &[Json]) -> Result<Rule, String> {
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
    Ok(Rule::Numeric(range))
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
