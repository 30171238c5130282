//! Item identifiers: the names of records in a response.

use std::{borrow::Cow, fmt};

use serde::Serialize;

/// The name of a record in a response. It is never empty.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(transparent)]
pub struct ItemIdentifier(Form);

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(untagged)]
enum Form {
    /// A sequence number, or the message id of a queue.
    Text(String),
    /// A record of Kafka.
    Kafka {
        /// `<topic>-<number of the partition>`
        partition: String,
        offset: i64,
    },
}

impl ItemIdentifier {
    /// A sequence number or a message id, exactly as the record has it.
    ///
    /// # Errors
    /// If it is empty: Lambda would repeat the whole batch
    /// ([Reporting batch item failures](https://docs.aws.amazon.com/lambda/latest/dg/services-kinesis-batchfailurereporting.html)).
    pub fn new(identifier: impl Into<String>) -> Result<Self, EmptyItemIdentifier> {
        let identifier = identifier.into();
        if identifier.is_empty() {
            return Err(EmptyItemIdentifier);
        }
        Ok(ItemIdentifier(Form::Text(identifier)))
    }

    /// The identifier of a Kafka record. In the response it is an object, such as `{"partition":"orders-0","offset":15}`
    /// ([Kafka retry configurations](https://docs.aws.amazon.com/lambda/latest/dg/kafka-retry-configurations.html)).
    pub fn kafka(topic: &str, partition: i32, offset: i64) -> Self {
        ItemIdentifier(Form::Kafka { partition: format!("{topic}-{partition}"), offset })
    }

    /// The identifier of a Kafka record, with the partition's name as a response has it: topic and number.
    ///
    /// # Errors
    /// If the name is empty.
    pub(crate) fn kafka_partition(partition: String, offset: i64) -> Result<Self, EmptyItemIdentifier> {
        if partition.is_empty() {
            return Err(EmptyItemIdentifier);
        }
        Ok(ItemIdentifier(Form::Kafka { partition, offset }))
    }

    /// The identifier as text. `None` for a Kafka record, whose identifier is an object.
    pub fn as_text(&self) -> Option<&str> {
        match &self.0 {
            Form::Text(text) => Some(text),
            Form::Kafka { .. } => None,
        }
    }
}

impl PartialEq<str> for ItemIdentifier {
    fn eq(&self, text: &str) -> bool {
        self.as_text() == Some(text)
    }
}

impl PartialEq<&str> for ItemIdentifier {
    fn eq(&self, text: &&str) -> bool {
        self.as_text() == Some(*text)
    }
}

impl fmt::Display for ItemIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Text(text) => f.write_str(text),
            Form::Kafka { partition, offset } => write!(f, "{partition}@{offset}"),
        }
    }
}

/// An item identifier was empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EmptyItemIdentifier;

impl fmt::Display for EmptyItemIdentifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an item identifier is empty, which would make Lambda repeat the whole batch")
    }
}

impl std::error::Error for EmptyItemIdentifier {}

/// A type that converts into an item identifier: text, or an [`ItemIdentifier`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an item identifier",
    label = "not an item identifier",
    note = "give the sequence number or message id as `&str` or `String`; if it can be missing, return an error in that case: an answer without it would acknowledge the record",
    note = "see https://docs.rs/checkpointed/latest/checkpointed/guide/compiler/index.html#answers-by-hand"
)]
pub trait IntoItemIdentifier {
    /// Converts it.
    ///
    /// # Errors
    /// If it is empty.
    fn into_item_identifier(self) -> Result<ItemIdentifier, EmptyItemIdentifier>;
}

impl IntoItemIdentifier for ItemIdentifier {
    fn into_item_identifier(self) -> Result<ItemIdentifier, EmptyItemIdentifier> {
        Ok(self)
    }
}

impl IntoItemIdentifier for &ItemIdentifier {
    fn into_item_identifier(self) -> Result<ItemIdentifier, EmptyItemIdentifier> {
        Ok(self.clone())
    }
}

impl IntoItemIdentifier for String {
    fn into_item_identifier(self) -> Result<ItemIdentifier, EmptyItemIdentifier> {
        ItemIdentifier::new(self)
    }
}

impl IntoItemIdentifier for &String {
    fn into_item_identifier(self) -> Result<ItemIdentifier, EmptyItemIdentifier> {
        ItemIdentifier::new(self)
    }
}

impl IntoItemIdentifier for &str {
    fn into_item_identifier(self) -> Result<ItemIdentifier, EmptyItemIdentifier> {
        ItemIdentifier::new(self)
    }
}

// The items of an iterator over `&[&str]`.
impl IntoItemIdentifier for &&str {
    fn into_item_identifier(self) -> Result<ItemIdentifier, EmptyItemIdentifier> {
        ItemIdentifier::new(*self)
    }
}

impl IntoItemIdentifier for Cow<'_, str> {
    fn into_item_identifier(self) -> Result<ItemIdentifier, EmptyItemIdentifier> {
        ItemIdentifier::new(self)
    }
}

impl IntoItemIdentifier for &Cow<'_, str> {
    fn into_item_identifier(self) -> Result<ItemIdentifier, EmptyItemIdentifier> {
        ItemIdentifier::new(&**self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_identifier_cannot_be_made() {
        assert_eq!(ItemIdentifier::new(""), Err(EmptyItemIdentifier));
        assert_eq!(ItemIdentifier::kafka_partition(String::new(), 1), Err(EmptyItemIdentifier));
    }

    #[test]
    fn each_form_has_its_json() {
        let json = |identifier| serde_json::to_string(&identifier).unwrap();
        assert_eq!(json(ItemIdentifier::new("49").unwrap()), r#""49""#);
        assert_eq!(json(ItemIdentifier::kafka("topic", 0, 15)), r#"{"partition":"topic-0","offset":15}"#);
    }
}
