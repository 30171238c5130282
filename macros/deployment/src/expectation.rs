//! What the caller knows about the handler, and the formats of deployment files.

use std::path::Path;

use crate::source_kind::SourceKind;

/// What the caller knows about the handler. The deployment must fit it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Expectation {
    /// The kind of the handler's source; `None` if the caller doesn't know it.
    pub source: Option<SourceKind>,
    /// Whether the handler keeps a state over a tumbling window.
    pub has_window: bool,
    /// The function's name in the file: a logical id, or the name of a Terraform resource. With `None` the check picks the only
    /// function that fits.
    pub resource: Option<String>,
}

/// The formats of deployment files.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// SAM or CloudFormation in YAML.
    Yaml,
    /// CloudFormation in JSON, as the CDK writes it.
    Json,
    /// Terraform's HCL.
    Terraform,
}

impl Format {
    /// The format that follows from the file's extension: `.yaml`, `.yml`, `.template`, `.json`, `.tf`.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "yaml" | "yml" | "template" => Some(Self::Yaml),
            "json" => Some(Self::Json),
            "tf" => Some(Self::Terraform),
            _ => None,
        }
    }
}
