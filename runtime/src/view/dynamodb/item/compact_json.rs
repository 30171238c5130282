//! Compact JSON, as AWS writes events: without white space, and nearly always without escapes. It is passed over here.
//! What isn't compact is left to `serde_json`.

use std::ops::ControlFlow;

use crate::decode::plain_text::plain_length;

/// How deep a compact value may be nested: one bit for each object or list that is open.
const MAX_DEPTH: u32 = u128::BITS;

/// The length of the value that the JSON begins with, if the value is sound and compact, and holds neither escapes nor numbers.
pub(super) fn value_length(json: &[u8]) -> Option<usize> {
    let mut value = CompactValue { rest: json, objects: 0, depth: 0 };
    while value.step()?.is_continue() {}
    Some(json.len() - value.rest.len())
}

/// A value that is being passed over.
struct CompactValue<'j> {
    rest: &'j [u8],
    /// One bit for each object or list that is open, the innermost last: 1 for an object.
    objects: u128,
    depth: u32,
}

impl CompactValue<'_> {
    /// Passes over the beginning of an object or list, or over a value that holds no others and all that ends after it. `None`
    /// leaves the value to `serde_json`.
    fn step(&mut self) -> Option<ControlFlow<()>> {
        self.rest = match self.rest {
            [b'"', ..] => after_string(self.rest)?,
            [b'{', b'}', rest @ ..] | [b'[', b']', rest @ ..] => rest,
            [b'{', rest @ ..] => {
                self.open(1)?;
                self.rest = after_key(rest)?;
                return Some(ControlFlow::Continue(()));
            }
            [b'[', rest @ ..] => {
                self.open(0)?;
                self.rest = rest;
                return Some(ControlFlow::Continue(()));
            }
            // The byte after it shows that no more letters follow.
            [b't', b'r', b'u', b'e', rest @ ..] | [b'f', b'a', b'l', b's', b'e', rest @ ..]
                if matches!(rest, [b',' | b'}' | b']', ..]) =>
            {
                rest
            }
            _ => return None,
        };
        self.close()
    }

    fn open(&mut self, object: u128) -> Option<()> {
        if self.depth == MAX_DEPTH {
            return None;
        }
        self.depth += 1;
        self.objects = self.objects << 1 | object;
        Some(())
    }

    /// Passes over what follows a value: the ends of objects and lists, and the comma and key before the next value.
    fn close(&mut self) -> Option<ControlFlow<()>> {
        while self.depth > 0 {
            self.rest = match (self.rest, self.objects & 1) {
                ([b'}', rest @ ..], 1) | ([b']', rest @ ..], 0) => rest,
                ([b',', rest @ ..], 1) => {
                    self.rest = after_key(rest)?;
                    return Some(ControlFlow::Continue(()));
                }
                ([b',', rest @ ..], _) => {
                    self.rest = rest;
                    return Some(ControlFlow::Continue(()));
                }
                _ => return None,
            };
            self.objects >>= 1;
            self.depth -= 1;
        }
        Some(ControlFlow::Break(()))
    }
}

fn after_string(json: &[u8]) -> Option<&[u8]> {
    let [b'"', text @ ..] = json else { return None };
    match text.get(plain_length(text)..) {
        Some([b'"', rest @ ..]) => Some(rest),
        _ => None,
    }
}

fn after_key(json: &[u8]) -> Option<&[u8]> {
    match after_string(json) {
        Some([b':', rest @ ..]) => Some(rest),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::de::IgnoredAny;

    use super::*;

    #[test]
    fn a_compact_value_has_the_length_that_serde_json_reads() {
        for value in [
            r#""""#,
            r#""text that is longer than eight bytes, é""#,
            "{}",
            "[]",
            r#"{"S":"a"}"#,
            r#"{"L":[{"M":{"a":{"BOOL":true},"b":{"NULL":true}}},{"L":[]},{"M":{}},{"SS":["",""]}]}"#,
            r#"[false,[[]],{"":{}}]"#,
        ] {
            for after in ["", ",", "}", "]", " ", "x", "\""] {
                assert_eq!(
                    value_length(format!("{value}{after}").as_bytes()),
                    Some(value.len()),
                    "{value}{after}"
                );
            }
        }
    }

    #[test]
    fn any_other_value_is_left_to_serde_json() {
        for value in [
            "",
            " ",
            "true",
            "truex",
            "false ",
            "null",
            "1",
            "-1.5e3",
            "{",
            "[",
            "\"",
            "}",
            "]",
            ",",
            r#"" \" ""#,
            r#"{"S" :"a"}"#,
            r#"{"S":"a" }"#,
            r#"{"S":"a",}"#,
            r#"{"S"}"#,
            r#"{"S":}"#,
            r#"{"S":"a"]"#,
            r#"["a"}"#,
            r#"["a",]"#,
            r#"["a""b"]"#,
            "[,]",
            "{,}",
            r#"{"S":"a""T":"b"}"#,
            r#"{S:"a"}"#,
            "[1]",
            "\"\n\"",
        ] {
            assert_eq!(value_length(value.as_bytes()), None, "{value}");
        }
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(value_length(nested(129).as_bytes()), Some(258), "the innermost is empty");
        assert_eq!(value_length(nested(130).as_bytes()), None);
    }

    proptest! {
        #[test]
        fn what_is_passed_over_is_one_sound_value(json in r#"[{\[]([{}\[\]:,"\\ aé]|"[SN]":|true){0,24}"#) {
            if let Some(length) = value_length(json.as_bytes()) {
                prop_assert!(serde_json::from_str::<IgnoredAny>(&json[..length]).is_ok(), "{json}");
            }
        }
    }
}
