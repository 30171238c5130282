//! CloudFormation's intrinsic functions, as short tags (`!Ref`) and as maps (`{"Ref": ..}`).

use serde_yaml_ng::{Mapping, Value};

use super::{
    budget::Budget,
    conditions::Conditions,
    node::{Node, OPAQUE},
};

/// The sections of a template to which its functions refer.
pub(crate) struct Template<'a> {
    parameters: Option<&'a Mapping>,
    mappings: Option<&'a Mapping>,
    conditions: Conditions<'a>,
    budget: Budget,
}

impl<'a> Template<'a> {
    /// The sections of a template. `length` is that of its text.
    pub(crate) fn new(template: &'a Value, length: usize) -> Self {
        let section = |name: &str| template.get(name).and_then(Value::as_mapping);
        Self {
            parameters: section("Parameters"),
            mappings: section("Mappings"),
            conditions: Conditions::new(template),
            budget: Budget::for_length(length),
        }
    }

    /// Resolves the functions in a value.
    pub(crate) fn node(&self, value: &Value) -> Node {
        match value {
            Value::Null => Node::Null,
            Value::Bool(value) => Node::Bool(*value),
            Value::Number(number) => {
                number.as_i64().map_or_else(|| Node::Decimal(number.to_string()), Node::Number)
            }
            Value::String(text) => Node::Text(text.clone()),
            Value::Sequence(items) => Node::List(items.iter().map(|item| self.node(item)).collect()),
            Value::Mapping(entries) => self.map(entries),
            Value::Tagged(tagged) => {
                let tag = tagged.tag.to_string();
                self.call(tag.trim_start_matches('!'), &tagged.value)
            }
        }
    }

    /// A map; or the result of a function, if the map has one entry that is one.
    fn map(&self, entries: &Mapping) -> Node {
        if let (1, Some((Value::String(name), argument))) = (entries.len(), entries.iter().next())
            && (name == "Ref" || name == "Condition" || (name.starts_with("Fn::") && name != OPAQUE))
        {
            return self.call(name.trim_start_matches("Fn::"), argument);
        }
        let entries =
            entries.iter().filter_map(|(key, value)| Some((key.as_str()?.to_owned(), self.node(value))));
        Node::Map(entries.collect())
    }

    fn call(&self, function: &str, argument: &Value) -> Node {
        match function {
            "Ref" => argument.as_str().map_or_else(|| unknown(function), |name| self.reference(name)),
            "GetAtt" => get_att(argument).unwrap_or_else(|| unknown(function)),
            "Sub" => self.sub(argument).unwrap_or_else(|| unknown(function)),
            "Join" => self.join(argument).unwrap_or_else(|| unknown(function)),
            "If" => self.choice(argument).unwrap_or_else(|| unknown(function)),
            "FindInMap" => self.find_in_map(argument).unwrap_or_else(|| unknown(function)),
            _ => unknown(function),
        }
    }

    fn reference(&self, name: &str) -> Node {
        if name == "AWS::NoValue" {
            return Node::Null;
        }
        if name.starts_with("AWS::") {
            return Node::Unknown(format!("`{name}`"));
        }
        match self.parameters.and_then(|parameters| parameters.get(name)) {
            Some(parameter) => self.parameter(name, parameter),
            None => resource(name),
        }
    }

    fn parameter(&self, name: &str, parameter: &Value) -> Node {
        // For a parameter of Systems Manager the default is a name: the value is stored under it.
        let is_stored =
            parameter.get("Type").and_then(Value::as_str).is_some_and(|kind| kind.starts_with("AWS::SSM"));
        let default = match parameter.get("Default") {
            Some(default @ (Value::Bool(_) | Value::Number(_) | Value::String(_))) if !is_stored => {
                self.budget.expand(|| self.node(default))
            }
            _ => None,
        };
        match default {
            Some(default) => default.with_assumptions([format!("`{name}` is assumed to have its default")]),
            None => Node::Unknown(format!("the parameter `{name}`")),
        }
    }

