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

    pub(super) fn named(name: &str) -> Result<Self, RedactedError> {
        AttributeType::ALL.into_iter().find(|known| known.name() == name).ok_or_else(|| {
            let known = AttributeType::ALL.map(|known| format!("`{}`", known.name())).join(", ");
            RedactedError::new(format!("unknown attribute type, expected one of {known}"))
        })
    }

    /// The error for an attribute of this type where the user's type asks for another.
    pub(super) fn mismatch(self, wanted: &str) -> RedactedError {
        RedactedError::new(format!("invalid type: attribute of type `{}`, expected {wanted}", self.name()))
    }
}
