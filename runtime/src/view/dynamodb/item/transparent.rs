//! Wrappers that a value is decoded through: an option is `Some` of it, and a newtype holds it.

/// The methods of a deserializer for these wrappers.
macro_rules! transparent {
    ($($wrapper:ident)*) => {
        $(transparent!(@$wrapper);)*
    };
    (@option) => {
        fn deserialize_option<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
            visitor.visit_some(self)
        }
    };
    (@newtype) => {
        fn deserialize_newtype_struct<V: Visitor<'r>>(
            self,
            _: &'static str,
            visitor: V,
        ) -> Result<V::Value, RedactedError> {
            visitor.visit_newtype_struct(self)
        }
    };
}

pub(super) use transparent;
