//! Compares the fields of a record with a pattern.

use super::{
    comparison::Comparison,
    condition::{FieldCondition, Pattern},
    json::Json,
};

/// A place in a record: the value there, and the values at the same place in the other items of a list.
///
/// A pattern is compared with the items of a list. One item must fit the whole pattern, but a field that must not exist must be
/// missing from all items
/// ([AWS's matcher](https://github.com/aws/event-ruler#json-array-matching)).
#[derive(Debug, Clone)]
pub(super) struct Place<'r> {
    here: Option<&'r Json>,
    all: Vec<&'r Json>,
}

impl<'r> Place<'r> {
    pub(super) fn root(record: &'r Json) -> Self {
        Place { here: Some(record), all: vec![record] }
    }

    pub(super) fn field(&self, name: &str) -> Self {
        Place {
            here: self.here.and_then(|here| here.field(name)),
            all: self.all.iter().filter_map(|json| json.field(name)).collect(),
        }
    }

    /// The items of the list at this place; if there is no list, the place itself.
    fn items(&self) -> Vec<Self> {
        let all: Vec<&Json> = self.all.iter().flat_map(|json| items(json)).collect();
        match self.here.map(items) {
            Some(items) if !items.is_empty() => {
                items.into_iter().map(|item| Place { here: Some(item), all: all.clone() }).collect()
            }
            _ => vec![Place { here: None, all }],
        }
    }
}

/// The items of a list, and of lists in it; any other value is its own item.
fn items(json: &Json) -> Vec<&Json> {
    match json {
        Json::List(list) => list.iter().flat_map(items).collect(),
        json => vec![json],
    }
}

/// The values that a comparison can be true of: every item but the objects.
fn leaves(json: &Json) -> impl Iterator<Item = &Json> {
    items(json).into_iter().filter(|item| !matches!(item, Json::Object(_)))
}

impl Pattern {
    /// `judge` decides about each field, also within alternatives.
    pub(super) fn holds(&self, judge: &impl Fn(&str, &FieldCondition) -> bool) -> bool {
        self.fields.iter().all(|(name, condition)| judge(name, condition))
            && self.alternatives.iter().all(|some| some.iter().any(|pattern| pattern.holds(judge)))
    }

    fn holds_at(&self, place: &Place<'_>) -> bool {
        self.holds(&|name, condition| condition.holds_at(&place.field(name)))
    }
}

impl FieldCondition {
    pub(super) fn holds_at(&self, place: &Place<'_>) -> bool {
        match self {
            FieldCondition::OneOf(comparisons) => comparisons.iter().any(|comparison| match comparison {
                // Recorded on AWS: an object is not a leaf, so a field that holds only an object does not exist.
                Comparison::Exists(false) => place.all.iter().all(|json| leaves(json).next().is_none()),
                comparison => {
                    place.here.is_some_and(|json| leaves(json).any(|leaf| comparison.accepts(leaf)))
                }
            }),
            FieldCondition::Within(pattern) => place.items().iter().any(|item| pattern.holds_at(item)),
        }
    }
}

#[cfg(test)]
mod tests;
