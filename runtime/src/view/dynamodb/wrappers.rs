//! Types around a value that is there: an option of it is `Some`, and a newtype is what it holds.

/// The methods of a deserializer for these wrappers.
macro_rules! wrappers {
    ($($wrapper:ident)*) => {
        $(wrappers!(@$wrapper);)*
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

pub(super) use wrappers;
