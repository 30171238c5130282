//! Reads the resources of a Terraform file and of the files beside it.

use std::collections::HashSet;

use hcl::{Block, Body};

use super::{
    declarations::{Declarations, Module, Resource, Role, SourceFile},
    dialect::Dialect,
    folder::{Folder, Neighbour},
    lines::Lines,
    scope::Scope,
};
use crate::error::FileError;

/// Reads a file in HCL.
pub(crate) fn read(text: &str, file: &str, folder: &Folder) -> Result<Declarations, FileError> {
    let body = hcl::parse(text).map_err(|error| syntax(&error, file))?;
    let mut unread = Vec::new();
    let mut files = vec![(file.to_owned(), text, body)];
    let own: HashSet<_> = files.iter().flat_map(|(_, _, body)| declared(body)).collect();
    let sources = folder.sources.iter().filter_map(|neighbour| source(neighbour, &mut unread));
    // A module declares each resource once. A file that declares one of them again belongs to another deployment.
    let sources: Vec<_> =
        sources.filter(|(_, _, body)| declared(body).all(|resource| !own.contains(&resource))).collect();
    files.extend(sources);
    let values: Vec<_> =
        folder.values.iter().filter_map(|neighbour| values(neighbour, &mut unread)).collect();
    let length = files.iter().map(|(_, text, _)| text.len()).sum();
    let scope = Scope::new(files.iter().map(|(_, _, body)| body), &values, length);
    let mut resources = Vec::new();
    for (index, (_, _, body)) in files.iter().enumerate() {
        resources.extend(blocks(body, "resource").filter_map(|block| resource(&scope, block, index)));
    }
    let modules: Vec<_> = files.first().into_iter().flat_map(|(_, _, body)| blocks(body, "module")).collect();
    let modules: Vec<_> = modules.into_iter().filter_map(module).collect();
    if !resources.iter().any(|resource| resource.file == 0) && modules.is_empty() {
        return Err(no_resources(file, &resources, &files));
    }
    let mut sources = files
        .iter()
        .map(|(name, text, _)| SourceFile { name: name.clone(), lines: Lines::of(text, Dialect::Terraform) });
    let Some(own) = sources.next() else { return Err(no_resources(file, &[], &[])) };
    let mut declarations = Declarations::new(Dialect::Terraform, resources, own);
    declarations.files.extend(sources);
    declarations.elsewhere = unread;
    declarations.modules = modules;
    Ok(declarations)
}

/// Reads a file beside the named one. If it cannot be read, the values in it stay unknown.
fn source<'a>(neighbour: &'a Neighbour, unread: &mut Vec<String>) -> Option<(String, &'a str, Body)> {
    let name = neighbour.path.display().to_string();
    // Terraform merges the blocks of such a file into those of others, which this check doesn't.
    let is_override = name.ends_with("_override.tf") || neighbour.path.ends_with("override.tf");
    let text = neighbour.text.as_deref().ok().filter(|_| !is_override && !name.ends_with(".json"));
    let body = text.and_then(|text| Some((text, hcl::parse(text).ok()?)));
    match body {
        Some((text, body)) => Some((name, text, body)),
        None => {
            unread.push(format!("`{name}`"));
            None
        }
    }
}

/// Reads a file with values of variables.
fn values(neighbour: &Neighbour, unread: &mut Vec<String>) -> Option<(String, Body)> {
    let name = neighbour.path.display().to_string();
    let text = neighbour.text.as_deref().ok();
    let body = text.and_then(|text| match name.ends_with(".json") {
        true => values_in_json(text),
        false => hcl::parse(text).ok(),
    });
    if body.is_none() {
        unread.push(format!("`{name}`"));
    }
    let short = neighbour.path.file_name()?.to_str()?.to_owned();
    body.map(|body| (short, body))
}

fn values_in_json(text: &str) -> Option<Body> {
    let values: hcl::Map<String, hcl::Value> = serde_json::from_str(text).ok()?;
    let attributes =
        values.into_iter().map(|(name, value)| hcl::Attribute::new(hcl::Identifier::sanitized(name), value));
    Some(attributes.collect())
}

fn no_resources(file: &str, resources: &[Resource], files: &[(String, &str, Body)]) -> FileError {
    let mapping = resources.iter().find(|resource| resource.role == Role::Mapping);
    let declaring_file = mapping.and_then(|mapping| files.get(mapping.file));
    let message = match declaring_file {
        Some((name, _, _)) => {
            format!("there is no `resource` block; name `{name}`, which declares an event source mapping")
        }
        None => {
            "there is no `resource` block; is it the file that declares the event source mapping?".to_owned()
        }
    };
    FileError::NoResources { file: file.to_owned(), message }
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

/// The types and names of the resources that a file declares.
fn declared(body: &Body) -> impl Iterator<Item = (String, String)> {
    blocks(body, "resource")
        .filter_map(|block| Some((label(block, 0)?.to_owned(), label(block, 1)?.to_owned())))
}

fn label(block: &Block, index: usize) -> Option<&str> {
    block.labels.get(index).map(hcl::BlockLabel::as_str)
}

fn module(block: &Block) -> Option<Module> {
    let holds_mappings =
        block.body.attributes().any(|argument| argument.key.as_str() == "event_source_mapping");
    Some(Module { name: format!("module.{}", label(block, 0)?), holds_mappings })
}

fn resource(scope: &Scope<'_>, block: &Block, file: usize) -> Option<Resource> {
    let (kind, name) = (label(block, 0)?, label(block, 1)?);
    let properties = scope.block(&block.body);
    Some(Resource { name: format!("{kind}.{name}"), role: Role::of(kind), properties, file })
}
