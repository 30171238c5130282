//! Terraform's expressions: literals, references, variables and locals; everything else is unknown.

use hcl::{
    Body, Expression, ObjectKey, Structure, Template,
    expr::{Operation, TemplateExpr, Traversal, TraversalOperator, UnaryOperator},
    template::Element,
};

use crate::node::{Node, OPAQUE};

/// Locals may refer to each other; a chain longer than this is a circle.
const LONGEST_CHAIN: usize = 16;

/// The variables and locals of a file.
pub(crate) struct Scope<'a> {
    body: &'a Body,
}

impl<'a> Scope<'a> {
    pub(crate) fn new(body: &'a Body) -> Self {
        Self { body }
    }

    /// The body of a block. What `dynamic` generates is not known.
    pub(crate) fn block(&self, body: &Body) -> Node {
        let mut entries: Vec<(String, Node)> = Vec::new();
        for structure in body {
            let (name, node) = match structure {
                Structure::Attribute(attribute) => (attribute.key.as_str(), self.node(&attribute.expr, 0)),
                Structure::Block(block) if block.identifier.as_str() == "dynamic" => {
                    let label = block.labels.first().map_or(OPAQUE, |label| label.as_str());
                    (label, Node::Unknown("a `dynamic` block".to_owned()))
                }
                Structure::Block(block) => (block.identifier.as_str(), self.block(&block.body)),
            };
            entries.push((name.to_owned(), node));
        }
        Node::Map(entries)
    }

    fn node(&self, expression: &Expression, depth: usize) -> Node {
        if depth > LONGEST_CHAIN {
            return Node::Unknown("an expression that is too deep".to_owned());
        }
        match expression {
            Expression::Null => Node::Null,
            Expression::Bool(value) => Node::Bool(*value),
            Expression::Number(number) => {
                number.as_i64().map_or_else(|| Node::Text(number.to_string()), Node::Number)
            }
            Expression::String(text) => Node::Text(text.clone()),
            Expression::Array(items) => {
                Node::List(items.iter().map(|item| self.node(item, depth + 1)).collect())
            }
            Expression::Object(entries) => {
                let entry = |(key, value): (&ObjectKey, &Expression)| {
                    Some((key_of(key)?, self.node(value, depth + 1)))
                };
                Node::Map(entries.iter().filter_map(entry).collect())
            }
            Expression::TemplateExpr(template) => self.template(template, depth + 1),
            Expression::Traversal(traversal) => self.traversal(traversal, depth + 1),
            Expression::Parenthesis(inner) => self.node(inner, depth + 1),
            Expression::FuncCall(call) => match (call.name.name.as_str(), call.args.first()) {
                ("jsonencode" | "toset" | "tolist" | "tonumber" | "tostring" | "tobool", Some(inner)) => {
                    self.node(inner, depth + 1)
                }
                (name, _) => Node::Unknown(format!("`{name}(..)`")),
            },
            Expression::Operation(operation) => self.operation(operation, depth + 1),
            Expression::Conditional(_) => Node::Unknown("a conditional".to_owned()),
            Expression::Variable(variable) => Node::Unknown(format!("`{}`", variable.as_str())),
            _ => Node::Unknown("an expression".to_owned()),
        }
    }

    fn operation(&self, operation: &Operation, depth: usize) -> Node {
        match operation {
            Operation::Unary(unary) if unary.operator == UnaryOperator::Neg => {
                match self.node(&unary.expr, depth) {
                    Node::Number(number) => Node::Number(number.saturating_neg()),
                    _ => Node::Unknown("a calculation".to_owned()),
                }
            }
            _ => Node::Unknown("a calculation".to_owned()),
        }
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
        match (root.as_str(), names.as_slice()) {
            ("var", [name]) => self.variable(name, depth),
            ("local", [name]) => self.local(name, depth),
            ("data", [kind, name, ..]) => Node::Reference(format!("data.{kind}.{name}")),
            (kind, [name, ..]) if kind.starts_with("aws_") => Node::Reference(format!("{kind}.{name}")),
            (root, names) => {
                let path: Vec<_> = std::iter::once(root).chain(names.iter().copied()).collect();
                Node::Unknown(format!("`{}`", path.join(".")))
            }
        }
    }

    fn variable(&self, name: &str, depth: usize) -> Node {
        let is_it = |labels: &[hcl::BlockLabel]| labels.first().is_some_and(|label| label.as_str() == name);
        let mut declared = self
            .body
            .blocks()
            .filter(|block| block.identifier.as_str() == "variable" && is_it(&block.labels));
        let default = declared.next().and_then(|block| attribute(&block.body, "default"));
        match default.map(|default| self.node(default, depth)) {
            Some(default) if default != Node::Null => Node::Default(format!("var.{name}"), Box::new(default)),
            _ => Node::Unknown(format!("`var.{name}`")),
        }
    }

    fn local(&self, name: &str, depth: usize) -> Node {
        let mut locals = self.body.blocks().filter(|block| block.identifier.as_str() == "locals");
        let value = locals.find_map(|block| attribute(&block.body, name));
        value.map_or_else(|| Node::Unknown(format!("`local.{name}`")), |value| self.node(value, depth))
    }
}

fn attribute<'a>(body: &'a Body, name: &str) -> Option<&'a Expression> {
    body.attributes().find(|attribute| attribute.key.as_str() == name).map(|attribute| &attribute.expr)
}

fn key_of(key: &ObjectKey) -> Option<String> {
    match key {
        ObjectKey::Identifier(name) => Some(name.as_str().to_owned()),
        ObjectKey::Expression(Expression::String(text)) => Some(text.clone()),
        ObjectKey::Expression(Expression::Variable(name)) => Some(name.as_str().to_owned()),
        _ => None,
    }
}