    /// `!If [condition, yes, no]`.
    fn choice(&self, argument: &Value) -> Option<Node> {
        let [condition, yes, no] = argument.as_sequence()?.as_slice() else { return None };
        let truth = self.conditions.truth(&|value| self.node(value), condition.as_str()?)?;
        Some(self.node(if truth.holds { yes } else { no }).with_assumptions(truth.assumptions))
    }

    /// `!FindInMap [map, first key, second key]`, possibly with a fourth item, a map with `DefaultValue`.
    fn find_in_map(&self, argument: &Value) -> Option<Node> {
        let [map, first, second, options @ ..] = argument.as_sequence()?.as_slice() else { return None };
        let mut assumptions = Vec::new();
        let mut key = |value: &Value| {
            let (more, node) = self.node(value).split_assumptions();
            assumptions.extend(more);
            match node {
                Node::Text(key) | Node::Decimal(key) => Some(key),
                Node::Number(key) => Some(key.to_string()),
                _ => None,
            }
        };
        let (map, first, second) = (key(map)?, key(first), key(second)?);
        let entries = self.mappings?.get(map)?.as_mapping()?;
        let default = options.first().and_then(|options| options.get("DefaultValue"));
        let value = match first {
            Some(first) => entries.get(first).and_then(|entry| entry.get(&second)).or(default),
            None if default.is_some() => None,
            None => common_value(entries, &second),
        };
        let value = value?;
        Some(self.budget.expand(|| self.node(value))?.with_assumptions(assumptions))
    }

    /// `!Sub text` and `!Sub [text, variables]`.
    fn sub(&self, argument: &Value) -> Option<Node> {
        let (text, variables) = match argument {
            Value::Sequence(items) => (items.first()?.as_str()?, items.get(1).and_then(Value::as_mapping)),
            text => (text.as_str()?, None),
        };
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((literal, after)) = rest.split_once("${") {
            pieces.push(Node::Text(literal.to_owned()));
            let (name, after) = after.split_once('}')?;
            pieces.push(
                match (variables.and_then(|variables| variables.get(name)), name.strip_prefix('!')) {
                    (Some(variable), _) => self.node(variable),
                    (None, Some(literal)) => Node::Text(format!("${{{literal}}}")),
                    (None, None) => self.reference(name.trim()),
                },
            );
            rest = after;
        }
        pieces.push(Node::Text(rest.to_owned()));
        Some(Node::joined(pieces))
    }

    /// `!Join [separator, [pieces]]`.
    fn join(&self, argument: &Value) -> Option<Node> {
        let arguments = argument.as_sequence()?;
        let separator = arguments.first()?.as_str()?;
        let mut pieces = Vec::new();
        for piece in arguments.get(1)?.as_sequence()? {
            if !pieces.is_empty() {
                pieces.push(Node::Text(separator.to_owned()));
            }
            pieces.push(self.node(piece));
        }
        Some(Node::joined(pieces))
    }
}

/// The value that all entries of a map have under a key, if it is the same. Then an unknown first key, such as the region, doesn't
/// matter.
fn common_value<'a>(entries: &'a Mapping, key: &str) -> Option<&'a Value> {
    let mut values = entries.values().map(|entry| entry.get(key));
    let first = values.next()??;
    values.all(|value| value == Some(first)).then_some(first)
}

/// `!GetAtt Name.Attribute` and `!GetAtt [Name, Attribute]`.
fn get_att(argument: &Value) -> Option<Node> {
    match argument {
        Value::Sequence(items) => Some(resource(items.first()?.as_str()?)),
        text => Some(resource(text.as_str()?)),
    }
}

/// The resource of `Name`, `Name.Attribute` or SAM's `Name.Alias`.
fn resource(name: &str) -> Node {
    Node::Reference(name.split('.').next().unwrap_or(name).to_owned())
}

fn unknown(function: &str) -> Node {
    let prefix = if matches!(function, "Ref" | "Condition") { "" } else { "Fn::" };
    Node::Unknown(format!("`{prefix}{function}`"))
}
