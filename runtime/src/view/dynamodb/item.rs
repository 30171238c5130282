//! An item in DynamoDB's JSON, decoded straight into a user's type.

mod attribute;
mod attribute_deserializer;
mod attribute_type;
mod binary;
mod compact_json;
mod cursor;
mod list;
mod map;
mod name;
mod number;
mod tagged_attribute;
mod text;
mod transparent;

use serde::{Deserialize, de::IgnoredAny};

use self::{
    attribute::Attribute,
    cursor::{BinaryForm, Cursor},
};
use crate::{
    data::KeptBuffers,
    decode::{DecodeError, redacted_error::RedactedError},
};

/// The JSON of an item, and the buffers that keep what a type borrows and the JSON has with escapes or as base64.
#[derive(Clone, Copy)]
pub(super) struct Item<'r> {
    json: &'r str,
    kept: &'r KeptBuffers,
}

impl<'r> Item<'r> {
    pub(super) fn new(json: &'r str, kept: &'r KeptBuffers) -> Self {
        Item { json, kept }
    }

    /// Decodes the item.
    ///
    /// A type that takes any value (`serde_json::Value`, or one that serde buffers for `flatten`, `untagged` and internal tags) gets
    /// a binary as bytes, as `serde_dynamo` gives it. Many can't take bytes, but can take a list of small numbers: they get that in
    /// a second attempt.
    pub(super) fn decode<T: Deserialize<'r>>(self) -> Result<T, DecodeError> {
        let mut first = Cursor::new(self.json, self.kept, BinaryForm::Bytes);
        let decoded = read(&mut first).or_else(|error| {
            if !first.gave_binary_for_any {
                return Err(error);
            }
            let mut second = Cursor::new(self.json, self.kept, BinaryForm::Numbers);
            // The attempt that came further shows what is really wrong.
            read(&mut second).map_err(|other| if second.at() > first.at() { other } else { error })
        });
        decoded.map_err(DecodeError::from)
    }
}

/// Reads the item and makes sure that nothing follows.
fn read<'r, T: Deserialize<'r>>(cursor: &mut Cursor<'r>) -> Result<T, RedactedError> {
    let start = cursor.value_start();
    let item = T::deserialize(Attribute::item(cursor))?;
    if !cursor.is_past(start) {
        cursor.return_to(start);
        Attribute::item(cursor).ignore(IgnoredAny)?;
    }
    cursor.expect_end()?;
    Ok(item)
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use proptest::{prelude::*, sample::Index};
    use serde_dynamo::AttributeValue;
    use serde_json::Value;

    use super::*;

    fn decode<T: serde::de::DeserializeOwned>(json: &str) -> Result<T, DecodeError> {
        let kept = KeptBuffers::default();
        Item::new(json, &kept).decode()
    }

    #[derive(Deserialize)]
    #[expect(dead_code, reason = "only decoded")]
    struct Fields {
        s: Option<String>,
        l: Option<Vec<Value>>,
        m: Option<HashMap<String, Value>>,
    }

    /// Succeeds only with sound JSON, whatever it is decoded into.
    fn assert_sound(json: &str) {
        let sound = serde_json::from_str::<HashMap<String, IgnoredAny>>(json).is_ok();
        for decoded in [
            decode::<Value>(json).is_ok(),
            decode::<Fields>(json).is_ok(),
            decode::<IgnoredAny>(json).is_ok(),
            decode::<HashMap<String, IgnoredAny>>(json).is_ok(),
            decode::<HashMap<String, AttributeValue>>(json).is_ok(),
        ] {
            assert!(sound || !decoded, "{json}");
        }
    }

    const IMAGE: &str = r#" { "s" : {"S":"x\u00e9"}, "n":{"N":"1E2"},"b": {"B":"AAE="},"l":{"L":[ {"NULL":true},{"BS":["",
        "AA=="]} ]},"m":{"M":{"t":{"BOOL":false},"s":{"SS":["a","b"]},"e":{"M":{}},"n":{"NS":["1"]}}}, "x":[1.5e3,{}] } "#;

    #[test]
    fn the_image_is_sound() {
        assert!(decode::<Fields>(IMAGE).is_ok());
        assert!(decode::<Value>(&IMAGE.replace(r#", "x":[1.5e3,{}]"#, "")).is_ok());
    }

    #[test]
    fn json_that_is_not_sound_is_refused() {
        let attribute = |json: &str| format!(r#"{{"s":{json}}}"#);
        let images =
            ["", " ", "{", "}", "null", "{}{}", "{},", "{,}", r#"{"s"}"#, r#"{"s":}"#, r#"{"a":1,}"#, "[]"];
        let attributes = [
            r#"{"S":"x",}"#,
            r#"{"S" "x"}"#,
            r#"{"S":"x"]"#,
            r#"{"S":"x"}}"#,
            r#"{"S":"\x"}"#,
            "{\"S\":\"\n\"}",
            r#"{"S":x}"#,
            r#"{S:"x"}"#,
            r#"{"BOOL":tru}"#,
            r#"{"BOOL":truee}"#,
            r#"{"NULL":true true}"#,
            r#"{"L":[,]}"#,
            r#"{"L":[{"S":""},]}"#,
            r#"{"L":[{"S":""}{"S":""}]}"#,
            r#"{"SS":["a" "b"]}"#,
            r#"{"SS":["a",]}"#,
            r#"{"M":{"a":{"S":""},}}"#,
        ];
        for json in images.into_iter().map(str::to_owned).chain(attributes.map(attribute)) {
            assert_sound(&json);
            assert!(decode::<Value>(&json).is_err(), "{json}");
        }
        // No text, though JSON has nothing against it.
        assert!(decode::<Value>(r#"{"s":{"S":"\ud800"}}"#).is_err());
    }

    proptest! {
        #[test]
        fn spoilt_json_is_refused(
            spoils in proptest::collection::vec((any::<Index>(), 0..4_usize, r#"[{}\[\]:,"\\a-z0-9 ]{0,3}"#), 1..3),
        ) {
            let mut json: Vec<char> = IMAGE.chars().collect();
            for (place, removed, added) in spoils {
                let place = place.index(json.len());
                let end = json.len().min(place + removed);
                json.splice(place..end, added.chars());
            }
            assert_sound(&json.into_iter().collect::<String>());
        }

        #[test]
        fn any_text_at_all_is_refused_if_it_is_not_sound(text in r#"\{"[a-z]":[{}\[\]:,"\\A-Z0-9 ]{0,20}\}"#) {
            assert_sound(&text);
        }
    }
}
