//! Which properties a file writes.

use crate::file::node::Node;

/// The properties that a resource, or an event, spells out.
#[derive(Debug, Clone, Default)]
pub(crate) struct Written {
    /// Whether there is a map of properties at all.
    pub(crate) has_properties: bool,
    pub(crate) keys: Vec<String>,
}

impl Written {
    /// What a resource spells out; a block of Terraform is a map of properties itself.
    pub(crate) fn of(properties: &Node) -> Self {
        Self { has_properties: matches!(properties.value(), Node::Map(_)), keys: properties.keys() }
    }
}
