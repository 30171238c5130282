//! What happened to an item.

use serde::Deserialize;

/// What happened to an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum EventName {
    /// It was new.
    Insert,
    /// Its attributes changed.
    Modify,
    /// It was deleted.
    Remove,
}

impl EventName {
    /// The name that is written like this, if there is one.
    pub(super) fn of_text(text: &str) -> Option<Self> {
        match text {
            "INSERT" => Some(EventName::Insert),
            "MODIFY" => Some(EventName::Modify),
            "REMOVE" => Some(EventName::Remove),
            _ => None,
        }
    }
}
