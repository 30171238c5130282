//! The names of attributes: as keys of the user's type, and as a set that finds a name that is there twice.

use std::collections::HashSet;

use serde::{
    Deserializer,
    de::{Visitor, value::BorrowedStrDeserializer},
    forward_to_deserialize_any,
};

use super::transparent::transparent;
use crate::decode::redacted_error::RedactedError;

/// The name of an attribute, as a key of the user's type.
pub(super) struct AttributeName<'r>(pub(super) &'r str);

/// Parses the name as an integer.
macro_rules! integers {
    ($($method:ident, $visit:ident;)*) => {
        $(
            fn $method<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
                visitor.$visit(self.0.parse().map_err(|_| RedactedError::new("the attribute's name isn't an integer of that type"))?)
            }
        )*
    };
}

impl<'r> Deserializer<'r> for AttributeName<'r> {
    type Error = RedactedError;

    fn deserialize_any<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        visitor.visit_borrowed_str(self.0)
    }

    integers! {
        deserialize_i8, visit_i8;
        deserialize_i16, visit_i16;
        deserialize_i32, visit_i32;
        deserialize_i64, visit_i64;
        deserialize_i128, visit_i128;
        deserialize_u8, visit_u8;
        deserialize_u16, visit_u16;
        deserialize_u32, visit_u32;
        deserialize_u64, visit_u64;
        deserialize_u128, visit_u128;
    }

    fn deserialize_bool<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        match self.0 {
            "true" => visitor.visit_bool(true),
            "false" => visitor.visit_bool(false),
            _ => Err(RedactedError::new("the attribute's name is neither `true` nor `false`")),
        }
    }

    fn deserialize_enum<V: Visitor<'r>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, RedactedError> {
        visitor.visit_enum(BorrowedStrDeserializer::new(self.0))
    }

    transparent!(newtype);

    forward_to_deserialize_any! {
        <V: Visitor<'r>>
        f32 f64 char str string bytes byte_buf option unit unit_struct seq tuple tuple_struct map struct identifier
        ignored_any
    }
}

/// Up to this many names are cheaper to compare than to hash.
const FEW: usize = 16;

/// The names of a map that have been read so far.
#[derive(Default)]
pub(super) struct SeenNames<'r> {
    /// One bit for each name, by its mark. A name whose bit isn't set is new, and needs no comparison.
    marks: u64,
    few: [&'r str; FEW],
    count: usize,
    many: Option<HashSet<&'r str>>,
}

impl<'r> SeenNames<'r> {
    /// Adds a name. `false` if it was there already.
    #[inline]
    pub(super) fn insert(&mut self, name: &'r str) -> bool {
        let mark = mark(name);
        let is_new = self.marks & mark == 0;
        self.marks |= mark;
        match self.few.get_mut(self.count) {
            Some(free) if is_new => {
                *free = name;
                self.count += 1;
                true
            }
            _ => self.compare_and_insert(name),
        }
    }

    #[cold]
    fn compare_and_insert(&mut self, name: &'r str) -> bool {
        let few = self.few.get(..self.count).unwrap_or(&self.few);
        if few.contains(&name) {
            return false;
        }
        match self.few.get_mut(self.count) {
            Some(free) => {
                *free = name;
                self.count += 1;
                true
            }
            None => self.many.get_or_insert_default().insert(name),
        }
    }
}

/// One of 64 bits, by the name's length and some of its bytes.
#[inline]
fn mark(name: &str) -> u64 {
    let bytes = name.as_bytes();
    let (Some(first), Some(last)) = (bytes.first(), bytes.last()) else { return 1 };
    1 << ((bytes.len() + usize::from(*first) * 5 + usize::from(*last) * 19) % 64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_name_is_new_only_once() {
        let all: Vec<String> = (0..100).map(|number| number.to_string()).collect();
        let mut names = SeenNames::default();
        assert!(all.iter().all(|name| names.insert(name)));
        assert!(all.iter().all(|name| !names.insert(name)));
    }
}
