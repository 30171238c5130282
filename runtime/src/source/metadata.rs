//! How a record's metadata stand in its JSON.

use std::{
    borrow::Cow,
    sync::LazyLock,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use lambda_runtime::Context;
use serde::{Deserialize, Deserializer, de::Error};

/// Text that is borrowed where the JSON has no escapes.
// serde borrows a `Cow` only where it is the field's own type, not inside of an `Option`.
#[derive(Deserialize)]
#[serde(transparent)]
pub(super) struct Text<'r>(#[serde(borrow)] pub(super) Cow<'r, str>);

/// A time, which AWS writes as seconds since 1970 with or without a fraction. Kept to the millisecond, which is what
/// AWS gives.
pub(super) struct Seconds(pub(super) SystemTime);

impl<'de> Deserialize<'de> for Seconds {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let seconds = f64::deserialize(deserializer)?;
        Duration::try_from_secs_f64(seconds)
            .ok()
            // Half a millisecond more, cut to the millisecond: `1545084650.987` is not a number that `f64` has.
            .and_then(|time| time.checked_add(Duration::from_micros(500)))
            .and_then(|time| {
                let millis = time.subsec_millis();
                UNIX_EPOCH.checked_add(Duration::new(time.as_secs(), millis * 1_000_000))
            })
            .map(Seconds)
            .ok_or_else(|| D::Error::custom("not a time in seconds since 1970"))
    }
}

/// The context of a record that was made by hand.
pub(super) fn no_context() -> &'static Context {
    static CONTEXT: LazyLock<Context> = LazyLock::new(Context::default);
    &CONTEXT
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(json: &str) -> Option<u128> {
        let Seconds(time) = serde_json::from_str(json).ok()?;
        Some(time.duration_since(UNIX_EPOCH).unwrap().as_millis())
    }

    #[test]
    fn seconds_are_kept_to_the_millisecond() {
        assert_eq!(millis("1545084650.987"), Some(1_545_084_650_987));
        assert_eq!(millis("1545084650.9996"), Some(1_545_084_651_000));
        assert_eq!(millis("1428537600"), Some(1_428_537_600_000));
        assert_eq!(millis("1.7E9"), Some(1_700_000_000_000));
        assert_eq!(millis("-1"), None);
        assert_eq!(millis("1e300"), None);
        assert_eq!(millis("\"1545084650.987\""), None);
    }
}
