//! Reads the resources of a SAM or CloudFormation template, in YAML or JSON.

use serde_yaml_ng::{Mapping, Value};

use super::{
    declarations::{Declarations, Resource, Role, SourceFile},
    dialect::Dialect,
    foreign_file,
    intrinsic::Template,
    lines::Lines,
    node::Node,
};
use crate::error::FileError;

/// Reads a template in YAML.
pub(crate) fn read_yaml(text: &str, file: &str) -> Result<Declarations, FileError> {
    let mut value: Value = serde_yaml_ng::from_str(text).map_err(|error| {
        let (line, column) = error.location().map_or((0, 0), |at| (at.line(), at.column()));
        syntax(file, line, column, format!("not valid YAML: {error}"))
    })?;
    // SAM resolves merge keys (`<<`). One that cannot be resolved stays, and no rule asks for it.
    value.apply_merge().ok();
    declarations(&value, Dialect::Yaml, text, file)
}

/// Reads a template in JSON.
pub(crate) fn read_json(text: &str, file: &str) -> Result<Declarations, FileError> {
    let value: Value = serde_json::from_str(text)
        .map_err(|error| syntax(file, error.line(), error.column(), format!("not valid JSON: {error}")))?;
    declarations(&value, Dialect::Json, text, file)
}

fn syntax(file: &str, line: usize, column: usize, message: String) -> FileError {
    FileError::Syntax { file: file.to_owned(), line, column, message }
}

fn declarations(value: &Value, dialect: Dialect, text: &str, file: &str) -> Result<Declarations, FileError> {
    let resources = resources_of(value, file)?;
    let template = Template::new(value, text.len());
    let mut elsewhere = Vec::new();
    let resources: Vec<_> = resources
        .iter()
        .filter_map(|(name, body)| {
            let name = name.as_str()?;
            let resource = resource(&template, name, body);
            if resource.is_none() {
                elsewhere.push(format!("`{name}`"));
            }
            resource
        })
        .collect();
    let globals = value.get("Globals").and_then(|globals| globals.get("Function"));
    let globals = globals.map_or(Node::Null, |globals| template.node(globals));
    let source = SourceFile { name: file.to_owned(), lines: Lines::of(text, dialect) };
    let mut declarations = Declarations::new(dialect, resources, source);
    declarations.globals = globals;
    declarations.elsewhere = elsewhere;
    Ok(declarations)
}

/// The `Resources`. If there are none, the error says what kind of file it is.
fn resources_of<'a>(value: &'a Value, file: &str) -> Result<&'a Mapping, FileError> {
    let message = match value {
        Value::Null => "the file is empty; a template has `Resources`".to_owned(),
        Value::Mapping(_) => match value.get("Resources") {
            Some(Value::Mapping(resources)) if !resources.is_empty() => return Ok(resources),
            Some(_) => "`Resources` is empty or isn't a map".to_owned(),
            None => match foreign_file::recognize(value, file) {
                Some(kind) => {
                    return Err(FileError::AnotherKind {
                        file: file.to_owned(),
                        kind: kind.is,
                        instead: kind.instead,
                    });
                }
                None => "there are no `Resources`; is it a SAM or CloudFormation template?".to_owned(),
            },
        },
        _ => "it isn't a map; a template has `Resources`".to_owned(),
    };
    Err(FileError::NoResources { file: file.to_owned(), message })
}

/// A resource. `None` if the entry declares resources that aren't in the file, as `Fn::ForEach` and nested stacks do.
fn resource(template: &Template<'_>, name: &str, body: &Value) -> Option<Resource> {
    let resource_type = body.get("Type")?.as_str()?;
    if matches!(resource_type, "AWS::CloudFormation::Stack" | "AWS::Serverless::Application") {
        return None;
    }
    let properties = body.get("Properties").map_or(Node::Null, |properties| template.node(properties));
    Some(Resource { name: name.to_owned(), role: Role::of(resource_type), properties, file: 0 })
}
