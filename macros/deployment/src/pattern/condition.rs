//! What a pattern asks of the fields of a record.

use super::comparison::Comparison;

/// A filter pattern. A record fits it if all of its fields do, and one of each list of alternatives.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern {
    /// A duplicate name has two conditions.
    pub(super) fields: Vec<(String, FieldCondition)>,
    /// From `$or`.
    pub(super) alternatives: Vec<Vec<Pattern>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum FieldCondition {
    /// The value satisfies one of them.
    OneOf(Vec<Comparison>),
    /// The value is an object, or holds one, with these fields.
    Within(Pattern),
}

impl Pattern {
    /// Whether it compares a field with a plain string.
    pub(super) fn asks_for_text_of(&self, name: &str) -> bool {
        let is_text = |(field, condition): &(String, FieldCondition)| {
            field == name && matches!(condition, FieldCondition::OneOf(_))
        };
        self.fields.iter().any(is_text)
            || self.alternatives.iter().flatten().any(|pattern| pattern.asks_for_text_of(name))
    }
}
