//! Reads the filters of an event source mapping.

use crate::file::{
    dialect::Dialect,
    node::{Node, Setting},
};

/// A filter of a mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Filter {
    /// Its pattern.
    Pattern(String),
    /// The pattern is a map and not a text; this is its JSON.
    Map(String),
    /// There is no pattern. If the filter has other keys, this is its JSON.
    Missing(Option<String>),
    /// The file doesn't say what the pattern is, and why.
    Unknown(String),
}

/// The filters among the properties of a mapping.
pub(super) fn read(dialect: Dialect, properties: &Node) -> Setting<Vec<Filter>> {
    properties.get(&dialect.property("FilterCriteria")).and_then(|criteria| match dialect {
        Dialect::Terraform => blocks(criteria),
        Dialect::Yaml | Dialect::Json => criteria.get("Filters").and_then(|filters| match filters {
            Node::List(filters) => {
                Setting::Known(filters.iter().filter_map(|filter| of(dialect, filter)).collect())
            }
            one => Setting::Known(of(dialect, one).into_iter().collect()),
        }),
    })
}

/// The blocks `filter` of a block `filter_criteria`.
fn blocks(criteria: &Node) -> Setting<Vec<Filter>> {
    let Node::Map(entries) = criteria else { return Setting::Absent };
    let blocks = entries.iter().filter(|(name, _)| name == "filter");
    Setting::Known(blocks.filter_map(|(_, filter)| of(Dialect::Terraform, filter)).collect())
}

/// A filter; `None` if the item of the list is null.
fn of(dialect: Dialect, filter: &Node) -> Option<Filter> {
    if *filter.value() == Node::Null {
        return None;
    }
    let pattern = match filter.get(&dialect.property("Pattern")) {
        Setting::Absent => return Some(Filter::Missing(json(filter).filter(|_| !filter.keys().is_empty()))),
        Setting::Unknown(why) => return Some(Filter::Unknown(why)),
        Setting::Known(pattern) => pattern,
    };
    let unknown = || match pattern.value() {
        Node::Reference(name) => Filter::Unknown(format!("`{name}`")),
        _ => Filter::Unknown("a text with unknown parts".to_owned()),
    };
    Some(match pattern.value() {
        Node::List(_) | Node::Map(_) => match (json(pattern), dialect) {
            // Terraform encodes it.
            (Some(json), Dialect::Terraform) => Filter::Pattern(json),
            (Some(json), _) => Filter::Map(json),
            (None, _) => unknown(),
        },
        pattern => text(pattern).map_or_else(unknown, Filter::Pattern),
    })
}

/// A text all of whose pieces are known.
fn text(node: &Node) -> Option<String> {
    match node.value() {
        Node::Text(text) | Node::Decimal(text) => Some(text.clone()),
        Node::Number(number) => Some(number.to_string()),
        Node::Bool(value) => Some(value.to_string()),
        Node::Joined(pieces) => pieces.iter().map(text).collect(),
        _ => None,
    }
}

/// The JSON of a value all of whose parts are known.
fn json(node: &Node) -> Option<String> {
    Some(match node.value() {
        Node::Null => "null".to_owned(),
        Node::Bool(_) | Node::Number(_) | Node::Decimal(_) => text(node)?,
        Node::Text(_) | Node::Joined(_) => serde_json::Value::String(text(node)?).to_string(),
        Node::List(items) => {
            let items: Option<Vec<_>> = items.iter().map(json).collect();
            format!("[{}]", items?.join(", "))
        }
        Node::Map(entries) => {
            let entry = |(name, node): &(String, Node)| {
                Some(format!("{}: {}", serde_json::Value::from(name.as_str()), json(node)?))
            };
            let entries: Option<Vec<_>> = entries.iter().map(entry).collect();
            format!("{{{}}}", entries?.join(", "))
        }
        Node::Assumed(..) | Node::Reference(_) | Node::Unknown(_) => return None,
    })
}
