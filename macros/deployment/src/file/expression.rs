//! Evaluates Terraform's expressions: literals, references, variables, locals, and conditions over them. Every other expression
//! is unknown.

use hcl::{
    Body, Expression, ObjectKey, Structure, Template,
    expr::{Operation, TemplateExpr, Traversal, TraversalOperator},
    template::Element,
};

use super::{
    node::{Node, OPAQUE},
    operation,
    scope::{Origin, Scope},
};

/// How deep locals may refer to each other. A deeper chain is a circle.
const LONGEST_CHAIN: usize = 48;

impl Scope<'_> {
    /// The body of a block.
    pub(crate) fn block(&self, body: &Body) -> Node {
        let mut entries: Vec<(String, Node)> = Vec::new();
        for structure in body {
            let (name, node) = match structure {
                Structure::Attribute(attribute) => (attribute.key.as_str(), self.node(&attribute.expr, 0)),
                Structure::Block(block) if block.identifier.as_str() == "dynamic" => {
                    let label = block.labels.first().map_or(OPAQUE, |label| label.as_str());
                    (label, self.dynamic(&block.body))
                }
                Structure::Block(block) => (block.identifier.as_str(), self.block(&block.body)),
            };
            entries.push((name.to_owned(), node));
        }
        Node::Map(entries)
    }

    /// The block that a `dynamic` block generates: no block for an empty collection, otherwise its `content`.
    fn dynamic(&self, body: &Body) -> Node {
        let unknown = || Node::Unknown("a `dynamic` block".to_owned());
        let for_each = body.attributes().find(|attribute| attribute.key.as_str() == "for_each");
        let content = body.blocks().find(|block| block.identifier.as_str() == "content");
        let (Some(for_each), Some(content)) = (for_each, content) else { return unknown() };
        // A literal empty list is a placeholder: a block that is always left out would not be written.
        if matches!(&for_each.expr, Expression::Array(items) if items.is_empty()) {
            return unknown();
        }
        let (assumptions, collection) = self.node(&for_each.expr, 0).split_assumptions();
        let generated = match collection {
            Node::List(items) if items.is_empty() => Node::Null,
            Node::Map(entries) if entries.is_empty() => Node::Null,
            Node::List(_) | Node::Map(_) => self.block(&content.body),
            _ => return unknown(),
        };
        generated.with_assumptions(assumptions)
    }

    fn node(&self, expression: &Expression, depth: usize) -> Node {
        if depth > LONGEST_CHAIN {
            return Node::Unknown("an expression that is too deep".to_owned());
        }
        match expression {
            Expression::Null => Node::Null,
            Expression::Bool(value) => Node::Bool(*value),
            Expression::Number(number) => {
                number.as_i64().map_or_else(|| Node::Decimal(number.to_string()), Node::Number)
            }
            Expression::String(text) => Node::Text(text.clone()),
            Expression::Array(items) => {
                Node::List(items.iter().map(|item| self.node(item, depth + 1)).collect())
            }
            Expression::Object(entries) => {
                let entry = |(key, value): (&ObjectKey, &Expression)| {
                    Some((key_of(key)?, self.node(value, depth + 1)))
                };
                let entries: Option<Vec<_>> = entries.iter().map(entry).collect();
                entries.map_or_else(
                    || Node::Unknown("a map with a key that is an expression".to_owned()),
                    Node::Map,
                )
            }
            Expression::TemplateExpr(template) => self.template(template, depth + 1),
            Expression::Traversal(traversal) => self.traversal(traversal, depth + 1),
            Expression::Parenthesis(inner) => self.node(inner, depth + 1),
            Expression::FuncCall(call) => self.call(call.name.name.as_str(), &call.args, depth + 1),
            Expression::Operation(operation) => self.operation(operation, depth + 1),
            Expression::Conditional(conditional) => self.conditional(conditional, depth + 1),
            Expression::Variable(variable) => Node::Unknown(format!("`{}`", variable.as_str())),
            _ => Node::Unknown("an expression".to_owned()),
        }
    }

    fn call(&self, name: &str, arguments: &[Expression], depth: usize) -> Node {
        let conversions = ["jsonencode", "toset", "tolist", "tonumber", "tostring", "tobool"];
        if let (true, Some(inner)) = (conversions.contains(&name), arguments.first()) {
            return self.node(inner, depth);
        }
        let nodes = arguments.iter().map(|argument| self.node(argument, depth)).collect();
        operation::call(name, nodes).unwrap_or_else(|| Node::Unknown(format!("`{name}(..)`")))
    }

    fn operation(&self, operation: &Operation, depth: usize) -> Node {
        match operation {
            Operation::Unary(unary) => operation::unary(unary.operator, self.node(&unary.expr, depth)),
            Operation::Binary(binary) => {
                let (left, right) = (self.node(&binary.lhs_expr, depth), self.node(&binary.rhs_expr, depth));
                operation::binary(left, binary.operator, right)
            }
        }
    }

    /// `condition ? yes : no`
    fn conditional(&self, conditional: &hcl::expr::Conditional, depth: usize) -> Node {
        let (assumptions, condition) = self.node(&conditional.cond_expr, depth).split_assumptions();
        let branch = match condition {
            Node::Bool(true) => &conditional.true_expr,
            Node::Bool(false) => &conditional.false_expr,
            _ => return Node::Unknown("a conditional".to_owned()),
        };
        self.node(branch, depth).with_assumptions(assumptions)
    }

    fn template(&self, template: &TemplateExpr, depth: usize) -> Node {
        let Ok(template) = Template::from_expr(template) else {
            return Node::Unknown("a template".to_owned());
        };
        let piece = |element: &Element| match element {
            Element::Literal(text) => Node::Text(text.clone()),
            Element::Interpolation(interpolation) => self.node(&interpolation.expr, depth),
            Element::Directive(_) => Node::Unknown("a template's directive".to_owned()),
        };
        Node::joined(template.elements().iter().map(piece).collect())
    }

    /// `var.x`, `local.x`, `aws_sqs_queue.x.arn`, `aws_sqs_queue.x[0].arn`, `data.aws_sqs_queue.x.arn`, `module.x.y`.
    fn traversal(&self, traversal: &Traversal, depth: usize) -> Node {
        let Expression::Variable(root) = &traversal.expr else {
            return Node::Unknown("an expression".to_owned());
        };
        let names: Vec<&str> = traversal
            .operators
            .iter()
            .filter_map(|operator| match operator {
                TraversalOperator::GetAttr(name) => Some(name.as_str()),
                _ => None,
            })
            .collect();
        let path = traversal.operators.get(1..).unwrap_or_default();
        match (root.as_str(), names.as_slice()) {
            ("var", [name, ..]) => self.variable(name, path, depth).unwrap_or_else(|| unknown("var", &names)),
            ("local", [name, ..]) => {
                let value = self.local_value(name).and_then(|value| descend(value, path));
                value.map_or_else(|| unknown("local", &names), |value| self.expand(value, depth))
            }
            ("data", [kind, name, ..]) => Node::Reference(format!("data.{kind}.{name}")),
            ("module", [_, ..]) => Node::Reference(format!("module.{}", names.join("."))),
            (kind, [name, ..]) if kind.starts_with("aws_") => Node::Reference(format!("{kind}.{name}")),
            (root, names) => unknown(root, names),
        }
    }

    fn variable(&self, name: &str, path: &[TraversalOperator], depth: usize) -> Option<Node> {
        let (origin, value) = self.variable_value(name)?;
        let node = self.expand(descend(value, path)?, depth);
        let assumption = match origin {
            Origin::Default => format!("`var.{name}` is assumed to have its default"),
            Origin::File(file) => format!("`var.{name}` is taken from `{file}`"),
        };
        // With the default `null` the variable has no value.
        (node != Node::Null).then(|| node.with_assumptions([assumption]))
    }

    /// The value of a variable or a local. Many references may use it, so it counts against the budget.
    fn expand(&self, value: &Expression, depth: usize) -> Node {
        let node = self.budget.expand(|| self.node(value, depth));
        node.unwrap_or_else(|| Node::Unknown("it refers to more than can be read".to_owned()))
    }
}

