//! The functions that a file declares.

use std::collections::HashMap;

use crate::file::{
    declarations::{Declarations, Resource, Role},
    node::{Node, Setting},
};

/// How many aliases a reference may go through. There is no alias of an alias, but a file can have circles.
const LONGEST_CHAIN: usize = 4;

/// A Lambda function.
#[derive(Debug)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// `FunctionName`, by which a mapping can refer to the function too.
    pub(crate) function_name: Option<Node>,
    pub(crate) timeout: Setting<i64>,
    /// The assumptions about parameters on which its properties depend.
    pub(crate) assumptions: Vec<String>,
}

/// The functions of a deployment, in order and by their names.
#[derive(Debug, Default)]
pub(crate) struct Functions {
    in_order: Vec<Function>,
    by_name: HashMap<String, usize>,
    by_function_name: HashMap<Node, usize>,
}

impl Functions {
    pub(crate) fn push(&mut self, function: Function) {
        let index = self.in_order.len();
        if let Some(name) = &function.function_name {
            self.by_function_name.entry(name.clone()).or_insert(index);
        }
        self.by_name.entry(function.name.clone()).or_insert(index);
        self.in_order.push(function);
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &Function> {
        self.in_order.iter()
    }

    /// The function with this logical id.
    pub(crate) fn named(&self, name: &str) -> Option<&Function> {
        self.in_order.get(*self.by_name.get(name)?)
    }

    /// The function with this `FunctionName`.
    pub(crate) fn with_function_name(&self, name: &Node) -> Option<&Function> {
        self.in_order.get(*self.by_function_name.get(name)?)
    }
}

/// Reads a function.
pub(super) fn read(declarations: &Declarations, resource: &Resource) -> Function {
    let property = |name: &str| resource.properties.get(&declarations.dialect.property(name));
    let timeout = property("Timeout").or(declarations.globals.get("Timeout"));
    let judged = declarations.dialect.properties(&["Timeout"]);
    let assumptions = match property("Timeout") {
        Setting::Absent => declarations.globals.assumptions_of(&judged),
        _ => resource.properties.assumptions_of(&judged),
    };
    let function_name = match property("FunctionName") {
        Setting::Known(name) => Some(name.clone()),
        _ => None,
    };
    Function {
        name: resource.name.clone(),
        function_name,
        timeout: timeout.and_then(Node::number),
        assumptions,
    }
}

/// The function that the `FunctionName` of a mapping refers to.
pub(super) fn named_by(
    declarations: &Declarations,
    functions: &Functions,
    node: &Node,
    depth: usize,
) -> Setting<String> {
    if let Some(text) = node.text() {
        // `arn:aws:lambda:region:account:function:name:alias`, or only the name.
        let name = text.split_once(":function:").map_or(text, |(_, name)| name);
        let name = name.split(':').next().unwrap_or(name);
        let declared = functions.with_function_name(&Node::Text(name.to_owned()));
        return Setting::Known(declared.map_or(name, |function| &function.name).to_owned());
    }
    if let Some(function) = functions.with_function_name(node.value()) {
        return Setting::Known(function.name.clone());
    }
    let mut found: Vec<&str> = node.references();
    found.retain(|name| {
        matches!(declarations.role(name), Some(Role::Function | Role::FunctionAlias | Role::Module))
    });
    found.dedup();
    let [name] = found.as_slice() else {
        return match node.present() {
            Setting::Unknown(why) => Setting::Unknown(why),
            _ => Setting::Unknown("it names no function of the file".to_owned()),
        };
    };
    match (declarations.role(name), declarations.resource(name)) {
        (Some(Role::FunctionAlias), Some(alias)) if depth < LONGEST_CHAIN => alias
            .properties
            .get(&declarations.dialect.property("FunctionName"))
            .and_then(|node| named_by(declarations, functions, node, depth + 1)),
        (Some(Role::FunctionAlias), _) => Setting::Unknown(format!("`{name}`")),
        (Some(Role::Module), _) => Setting::Known(module_of(name)),
        _ => Setting::Known((*name).to_owned()),
    }
}

/// `module.orders` of `module.orders.lambda_function_arn`. The module takes the place of the function in it.
fn module_of(output: &str) -> String {
    output.split('.').take(2).collect::<Vec<_>>().join(".")
}
