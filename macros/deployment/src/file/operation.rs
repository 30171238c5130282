//! The operators and functions of Terraform with which deployments choose between settings.

use hcl::expr::{BinaryOperator, UnaryOperator};

use super::node::Node;

/// `!x` and `-x`.
pub(crate) fn unary(operator: UnaryOperator, operand: Node) -> Node {
    let (assumptions, operand) = operand.split_assumptions();
    let result = match (operator, operand) {
        (UnaryOperator::Neg, Node::Number(number)) => Node::Number(number.saturating_neg()),
        (UnaryOperator::Not, Node::Bool(value)) => Node::Bool(!value),
        _ => return unknown(),
    };
    result.with_assumptions(assumptions)
}

/// `x == y`, `x && y`, `x + y` and so on.
pub(crate) fn binary(left: Node, operator: BinaryOperator, right: Node) -> Node {
    let ((mut assumptions, left), (more, right)) = (left.split_assumptions(), right.split_assumptions());
    assumptions.extend(more);
    let result = match (&left, operator, &right) {
        (left, BinaryOperator::Eq, right) => equal(left, right).map(Node::Bool),
        (left, BinaryOperator::NotEq, right) => equal(left, right).map(|equal| Node::Bool(!equal)),
        // One side can decide alone.
        (Node::Bool(false), BinaryOperator::And, _) | (_, BinaryOperator::And, Node::Bool(false)) => {
            Some(Node::Bool(false))
        }
        (Node::Bool(true), BinaryOperator::Or, _) | (_, BinaryOperator::Or, Node::Bool(true)) => {
            Some(Node::Bool(true))
        }
        (Node::Bool(left), BinaryOperator::And, Node::Bool(right)) => Some(Node::Bool(*left && *right)),
        (Node::Bool(left), BinaryOperator::Or, Node::Bool(right)) => Some(Node::Bool(*left || *right)),
        (Node::Number(left), operator, Node::Number(right)) => arithmetic(*left, operator, *right),
        _ => None,
    };
    result.map_or_else(unknown, |node| node.with_assumptions(assumptions))
}

fn arithmetic(left: i64, operator: BinaryOperator, right: i64) -> Option<Node> {
    let number = match operator {
        BinaryOperator::Less => return Some(Node::Bool(left < right)),
        BinaryOperator::LessEq => return Some(Node::Bool(left <= right)),
        BinaryOperator::Greater => return Some(Node::Bool(left > right)),
        BinaryOperator::GreaterEq => return Some(Node::Bool(left >= right)),
        BinaryOperator::Plus => left.checked_add(right),
        BinaryOperator::Minus => left.checked_sub(right),
        BinaryOperator::Mul => left.checked_mul(right),
        // Terraform's division can have a fraction, which isn't an integer.
        BinaryOperator::Div if right != 0 && left.checked_rem(right) == Some(0) => left.checked_div(right),
        BinaryOperator::Mod => left.checked_rem(right),
        _ => None,
    };
    number.map(Node::Number)
}

/// Whether two values are equal; `None` if one isn't fully known, or is of another type.
fn equal(left: &Node, right: &Node) -> Option<bool> {
    match (left, right) {
        (Node::Null, Node::Null) => Some(true),
        (Node::Null, other) | (other, Node::Null)
            if matches!(
                other,
                Node::Bool(_)
                    | Node::Number(_)
                    | Node::Decimal(_)
                    | Node::Text(_)
                    | Node::List(_)
                    | Node::Map(_)
            ) =>
        {
            Some(false)
        }
        // An attribute of a resource has a value once the resource exists.
        (Node::Null, Node::Reference(name)) | (Node::Reference(name), Node::Null)
            if name.starts_with("aws_") =>
        {
            Some(false)
        }
        (Node::Bool(left), Node::Bool(right)) => Some(left == right),
        (Node::Number(left), Node::Number(right)) => Some(left == right),
        (Node::Text(left), Node::Text(right)) | (Node::Decimal(left), Node::Decimal(right)) => {
            Some(left == right)
        }
        (Node::List(left), Node::List(right)) if left.is_empty() || right.is_empty() => {
            Some(left.len() == right.len())
        }
        _ => None,
    }
}

/// `length(..)` and `concat(..)`; `None` for another function, or for unknown arguments.
pub(crate) fn call(function: &str, arguments: Vec<Node>) -> Option<Node> {
    let mut assumptions = Vec::new();
    let mut values = Vec::new();
    for argument in arguments {
        let (more, value) = argument.split_assumptions();
        assumptions.extend(more);
        values.push(value);
    }
    let result = match (function, values.as_slice()) {
        ("length", [Node::List(items)]) => Node::Number(i64::try_from(items.len()).ok()?),
        ("length", [Node::Map(entries)]) => Node::Number(i64::try_from(entries.len()).ok()?),
        ("length", [Node::Text(text)]) => Node::Number(i64::try_from(text.chars().count()).ok()?),
        ("concat", lists) if lists.iter().all(|list| matches!(list, Node::List(_))) => {
            let items = values.into_iter().flat_map(|list| match list {
                Node::List(items) => items,
                _ => Vec::new(),
            });
            Node::List(items.collect())
        }
        _ => return None,
    };
    Some(result.with_assumptions(assumptions))
}

fn unknown() -> Node {
    Node::Unknown("a calculation".to_owned())
}
