//! CloudFormation's intrinsic functions, as short tags (`!Ref`) and as maps (`{"Ref": ..}`).

use serde_yaml_ng::{Mapping, Value};

use crate::node::{Node, OPAQUE};

/// What the functions of a template may refer to.
pub(crate) struct Template<'a> {
    parameters: Option<&'a Mapping>,
}

impl<'a> Template<'a> {
    pub(crate) fn new(template: &'a Value) -> Self {
        Self { parameters: template.get("Parameters").and_then(Value::as_mapping) }
    }

    /// A value with its functions resolved.
    pub(crate) fn node(&self, value: &Value) -> Node {
        match value {
            Value::Null => Node::Null,
            Value::Bool(value) => Node::Bool(*value),
            Value::Number(number) => {
                number.as_i64().map_or_else(|| Node::Text(number.to_string()), Node::Number)
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

    /// A map, or the function that a map of one entry stands for.
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
        // The default of a parameter of Systems Manager is the name under which the value is stored.
        let is_stored =
            parameter.get("Type").and_then(Value::as_str).is_some_and(|kind| kind.starts_with("AWS::SSM"));
        match parameter.get("Default") {
            Some(default @ (Value::Bool(_) | Value::Number(_) | Value::String(_))) if !is_stored => {
                Node::Default(name.to_owned(), Box::new(self.node(default)))
            }
            _ => Node::Unknown(format!("the parameter `{name}`")),
        }
    }

    /// `!Sub text` and `!Sub [text, variables]`.
    fn sub(&self, argument: &Value) -> Option<Node> {
        let (text, variables) = match argument {
            Value::Sequence(items) => (items.first()?.as_str()?, items.get(1).and_then(Value::as_mapping)),
            text => (text.as_str()?, None),
        };
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((literal, behind)) = rest.split_once("${") {
            pieces.push(Node::Text(literal.to_owned()));
            let (name, behind) = behind.split_once('}')?;
            pieces.push(
                match (variables.and_then(|variables| variables.get(name)), name.strip_prefix('!')) {
                    (Some(variable), _) => self.node(variable),
                    (None, Some(literal)) => Node::Text(format!("${{{literal}}}")),
                    (None, None) => self.reference(name.trim()),
                },
            );
            rest = behind;
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
