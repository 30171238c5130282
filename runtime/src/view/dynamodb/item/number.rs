//! A number: an attribute `N`, or a member of a set of numbers. DynamoDB's numbers have up to 38 digits, so JSON has them as text.

use std::borrow::Cow;

use serde::{Deserializer, de::Visitor, forward_to_deserialize_any};

use super::transparent::transparent;
use crate::decode::redacted_error::RedactedError;

/// A number's text.
pub(super) struct Number<'r>(pub(super) Cow<'r, str>);

/// More digits than any integer of Rust has.
const TOO_MANY_DIGITS: usize = 40;

impl Number<'_> {
    /// The error for a number that isn't of the wanted type.
    fn refused(&self, wanted: &str) -> RedactedError {
        RedactedError::new(match self.0.parse::<f64>() {
            Ok(_) => format!("the number doesn't fit into `{wanted}`"),
            Err(_) => String::from("not a number"),
        })
    }
}

/// The digits of an integer that is written another way, such as `3.0` or `1.5E+3`.
fn digits(text: &str) -> Option<String> {
    let (sign, text) = match text.strip_prefix('-') {
        Some(text) => ("-", text),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.parse().ok()?),
        None => (text, 0_i32),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let all = [whole, fraction].concat();
    if all.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let leading = all.bytes().take_while(|byte| *byte == b'0').count();
    let digits = all.trim_matches('0');
    if digits.is_empty() {
        return Some(String::from("0"));
    }
    // Where the point is, counted from the first digit that isn't 0.
    let point = i64::try_from(whole.len()).ok()? - i64::try_from(leading).ok()? + i64::from(exponent);
    let zeros = usize::try_from(point).ok()?.checked_sub(digits.len())?;
    (zeros < TOO_MANY_DIGITS).then(|| format!("{sign}{digits}{}", "0".repeat(zeros)))
}

/// Parses the number as an integer.
macro_rules! integers {
    ($($method:ident, $type:ident, $visit:ident;)*) => {
        $(
            fn $method<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
                let number = self.0.parse::<$type>().ok().or_else(|| digits(&self.0)?.parse().ok());
                visitor.$visit(number.ok_or_else(|| self.refused(stringify!($type)))?)
            }
        )*
    };
}

/// Parses the number as a float.
macro_rules! floats {
    ($($method:ident, $type:ident, $visit:ident;)*) => {
        $(
            fn $method<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
                visitor.$visit(self.0.parse::<$type>().map_err(|_| self.refused(stringify!($type)))?)
            }
        )*
    };
}

impl<'r> Deserializer<'r> for Number<'r> {
    type Error = RedactedError;

    /// As `serde_dynamo` gives it: an integer if it is written as one and fits into 64 bits, else an `f64`.
    fn deserialize_any<V: Visitor<'r>>(self, visitor: V) -> Result<V::Value, RedactedError> {
        if let Ok(number) = self.0.parse() {
            visitor.visit_i64(number)
        } else if let Ok(number) = self.0.parse() {
            visitor.visit_u64(number)
        } else {
            self.deserialize_f64(visitor)
        }
    }

    integers! {
        deserialize_i8, i8, visit_i8;
        deserialize_i16, i16, visit_i16;
        deserialize_i32, i32, visit_i32;
        deserialize_i64, i64, visit_i64;
        deserialize_i128, i128, visit_i128;
        deserialize_u8, u8, visit_u8;
        deserialize_u16, u16, visit_u16;
        deserialize_u32, u32, visit_u32;
        deserialize_u64, u64, visit_u64;
        deserialize_u128, u128, visit_u128;
    }

    floats! {
        deserialize_f32, f32, visit_f32;
        deserialize_f64, f64, visit_f64;
    }

    transparent!(option newtype);

    forward_to_deserialize_any! {
        <V: Visitor<'r>>
        bool char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map struct enum identifier
        ignored_any
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integer_may_be_written_another_way() {
        for (text, expected) in [
            ("3.0", Some("3")),
            ("1E2", Some("100")),
            ("1.5E+3", Some("1500")),
            ("1500e-2", Some("15")),
            ("-0.0", Some("0")),
            ("0e9999999", Some("0")),
            ("0.0012e4", Some("12")),
            ("-2.50E1", Some("-25")),
            ("1e39", Some("1000000000000000000000000000000000000000")),
            ("+7.", Some("7")),
            ("3.5", None),
            ("1e-1", None),
            ("1500e-3", None),
            ("1e2147483647", None),
            ("1e99999999999", None),
            ("-1e-2147483648", None),
            ("", None),
            (".", None),
            ("e5", None),
            ("1e", None),
            ("0x10", None),
            ("1 ", None),
            ("NaN", None),
            ("1.2.3", None),
            ("--1", None),
        ] {
            assert_eq!(digits(text).as_deref(), expected, "{text}");
        }
    }
}
