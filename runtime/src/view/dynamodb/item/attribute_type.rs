//! The types of attributes.

use crate::decode::redacted_error::RedactedError;

/// The [types](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html) of attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AttributeType {
    S,
    N,
    Bool,
    Null,
    M,
    L,
    Ss,
    Ns,
    B,
    Bs,
}

impl AttributeType {
    const ALL: [AttributeType; 10] = [
        AttributeType::S,
        AttributeType::N,
        AttributeType::Bool,
        AttributeType::Null,
        AttributeType::M,
        AttributeType::L,
        AttributeType::Ss,
        AttributeType::Ns,
        AttributeType::B,
        AttributeType::Bs,
    ];

    /// The name of the type in JSON.
    pub(super) fn name(self) -> &'static str {
        match self {
            AttributeType::S => "S",
            AttributeType::N => "N",
            AttributeType::Bool => "BOOL",
            AttributeType::Null => "NULL",
            AttributeType::M => "M",
            AttributeType::L => "L",
            AttributeType::Ss => "SS",
            AttributeType::Ns => "NS",
            AttributeType::B => "B",
            AttributeType::Bs => "BS",
        }
    }

    /// The type of the attribute that the JSON begins with, and the length up to its value, if there is no white space.
    #[inline(always)]
    pub(super) fn compact(json: &[u8]) -> Option<(Self, usize)> {
        // Even the shortest attribute, `{"S":""}`, has eight bytes.
        match json.first_chunk::<8>()? {
            [b'{', b'"', name, b'"', b':', ..] => {
                Some((AttributeType::of_one_letter(*name)?, r#"{"S":"#.len()))
            }
            [b'{', b'"', name, b'S', b'"', b':', ..] => Some((AttributeType::set(*name)?, r#"{"SS":"#.len())),
            br#"{"BOOL":"# => Some((AttributeType::Bool, r#"{"BOOL":"#.len())),
            br#"{"NULL":"# => Some((AttributeType::Null, r#"{"NULL":"#.len())),
            [_, _, _, _, _, _, _, _] => None,
        }
    }

    #[inline(always)]
    fn of_one_letter(name: u8) -> Option<Self> {
        Some(match name {
            b'S' => AttributeType::S,
            b'N' => AttributeType::N,
            b'M' => AttributeType::M,
            b'L' => AttributeType::L,
            b'B' => AttributeType::B,
            _ => return None,
        })
    }

    fn set(first_letter: u8) -> Option<Self> {
        Some(match first_letter {
            b'S' => AttributeType::Ss,
            b'N' => AttributeType::Ns,
            b'B' => AttributeType::Bs,
            _ => return None,
        })
    }

    #[cold]
    pub(super) fn named(name: &str) -> Result<Self, RedactedError> {
        AttributeType::ALL.into_iter().find(|known| known.name() == name).ok_or_else(|| {
            let known = AttributeType::ALL.map(|known| format!("`{}`", known.name())).join(", ");
            RedactedError::new(format!("unknown attribute type, expected one of {known}"))
        })
    }

    /// The error for an attribute of this type where the user's type asks for another.
    #[cold]
    pub(super) fn mismatch(self, wanted: &str) -> RedactedError {
        RedactedError::new(format!("invalid type: attribute of type `{}`, expected {wanted}", self.name()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_compact_attribute_has_the_type_that_it_names() {
        for attribute_type in AttributeType::ALL {
            let start = format!(r#"{{"{}":"#, attribute_type.name());
            let attribute = format!("{start}[]}}");
            assert_eq!(
                AttributeType::compact(attribute.as_bytes()),
                Some((attribute_type, start.len())),
                "{attribute}"
            );
        }
    }

    #[test]
    fn any_other_attribute_is_not_compact() {
        for attribute in [
            "",
            r#"{"S":"#,
            r#"{"X":""}"#,
            r#"{"XS":[]}"#,
            r#"{"SN":[]}"#,
            r#"{"BOOL" :true}"#,
            r#"{"BOOT":true}"#,
            r#"{ "S":"a"}"#,
            r#"{"S" :"a"}"#,
            r#"["S":"a"]"#,
            r#"{"s":"abc"}"#,
            r#"{"SSS":["a"]}"#,
        ] {
            assert_eq!(AttributeType::compact(attribute.as_bytes()), None, "{attribute}");
        }
    }
}
