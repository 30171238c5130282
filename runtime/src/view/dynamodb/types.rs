//! The types of attributes.

use crate::decode::RedactedError;

/// The [types](https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_AttributeValue.html) of attributes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Type {
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

impl Type {
    const ALL: [Type; 10] =
        [Type::S, Type::N, Type::Bool, Type::Null, Type::M, Type::L, Type::Ss, Type::Ns, Type::B, Type::Bs];

    /// As JSON names it.
    pub(super) fn name(self) -> &'static str {
        match self {
            Type::S => "S",
            Type::N => "N",
            Type::Bool => "BOOL",
            Type::Null => "NULL",
            Type::M => "M",
            Type::L => "L",
            Type::Ss => "SS",
            Type::Ns => "NS",
            Type::B => "B",
            Type::Bs => "BS",
        }
    }

    pub(super) fn named(name: &str) -> Result<Self, RedactedError> {
        Type::ALL.into_iter().find(|one| one.name() == name).ok_or_else(|| {
            let known = Type::ALL.map(|one| format!("`{}`", one.name())).join(", ");
            RedactedError::new(format!("unknown attribute type, expected one of {known}"))
        })
    }

    /// The error where the user's type asks for an attribute of another type.
    pub(super) fn but(self, wanted: &str) -> RedactedError {
        RedactedError::new(format!("invalid type: attribute of type `{}`, expected {wanted}", self.name()))
    }
}