/// The expression under a path of keys and indices.
fn descend<'a>(value: &'a Expression, path: &[TraversalOperator]) -> Option<&'a Expression> {
    let Some((step, rest)) = path.split_first() else { return Some(value) };
    let inner = match (value, step) {
        (Expression::Object(entries), TraversalOperator::GetAttr(name)) => under(entries, name.as_str()),
        (Expression::Object(entries), TraversalOperator::Index(Expression::String(name))) => {
            under(entries, name)
        }
        (Expression::Array(items), TraversalOperator::Index(Expression::Number(index))) => {
            items.get(usize::try_from(index.as_u64()?).ok()?)
        }
        _ => None,
    };
    inner.and_then(|inner| descend(inner, rest))
}

fn under<'a>(entries: &'a hcl::Object<ObjectKey, Expression>, name: &str) -> Option<&'a Expression> {
    entries.iter().find(|(key, _)| key_of(key).as_deref() == Some(name)).map(|(_, value)| value)
}

fn unknown(root: &str, names: &[&str]) -> Node {
    let path: Vec<_> = std::iter::once(root).chain(names.iter().copied()).collect();
    Node::Unknown(format!("`{}`", path.join(".")))
}

fn key_of(key: &ObjectKey) -> Option<String> {
    match key {
        ObjectKey::Identifier(name) => Some(name.as_str().to_owned()),
        ObjectKey::Expression(Expression::String(text)) => Some(text.clone()),
        ObjectKey::Expression(Expression::Variable(name)) => Some(name.as_str().to_owned()),
        _ => None,
    }
}
