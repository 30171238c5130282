//! A change of the file that a finding asks for, and the words that say where it belongs.

use std::collections::HashSet;

use crate::{
    file::dialect::Dialect,
    model::written::Written,
    report::{Action, Snippet},
};

/// What to do with a text at a place.
#[derive(Debug, Clone)]
pub(crate) struct Edit {
    pub(crate) action: Action,
    pub(crate) place: Place,
    pub(crate) text: String,
}

/// Where a text belongs.
#[derive(Debug, Clone)]
pub(crate) enum Place {
    /// The properties of a resource, or of a SAM function's event. If they don't exist, the snippet begins them.
    Properties { resource: String, event: Option<String>, exist: bool },
    /// A SAM function's event itself.
    Event { event: String },
    /// The events of a SAM function.
    Events { resource: String },
    /// A block of Terraform.
    Block { resource: String },
    /// Beside the other resources.
    Resources,
}

impl Edit {
    /// The edit that sets a property of a resource, or of a SAM function's event.
    pub(crate) fn property(
        dialect: Dialect,
        (resource, event): (&str, Option<&str>),
        written: &Written,
        name: &str,
        text: String,
    ) -> Self {
        let resource = resource.to_owned();
        let place = match dialect {
            Dialect::Terraform => Place::Block { resource },
            Dialect::Yaml | Dialect::Json => {
                Place::Properties { resource, event: event.map(str::to_owned), exist: written.has_properties }
            }
        };
        let action =
            if written.keys.contains(&dialect.property(name)) { Action::Change } else { Action::Add };
        Self { action, place, text }
    }

    /// The edit that declares further resources.
    pub(crate) fn declarations(dialect: Dialect, resources: &[String]) -> Self {
        let separator = if dialect == Dialect::Json { ",\n" } else { "\n" };
        Self { action: Action::Add, place: Place::Resources, text: resources.join(separator) }
    }

    /// The snippet of a finding about the resource `finding`. `begun` are the properties that earlier snippets begin.
    pub(crate) fn snippet(self, dialect: Dialect, finding: &str, begun: &mut HashSet<String>) -> Snippet {
        let Self { action, place, text } = self;
        let with_place = match &place {
            Place::Properties { resource, event, exist: false }
                if begun.insert(format!("{resource} {}", event.as_deref().unwrap_or_default())) =>
            {
                let holder = event
                    .as_deref()
                    .map_or_else(|| format!("`{resource}`"), |event| format!("the event `{event}`"));
                Some((holder, begin_properties(dialect, &text)))
            }
            _ => None,
        };
        let place = match place {
            Place::Properties { resource, event, .. } => properties(&resource, event.as_deref(), finding),
            Place::Event { event } => format!("the event `{event}`"),
            Place::Events { resource } => format!("`Events` of `{resource}`"),
            Place::Block { resource } if resource == finding => "the block".to_owned(),
            Place::Block { resource } => format!("the block of `{resource}`"),
            Place::Resources if dialect == Dialect::Terraform => "the file".to_owned(),
            Place::Resources => "`Resources`".to_owned(),
        };
        Snippet { action, place, text, with_place }
    }
}

fn properties(resource: &str, event: Option<&str>, finding: &str) -> String {
    match event {
        Some(event) => format!("`Properties` of the event `{event}`"),
        None if resource == finding => "its `Properties`".to_owned(),
        None => format!("`Properties` of `{resource}`"),
    }
}

fn begin_properties(dialect: Dialect, text: &str) -> String {
    match dialect {
        Dialect::Json => format!("\"Properties\": {{ {text} }}"),
        _ => format!("Properties: {{ {text} }}"),
    }
}
