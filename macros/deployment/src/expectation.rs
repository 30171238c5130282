//! What the caller knows about the handler, and which kind of file it names.

use std::path::Path;

use crate::source_kind::SourceKind;

/// What the handler is, as far as the caller knows: the file is held against it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expectation {
    /// The kind of the handler's source; `None` if only the compiler could tell.
    pub source: Option<SourceKind>,
    /// Whether the handler keeps a state over a tumbling window.
    pub has_window: bool,
    /// The function's name in the file: a logical id, or the name of a Terraform resource. `None` lets the check take the
    /// only one that fits.
    pub resource: Option<String>,
}

/// The languages a deployment is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// SAM or CloudFormation in YAML.
    Yaml,
    /// CloudFormation in JSON, such as the CDK writes it.
    Json,
    /// Terraform's HCL.
    Terraform,
}

impl Format {
    /// The format by the file's extension: `.yaml`, `.yml`, `.template`, `.json`, `.tf`.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "yaml" | "yml" | "template" => Some(Self::Yaml),
            "json" => Some(Self::Json),
            "tf" => Some(Self::Terraform),
            _ => None,
        }
    }
}
