//! The variables and locals of a Terraform module.

use std::collections::HashMap;

use hcl::{Body, Expression};

use super::budget::Budget;

/// The origin of the value of a variable.
#[derive(Debug, Clone)]
pub(crate) enum Origin {
    /// `default` of its block.
    Default,
    /// A file of values, such as `terraform.tfvars`.
    File(String),
}

/// The variables and locals of a module, by their names.
pub(crate) struct Scope<'a> {
    variables: HashMap<&'a str, (Origin, &'a Expression)>,
    locals: HashMap<&'a str, &'a Expression>,
    pub(crate) budget: Budget,
}

impl<'a> Scope<'a> {
    /// The scope of a module. `values` are the files that set variables; a later one overrides an earlier one.
    pub(crate) fn new<'b: 'a>(
        bodies: impl Iterator<Item = &'b Body>,
        values: &'a [(String, Body)],
        length: usize,
    ) -> Self {
        let mut variables = HashMap::new();
        let mut locals = HashMap::new();
        for block in bodies.flat_map(Body::blocks) {
            match (block.identifier.as_str(), block.labels.first()) {
                ("variable", Some(name)) => {
                    let default =
                        block.body.attributes().find(|attribute| attribute.key.as_str() == "default");
                    if let Some(default) = default {
                        variables.entry(name.as_str()).or_insert((Origin::Default, &default.expr));
                    }
                }
                ("locals", _) => {
                    for local in block.body.attributes() {
                        locals.entry(local.key.as_str()).or_insert(&local.expr);
                    }
                }
                _ => {}
            }
        }
        for (file, body) in values {
            for value in body.attributes() {
                variables.insert(value.key.as_str(), (Origin::File(file.clone()), &value.expr));
            }
        }
        Self { variables, locals, budget: Budget::for_length(length) }
    }

    /// The value of `var.name`, and its origin.
    pub(crate) fn variable_value(&self, name: &str) -> Option<(&Origin, &'a Expression)> {
        self.variables.get(name).map(|(origin, value)| (origin, *value))
    }

    /// The value of `local.name`.
    pub(crate) fn local_value(&self, name: &str) -> Option<&'a Expression> {
        self.locals.get(name).copied()
    }
}
