//! The properties that a file writes, so that a finding can say whether to add or to change one.

use crate::file::node::Node;

/// The properties that a resource or an event has in the file.
#[derive(Debug, Clone, Default)]
pub(crate) struct Written {
    /// Whether there is a map of properties at all.
    pub(crate) has_properties: bool,
    pub(crate) keys: Vec<String>,
}

impl Written {
    /// The properties in a map. In Terraform the block of a resource is that map.
    pub(crate) fn of(properties: &Node) -> Self {
        Self { has_properties: matches!(properties.value(), Node::Map(_)), keys: properties.keys() }
    }
}
