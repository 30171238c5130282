//! The attributes that the publisher gave a notification.

use std::{borrow::Cow, fmt};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{MessageAttribute, attribute_map::AttributeMap};
use crate::{DecodeError, base64, view::objects_only};

/// The attributes of a notification
/// ([message attributes](https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html)), decoded on demand.
///
/// A list (`String.Array`) is the text of its JSON.
///
/// ```
/// use checkpointed::{DecodeError, checkpointed_stream_handler, sqs::{self, MessageAttribute}};
///
/// #[checkpointed_stream_handler]
/// async fn handle(message: sqs::Message<'_, sqs::Sns<&str>>) -> Result<(), DecodeError> {
///     let store = message.body.message_attributes.get("store")?;
///     println!("{:?}", store.as_ref().and_then(MessageAttribute::as_text));
///     Ok(())
/// }
/// ```
#[derive(Clone, Default)]
pub struct SnsAttributes {
    json: Option<Box<str>>,
}

impl SnsAttributes {
    pub(super) fn new(json: Option<&RawValue>) -> Self {
        SnsAttributes { json: json.map(|json| json.get().into()) }
    }

    /// The attribute of this name; `None` if the notification has none.
    ///
    /// # Errors
    /// If the attributes cannot be read, or this one is there twice or is not what its type says.
    pub fn get(&self, name: &str) -> Result<Option<MessageAttribute<'_>>, DecodeError> {
        self.by_name().get(name, read)
    }

    /// All attributes, in the order of their names.
    ///
    /// # Errors
    /// If they cannot be read, one is there twice, or one is not what its type says.
    pub fn all(&self) -> Result<Vec<(String, MessageAttribute<'_>)>, DecodeError> {
        self.by_name().all(read)
    }

    fn by_name(&self) -> AttributeMap<'_> {
        AttributeMap { json: self.json.as_deref(), field: "body.MessageAttributes" }
    }
}

impl fmt::Debug for SnsAttributes {
    /// Says nothing of their content.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SnsAttributes").finish_non_exhaustive()
    }
}

/// An attribute's JSON.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Attribute<'r> {
    #[serde(borrow, rename = "Type")]
    data_type: Cow<'r, str>,
    #[serde(borrow)]
    value: Cow<'r, str>,
}

fn read(json: &str) -> Result<MessageAttribute<'_>, DecodeError> {
    let Attribute { data_type, value } = objects_only::decode(json)?;
    match data_type.split('.').next() {
        Some("String") => Ok(MessageAttribute::Text { data_type, text: value }),
        Some("Number") => Ok(MessageAttribute::Number { data_type, text: value }),
        Some("Binary") => Ok(MessageAttribute::Binary { bytes: base64::decode(&value)?, data_type }),
        _ => Err(DecodeError::new("a `Type` that is not String, String.Array, Number or Binary")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attributes(json: &str) -> SnsAttributes {
        SnsAttributes { json: Some(json.into()) }
    }

    #[test]
    fn each_type_is_read() {
        let attributes = attributes(
            r#"{"s":{"Type":"String","Value":"x\n"},"l":{"Type":"String.Array","Value":"[\"a\",1]"},
                "n":{"Type":"Number","Value":"1.5"},"b":{"Type":"Binary","Value":"aGk="}}"#,
        );
        let all = attributes.all().unwrap();
        let text = |text| MessageAttribute::Text { data_type: "String".into(), text: Cow::Borrowed(text) };
        let list = MessageAttribute::Text { data_type: "String.Array".into(), text: r#"["a",1]"#.into() };
        let number = MessageAttribute::Number { data_type: "Number".into(), text: "1.5".into() };
        let binary = MessageAttribute::Binary { data_type: "Binary".into(), bytes: b"hi".to_vec() };
        let expected = [("b", binary), ("l", list), ("n", number), ("s", text("x\n"))];
        assert_eq!(all, expected.map(|(name, value)| (name.to_owned(), value)));
        assert_eq!(attributes.get("s").unwrap(), Some(text("x\n")));
        assert_eq!(attributes.get("none").unwrap(), None);
        assert_eq!(SnsAttributes::default().get("s").unwrap(), None);
    }

    #[test]
    fn only_an_attribute_that_is_asked_for_can_fail() {
        let attributes = attributes(
            r#"{"list":["String","x"],"type":{"Type":"Secret","Value":"x"},"bytes":{"Type":"Binary","Value":"%"},
                "twice":{},"twice":{},"null":{"Type":"String","Value":null},"good":{"Type":"String","Value":"x"}}"#,
        );
        assert!(attributes.get("good").is_ok_and(|found| found.is_some()));
        for (name, expected) in [
            ("list", "invalid type: sequence, expected an object"),
            ("type", "a `Type` that is not String, String.Array, Number or Binary"),
            ("bytes", "not base64: invalid symbol at offset 0"),
            ("twice", "duplicate entry in map"),
            ("null", "invalid type: null, expected a string"),
        ] {
            let error = attributes.get(name).unwrap_err().to_string();
            assert!(error.starts_with("body.MessageAttributes") && error.ends_with(expected), "{error}");
        }
        assert!(attributes.all().is_err());
    }
}
