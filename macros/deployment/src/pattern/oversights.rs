//! Finds conditions that AWS accepts although they are probably mistakes: no record fits them, or every record does.

use super::{
    comparison::Comparison,
    condition::{FieldCondition, Pattern},
    fields::fields,
    json::Json,
    reading::OPERATORS,
};
use crate::source_kind::SourceKind;

/// The fields of the change in a record of DynamoDB
/// ([AWS's documentation](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_StreamRecord.html)).
const OF_A_CHANGE: [&str; 7] = [
    "ApproximateCreationDateTime",
    "Keys",
    "NewImage",
    "OldImage",
    "SequenceNumber",
    "SizeBytes",
    "StreamViewType",
];

/// The kinds of changes
/// ([AWS's documentation](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_streams_Record.html)).
const CHANGES: [&str; 3] = ["INSERT", "MODIFY", "REMOVE"];

impl Pattern {
    /// The conditions that are probably mistakes in a pattern for the records of a source: each with its place, and why.
    pub(crate) fn oversights(&self, source: SourceKind) -> Vec<String> {
        let mut oversights = Oversights { source, found: Vec::new() };
        oversights.of_record(self);
        oversights.found
    }

    /// All fields, also those in alternatives.
    fn all_fields(&self) -> Vec<&(String, FieldCondition)> {
        let alternatives = self.alternatives.iter().flatten().flat_map(Pattern::all_fields);
        self.fields.iter().chain(alternatives).collect()
    }
}

struct Oversights {
    source: SourceKind,
    found: Vec<String>,
}

impl Oversights {
    fn note(&mut self, path: &str, why: &str) {
        let note = format!("at `{path}`: {why}");
        if !self.found.contains(&note) {
            self.found.push(note);
        }
    }

    fn of_record(&mut self, pattern: &Pattern) {
        let key = self.source.filtering_key();
        for (name, condition) in pattern.all_fields() {
            if !fields(self.source).contains(&name.as_str()) {
                let why = format!("no record of {} has this field; its data is under `{key}`", self.source);
                self.note(name, &why);
                continue;
            }
            match (self.source, condition) {
                (SourceKind::DynamoDb, FieldCondition::Within(change)) if name == key => {
                    self.of_change(change);
                }
                (SourceKind::DynamoDb, FieldCondition::OneOf(kinds)) if name == "eventName" => {
                    self.of_event_name(kinds);
                }
                (_, FieldCondition::OneOf(comparisons))
                    if name == key && comparisons.iter().any(is_of_numbers) =>
                {
                    self.note(
                        name,
                        "data that isn't JSON is a text, which equals no number and is in no range",
                    );
                }
                (_, FieldCondition::Within(inner)) => self.of_fields(inner, name),
                _ => {}
            }
        }
    }

    /// Operators outside of lists.
    fn of_fields(&mut self, pattern: &Pattern, path: &str) {
        for (name, condition) in pattern.all_fields() {
            let path = format!("{path}.{name}");
            if OPERATORS.contains(&name.as_str()) {
                let why = format!(
                    "AWS treats `{name}` as a field of the record; an operator belongs in a list, as in \
                     `[{{\"prefix\": \"x\"}}]`"
                );
                self.note(&path, &why);
            } else if let FieldCondition::Within(inner) = condition {
                self.of_fields(inner, &path);
            }
        }
    }

    fn of_event_name(&mut self, kinds: &[Comparison]) {
        let is_other = |kind: &Comparison| match kind {
            Comparison::Equals(Json::Text(kind)) => !CHANGES.contains(&kind.as_str()),
            Comparison::Equals(_) => true,
            _ => false,
        };
        if kinds.iter().any(is_other) {
            self.note("eventName", "a change is `INSERT`, `MODIFY` or `REMOVE`, and nothing else");
        }
    }

    fn of_change(&mut self, change: &Pattern) {
        for (name, condition) in change.all_fields() {
            let path = format!("dynamodb.{name}");
            match (name.as_str(), condition) {
                ("Keys" | "NewImage" | "OldImage", FieldCondition::Within(item)) => self.of_item(item, &path),
                (name, _) if !OF_A_CHANGE.contains(&name) => {
                    self.note(&path, "no change has this field; the item is under `NewImage` and `OldImage`");
                }
                _ => {}
            }
        }
    }

    fn of_item(&mut self, item: &Pattern, path: &str) {
        for (name, attribute) in item.all_fields() {
            self.of_attribute(name, attribute, &format!("{path}.{name}"));
        }
    }

    fn of_attribute(&mut self, name: &str, attribute: &FieldCondition, path: &str) {
        let FieldCondition::Within(value) = attribute else {
            let why = format!(
                "an attribute is an object, which only `\"exists\": false` fits; compare the value in it, as in \
                 `{{\"{name}\": {{\"S\": [\"x\"]}}}}`"
            );
            return self.note(path, &why);
        };
        for (kind, value) in value.all_fields() {
            self.of_value(name, kind, value, &format!("{path}.{kind}"));
        }
    }

    fn of_value(&mut self, attribute: &str, kind: &str, value: &FieldCondition, path: &str) {
        match (kind, value) {
            ("S" | "N" | "B" | "SS" | "NS" | "BS", FieldCondition::OneOf(comparisons)) => {
                if comparisons.iter().any(is_of_numbers) {
                    let why = "the value is a text in the event, even if it is a number: it equals no number and is in no \
                               range; compare it with a text, such as `[\"101\"]`";
                    self.note(path, why);
                }
            }
            ("BOOL" | "NULL", FieldCondition::OneOf(comparisons)) => {
                if comparisons.iter().any(|one| matches!(one, Comparison::Equals(Json::Text(_)))) {
                    self.note(path, "the value is `true` or `false`, without quotes");
                }
            }
            ("M", FieldCondition::Within(item)) => self.of_item(item, path),
            ("L", FieldCondition::Within(_)) => self.of_attribute(attribute, value, path),
            ("S" | "N" | "B" | "SS" | "NS" | "BS" | "BOOL" | "NULL" | "M" | "L", _) => {}
            (other, _) => {
                let why = format!(
                    "`{other}` isn't a type of DynamoDB, and the value of an attribute is under its type, as in \
                     `{{\"{attribute}\": {{\"M\": {{\"{other}\": {{\"S\": [\"x\"]}}}}}}}}`"
                );
                self.note(path, &why);
            }
        }
    }
}

/// Whether a comparison is only with numbers. No text satisfies it or, with `anything-but`, every text does.
fn is_of_numbers(comparison: &Comparison) -> bool {
    match comparison {
        Comparison::Equals(value) => matches!(value, Json::Number(_)),
        Comparison::Numeric(_) => true,
        Comparison::AnythingBut(excluded) => excluded.iter().all(is_of_numbers),
        _ => false,
    }
}

#[cfg(test)]
mod tests;
