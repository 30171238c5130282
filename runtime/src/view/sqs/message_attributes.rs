//! The attributes that the sender gave a message.

use std::{borrow::Cow, fmt};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::attribute_map::AttributeMap;
use crate::{
    DecodeError, base64, decode,
    view::{objects_only, unread::Unread},
};

/// The attributes of a message
/// ([message attributes](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html)),
/// decoded on demand.
///
/// ```
/// use checkpointed::{DecodeError, checkpointed_stream_handler, sqs::{self, MessageAttribute}};
///
/// #[checkpointed_stream_handler]
/// async fn handle(message: sqs::Message<'_, &str>) -> Result<(), DecodeError> {
///     match message.message_attributes.get("priority")? {
///         Some(MessageAttribute::Number { text, .. }) => println!("priority {text}"),
///         _ => println!("no priority"),
///     }
///     Ok(())
/// }
/// ```
#[derive(Clone, Copy, Default)]
pub struct MessageAttributes<'r> {
    json: Option<&'r str>,
}

/// The value of a message's attribute. The `data_type` is as in the event, with the sender's own label if it has one
/// (`Number.int`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MessageAttribute<'r> {
    /// Text (`String`; a variant of that name would make rustc write the path of every other `String`).
    Text {
        /// `String`, or with a label.
        data_type: Cow<'r, str>,
        /// The text.
        text: Cow<'r, str>,
    },
    /// A number, which may have 38 digits: as text.
    Number {
        /// `Number`, or with a label.
        data_type: Cow<'r, str>,
        /// The number.
        text: Cow<'r, str>,
    },
    /// Bytes.
    Binary {
        /// `Binary`, or with a label.
        data_type: Cow<'r, str>,
        /// The bytes.
        bytes: Vec<u8>,
    },
}

impl MessageAttribute<'_> {
    /// The text of a string or number; `None` for bytes.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            MessageAttribute::Text { text, .. } | MessageAttribute::Number { text, .. } => Some(text),
            MessageAttribute::Binary { .. } => None,
        }
    }
}

impl<'r> MessageAttributes<'r> {
    pub(super) fn new(json: Option<Unread<'r>>) -> Self {
        MessageAttributes { json: json.map(|Unread(json)| json) }
    }

    /// The attribute of this name; `None` if the message has none.
    ///
    /// # Errors
    /// If the attributes cannot be read, or this one is there twice or is not what its type says.
    pub fn get(&self, name: &str) -> Result<Option<MessageAttribute<'r>>, DecodeError> {
        self.by_name().get(name, read)
    }

    /// All attributes, in the order of their names.
    ///
    /// # Errors
    /// If they cannot be read, one is there twice, or one is not what its type says.
    pub fn all(&self) -> Result<Vec<(String, MessageAttribute<'r>)>, DecodeError> {
        self.by_name().all(read)
    }

    fn by_name(&self) -> AttributeMap<'r> {
        AttributeMap { json: self.json, field: "messageAttributes" }
    }
}

impl fmt::Debug for MessageAttributes<'_> {
    /// Says nothing of their content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("MessageAttributes").finish_non_exhaustive()
    }
}

/// An attribute's JSON. Only the value of its own type is read. (AWS reserves the lists for later use.)
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Attribute<'r> {
    #[serde(borrow)]
    data_type: Cow<'r, str>,
    #[serde(borrow)]
    string_value: Option<&'r RawValue>,
    #[serde(borrow)]
    binary_value: Option<&'r RawValue>,
}

#[derive(Deserialize)]
struct Text<'r>(#[serde(borrow)] Cow<'r, str>);

fn read(json: &str) -> Result<MessageAttribute<'_>, DecodeError> {
    let Attribute { data_type, string_value, binary_value } = objects_only::decode(json)?;
    // A label follows after a dot.
    match data_type.split('.').next() {
        Some("String") => Ok(MessageAttribute::Text { text: text(string_value, "stringValue")?, data_type }),
        Some("Number") => {
            Ok(MessageAttribute::Number { text: text(string_value, "stringValue")?, data_type })
        }
        Some("Binary") => {
            let bytes = base64::decode(&text(binary_value, "binaryValue")?)?;
            Ok(MessageAttribute::Binary { data_type, bytes })
        }
        _ => Err(DecodeError::new("a `dataType` that is not String, Number or Binary")),
    }
}

