//! Reads the resources of a Terraform file.

use hcl::{Block, Body};

use crate::{
    declarations::{Declarations, Dialect, Resource, Role},
    error::FileError,
    expression::Scope,
    node::Node,
};

/// Reads a file in HCL.
pub(crate) fn read(text: &str, file: &str) -> Result<Declarations, FileError> {
    let body = hcl::parse(text).map_err(|error| syntax(&error, file))?;
    let scope = Scope::new(&body);
    let resources: Vec<_> = blocks(&body, "resource").filter_map(|block| resource(&scope, block)).collect();
    let elsewhere: Vec<_> =
        blocks(&body, "module").filter_map(|block| Some(format!("`module.{}`", label(block, 0)?))).collect();
    if resources.is_empty() && elsewhere.is_empty() {
        let message =
            "there is no `resource` block; is it the file that declares the event source mapping?".to_owned();
        return Err(FileError::NoResources { file: file.to_owned(), message });
    }
    Ok(Declarations { dialect: Dialect::Terraform, resources, globals: Node::Null, elsewhere })
}

fn syntax(error: &hcl::Error, file: &str) -> FileError {
    let (line, column, message) = match error {
        hcl::Error::Parse(error) => {
            (error.location().line(), error.location().column(), error.message().to_owned())
        }
        error => (0, 0, error.to_string()),
    };
    FileError::Syntax {
        file: file.to_owned(),
        line,
        column,
        message: format!("not valid Terraform: {message}"),
    }
}

fn blocks<'a>(body: &'a Body, kind: &'a str) -> impl Iterator<Item = &'a Block> {
    body.blocks().filter(move |block| block.identifier.as_str() == kind)
}

fn label(block: &Block, index: usize) -> Option<&str> {
    block.labels.get(index).map(hcl::BlockLabel::as_str)
}

fn resource(scope: &Scope<'_>, block: &Block) -> Option<Resource> {
    let (kind, name) = (label(block, 0)?, label(block, 1)?);
    let properties = scope.block(&block.body);
    Some(Resource { name: format!("{kind}.{name}"), role: Role::of(kind), properties })
}
