//! The `Conditions` of a template, which decide `!If` if the defaults of parameters decide them.

use std::{
    cell::{Cell, RefCell},
    collections::HashMap,
};

use serde_yaml_ng::{Mapping, Value};

use super::node::Node;

/// Resolves a value of the template.
type Resolve<'r> = dyn Fn(&Value) -> Node + 'r;

/// How deep conditions may refer to each other. The limit also ends circles of references.
const DEEPEST: usize = 24;

/// Whether a condition holds, and which defaults of parameters that assumes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Truth {
    pub(crate) holds: bool,
    pub(crate) assumptions: Vec<String>,
}

/// The conditions of a template, each judged once.
#[derive(Debug)]
pub(crate) struct Conditions<'a> {
    declared: Option<&'a Mapping>,
    judged: RefCell<HashMap<String, Option<Truth>>>,
    /// How deep the condition being judged is nested, also through an `!If` in a comparison.
    depth: Cell<usize>,
}

impl<'a> Conditions<'a> {
    pub(crate) fn new(template: &'a Value) -> Self {
        let declared = template.get("Conditions").and_then(Value::as_mapping);
        Self { declared, judged: RefCell::default(), depth: Cell::default() }
    }

    /// Whether the condition of this name holds. `None` if the file alone doesn't decide it.
    pub(crate) fn truth(&self, resolve: &Resolve<'_>, name: &str) -> Option<Truth> {
        if let Some(known) = self.judged.borrow().get(name) {
            return known.clone();
        }
        let truth = self.judge(resolve, self.declared?.get(name)?);
        self.judged.borrow_mut().insert(name.to_owned(), truth.clone());
        truth
    }

    fn judge(&self, resolve: &Resolve<'_>, value: &Value) -> Option<Truth> {
        if self.depth.get() >= DEEPEST {
            return None;
        }
        self.depth.set(self.depth.get() + 1);
        let truth = self.judge_call(resolve, value);
        self.depth.set(self.depth.get() - 1);
        truth
    }

    fn judge_call(&self, resolve: &Resolve<'_>, value: &Value) -> Option<Truth> {
        let (function, argument) = call(value)?;
        let operands = || argument.as_sequence().map(Vec::as_slice).unwrap_or_default();
        match function.as_str() {
            "Condition" => self.truth(resolve, argument.as_str()?),
            "Equals" => match operands() {
                [left, right] => equals(resolve, left, right),
                _ => None,
            },
            "Not" => match operands() {
                [one] => self.judge(resolve, one).map(|truth| Truth { holds: !truth.holds, ..truth }),
                _ => None,
            },
            "And" => self.all(resolve, operands(), true),
            "Or" => self.all(resolve, operands(), false),
            _ => None,
        }
    }

    /// Whether all operands are `wanted`: true for `And`, false for `Or`. One operand that isn't decides alone.
    fn all(&self, resolve: &Resolve<'_>, operands: &[Value], wanted: bool) -> Option<Truth> {
        let mut assumptions = Vec::new();
        let mut is_known = true;
        for operand in operands {
            match self.judge(resolve, operand) {
                Some(truth) if truth.holds != wanted => return Some(truth),
                Some(truth) => {
                    for assumption in truth.assumptions {
                        if !assumptions.contains(&assumption) {
                            assumptions.push(assumption);
                        }
                    }
                }
                None => is_known = false,
            }
        }
        (is_known && !operands.is_empty()).then_some(Truth { holds: wanted, assumptions })
    }
}

/// `!Equals [a, b]`, `{Fn::Equals: [a, b]}` and `Condition: Name`.
fn call(value: &Value) -> Option<(String, &Value)> {
    match value {
        Value::Tagged(tagged) => {
            Some((tagged.tag.to_string().trim_start_matches('!').to_owned(), &tagged.value))
        }
        Value::Mapping(entries) if entries.len() == 1 => {
            let (name, argument) = entries.iter().next()?;
            Some((name.as_str()?.trim_start_matches("Fn::").to_owned(), argument))
        }
        _ => None,
    }
}

/// CloudFormation compares values as texts, also numbers and truth values.
fn equals(resolve: &Resolve<'_>, left: &Value, right: &Value) -> Option<Truth> {
    let ((mut assumptions, left), (more, right)) =
        (resolve(left).split_assumptions(), resolve(right).split_assumptions());
    assumptions.extend(more);
    let text = |node: Node| match node {
        Node::Text(text) | Node::Decimal(text) => Some(text),
        Node::Number(number) => Some(number.to_string()),
        Node::Bool(value) => Some(value.to_string()),
        _ => None,
    };
    Some(Truth { holds: text(left)? == text(right)?, assumptions })
}
