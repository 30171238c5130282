//! How a record's metadata stand in its JSON.

use std::{
    borrow::Cow,
    fmt,
    marker::PhantomData,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use serde::{
    Deserialize, Deserializer,
    de::{IgnoredAny, MapAccess, SeqAccess, Visitor},
};

/// Metadata that a function may do without: `None` where it is missing or is not what it should be. A record is not refused
/// for something that its function may not even look at.
pub(super) struct Optional<T>(pub(super) Option<T>);

impl<T> Default for Optional<T> {
    fn default() -> Self {
        Optional(None)
    }
}

impl<'de, T: Readable<'de>> Deserialize<'de> for Optional<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AnyValue(PhantomData)).map(Optional)
    }
}

/// What a piece of metadata can be read from.
pub(super) trait Readable<'de>: Sized {
    fn from_borrowed(_text: &'de str) -> Option<Self> {
        None
    }

    fn from_text(_text: &str) -> Option<Self> {
        None
    }

    fn from_number(_number: f64) -> Option<Self> {
        None
    }

    fn from_integer(_integer: u64) -> Option<Self> {
        None
    }
}

impl<'a, 'de: 'a> Readable<'de> for Cow<'a, str> {
    fn from_borrowed(text: &'de str) -> Option<Self> {
        Some(Cow::Borrowed(text))
    }

    fn from_text(text: &str) -> Option<Self> {
        Some(Cow::Owned(text.to_owned()))
    }
}

impl Readable<'_> for u64 {
    fn from_integer(integer: u64) -> Option<Self> {
        Some(integer)
    }
}

/// The time so many milliseconds after the beginning of 1970.
#[cfg(any(feature = "sqs", feature = "kafka"))]
pub(super) fn after_milliseconds(milliseconds: u64) -> Option<SystemTime> {
    UNIX_EPOCH.checked_add(Duration::from_millis(milliseconds))
}

/// A time, which AWS writes as seconds since 1970 with or without a fraction. Kept to the millisecond, which is what AWS
/// gives.
impl Readable<'_> for SystemTime {
    fn from_number(seconds: f64) -> Option<Self> {
        // Half a millisecond more, cut to the millisecond: `1545084650.987` is not a number that `f64` has.
        let time = Duration::try_from_secs_f64(seconds).ok()?.checked_add(Duration::from_micros(500))?;
        let millis = time.subsec_millis();
        UNIX_EPOCH.checked_add(Duration::new(time.as_secs(), millis * 1_000_000))
    }

    fn from_integer(seconds: u64) -> Option<Self> {
        UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
    }
}

struct AnyValue<T>(PhantomData<T>);

impl<'de, T: Readable<'de>> Visitor<'de> for AnyValue<T> {
    type Value = Option<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("anything")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(T::from_borrowed(text))
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(T::from_text(text))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Self::Value, E> {
        Ok(T::from_number(number))
    }

    fn visit_u64<E>(self, integer: u64) -> Result<Self::Value, E> {
        Ok(T::from_integer(integer))
    }

    fn visit_i64<E>(self, _integer: i64) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_bool<E>(self, _value: bool) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(None)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(None)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Self::Value, A::Error> {
        while object.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<'j, T: Readable<'j>>(json: &'j str) -> Option<T> {
        let Optional(value) = serde_json::from_str(json).unwrap();
        value
    }

    fn millis(json: &str) -> Option<u128> {
        read::<SystemTime>(json).map(|time| time.duration_since(UNIX_EPOCH).unwrap().as_millis())
    }

    #[test]
    fn seconds_are_kept_to_the_millisecond() {
        assert_eq!(millis("1545084650.987"), Some(1_545_084_650_987));
        assert_eq!(millis("1545084650.9996"), Some(1_545_084_651_000));
        assert_eq!(millis("1428537600"), Some(1_428_537_600_000));
        assert_eq!(millis("1.7E9"), Some(1_700_000_000_000));
    }

    #[test]
    fn what_is_not_what_it_should_be_is_left_out() {
        let odd = ["null", "-1", "1e300", "true", r#""1545084650.987""#, "[[1]]", r#"{"a":{"b":[]}}"#];
        for json in odd {
            assert_eq!(millis(json), None, "{json}");
            assert_eq!(read::<u64>(json), None, "{json}");
        }
        assert_eq!(read::<Cow<'_, str>>("5"), None);
        assert_eq!(read::<Cow<'_, str>>(r#""a\u0062""#).as_deref(), Some("ab"));
        assert!(matches!(read(r#""ab""#), Some(Cow::Borrowed("ab"))));
        assert_eq!(read::<u64>("7"), Some(7));
    }
}