fn text<'r>(value: Option<&'r RawValue>, key: &str) -> Result<Cow<'r, str>, DecodeError> {
    let value = value.ok_or_else(|| DecodeError::new(format!("an attribute without `{key}`")))?;
    decode::json_str(value.get()).map(|Text(text)| text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get(json: &str) -> Result<Option<MessageAttribute<'_>>, String> {
        MessageAttributes { json: Some(json) }.get("a").map_err(|error| error.to_string())
    }

    #[test]
    fn each_type_is_read() {
        let text = |data_type: &'static str, text| (Cow::from(data_type), Cow::from(text));
        let (data_type, value) = text("String", "x");
        assert_eq!(
            get(
                r#"{"a":{"stringValue":"x","stringListValues":[],"binaryListValues":[],"dataType":"String"}}"#
            ),
            Ok(Some(MessageAttribute::Text { data_type, text: value }))
        );
        let (data_type, value) = text("Number.int", "-1");
        assert_eq!(
            get(r#"{"a":{"stringValue":"-1","binaryValue":null,"dataType":"Number.int"}}"#),
            Ok(Some(MessageAttribute::Number { data_type, text: value }))
        );
        assert_eq!(
            get(r#"{"a":{"binaryValue":"aGk=","dataType":"Binary"}}"#),
            Ok(Some(MessageAttribute::Binary { data_type: "Binary".into(), bytes: b"hi".to_vec() }))
        );
        assert_eq!(get(r#"{"b":5}"#), Ok(None));
        assert_eq!(MessageAttributes::default().get("a").unwrap(), None);
    }

    #[test]
    fn a_text_is_borrowed_where_it_has_no_escapes() {
        let Ok(Some(MessageAttribute::Text { data_type: Cow::Borrowed("String"), text })) =
            get(r#"{"a":{"stringValue":"plain","dataType":"String"}}"#)
        else {
            panic!("it is text");
        };
        assert!(matches!(text, Cow::Borrowed("plain")));
    }

    #[test]
    fn an_unreadable_attribute_is_an_error_without_its_value() {
        for (json, expected) in [
            ("5", "messageAttributes, line 1 column 1: invalid type: integer, expected an object"),
            (r#"{"a":{"dataType":"String"}}"#, "messageAttributes: an attribute without `stringValue`"),
            (
                r#"{"a":{"dataType":"Binary","stringValue":"s"}}"#,
                "messageAttributes: an attribute without `binaryValue`",
            ),
            (
                r#"{"a":{"dataType":"Binary","binaryValue":"%"}}"#,
                "messageAttributes: not base64: invalid symbol at offset 0",
            ),
            (
                r#"{"a":{"dataType":"Secret"}}"#,
                "messageAttributes: a `dataType` that is not String, Number or Binary",
            ),
            (r#"{"a":{},"a":{}}"#, "messageAttributes, line 1 column 15: duplicate entry in map"),
            (
                r#"{"a":["String","x"]}"#,
                "messageAttributes, line 1 column 1: invalid type: sequence, expected an object",
            ),
            (
                r#"{"a":{"dataType":"Number","stringValue":7}}"#,
                "messageAttributes, line 1 column 1: invalid type: integer, expected a string",
            ),
        ] {
            assert_eq!(get(json).unwrap_err(), expected);
        }
    }

    #[test]
    fn a_value_that_nobody_asks_for_cannot_fail() {
        for json in [
            r#"{"a":{"stringValue":"x","binaryValue":5,"stringListValues":null,"dataType":"String"}}"#,
            r#"{"b":["\ud800",1e400],"a":{"stringValue":"x","\ud800":0,"binaryValue":["\ud800"],"dataType":"String"}}"#,
            r#"{"\ud800":{},"b":1,"b":2,"a":{"dataType":"String","stringValue":"x"}}"#,
        ] {
            let read = get(json).unwrap().unwrap();
            assert_eq!(read.as_text(), Some("x"), "{json}");
        }
    }

    #[test]
    fn all_attributes_are_listed_by_name() {
        let json =
            r#"{"b":{"dataType":"Number","stringValue":"1"},"a":{"dataType":"String","stringValue":"x"}}"#;
        let all = MessageAttributes { json: Some(json) }.all().unwrap();
        let read: Vec<_> = all.iter().map(|(name, value)| (name.as_str(), value.as_text())).collect();
        assert_eq!(read, [("a", Some("x")), ("b", Some("1"))]);
    }
}
