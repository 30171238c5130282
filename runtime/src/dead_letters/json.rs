//! The JSON of a dead letter, in characters that every destination accepts.

use serde::{Serialize, Serializer, ser::Error};
use serde_json::value::RawValue;

/// The characters that JSON may hold unescaped and that SQS refuses in a message
/// ([SendMessage](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html)). A letter with
/// such a character would be refused for ever. JSON escapes all others that SQS refuses.
const REFUSED: [(char, &str); 2] = [('\u{fffe}', r"\ufffe"), ('\u{ffff}', r"\uffff")];

/// Serializes a value to JSON with the same meaning that holds none of these characters.
pub(super) fn accepted<T: Serialize + ?Sized, S: Serializer>(
    value: &T,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let json = serde_json::to_string(value).map_err(S::Error::custom)?;
    if !json.contains(REFUSED.map(|(refused, _)| refused)) {
        return value.serialize(serializer);
    }
    // They are only in strings, never elsewhere in JSON, and no backslash escapes them.
    let escaped = REFUSED.iter().fold(json, |json, (refused, escape)| json.replace(*refused, escape));
    RawValue::from_string(escaped).map_err(S::Error::custom)?.serialize(serializer)
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Accepted<T>(T);

    impl<T: Serialize> Serialize for Accepted<T> {
        fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            accepted(&self.0, serializer)
        }
    }

    /// The characters of
    /// [SendMessage](https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html).
    fn sqs_takes(character: char) -> bool {
        matches!(character, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
    }

    #[test]
    fn each_character_is_accepted_and_comes_back() {
        for character in '\0'..=char::MAX {
            let json = serde_json::to_string(&Accepted(character)).unwrap();
            assert!(json.chars().all(sqs_takes), "{json:?}");
            assert_eq!(serde_json::from_str::<char>(&json).unwrap(), character);
        }
    }

    #[test]
    fn what_stands_before_a_refused_character_stays() {
        for text in ["\\\u{ffff}", "\\\\\u{fffe}\"", "\u{ffff}\u{fffe}\u{ffff}", "ufffe"] {
            let json = serde_json::to_string(&Accepted(text)).unwrap();
            assert!(json.chars().all(sqs_takes), "{json:?}");
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
            assert_eq!(serde_json::to_value(Accepted(text)).unwrap(), text);
        }
    }

    #[test]
    fn other_json_is_as_it_was() {
        let raw = RawValue::from_string(String::from("{\"a\" : [1.0,\t\"\\u00e9 é\"]}")).unwrap();
        assert_eq!(serde_json::to_string(&Accepted(&*raw)).unwrap(), raw.get());
    }
}
