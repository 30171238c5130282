//! Times, which AWS writes as numbers since the beginning of 1970.
//!
//! Not every event is written by AWS: emulators and replays have written milliseconds, microseconds and nanoseconds where
//! seconds belong, and seconds where milliseconds belong. The size of a number shows its unit. From 2001-09-09 to 2286-11-20
//! seconds have ten digits, milliseconds thirteen, microseconds sixteen and nanoseconds nineteen, and a number of such a size is
//! taken in that unit. Any other is taken in the field's own unit, unless that is a time after 2286: then it isn't known.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::FromJson;

/// A time that is a number of seconds.
#[cfg(any(feature = "kinesis", feature = "dynamodb"))]
pub(in crate::view) struct InSeconds(pub(in crate::view) SystemTime);

/// A time that is a number of milliseconds.
#[cfg(any(feature = "sqs", feature = "kafka"))]
pub(in crate::view) struct InMilliseconds(pub(in crate::view) SystemTime);

#[cfg(any(feature = "kinesis", feature = "dynamodb"))]
impl FromJson<'_> for InSeconds {
    fn from_json(json: &str) -> Option<Self> {
        time(json, Unit::Seconds).map(InSeconds)
    }
}

#[cfg(any(feature = "sqs", feature = "kafka"))]
impl FromJson<'_> for InMilliseconds {
    fn from_json(json: &str) -> Option<Self> {
        time(json, Unit::Milliseconds).map(InMilliseconds)
    }
}

/// A unit of time, as the power of ten that makes nanoseconds of it.
#[derive(Clone, Copy)]
enum Unit {
    Seconds = 9,
    Milliseconds = 6,
    Microseconds = 3,
    Nanoseconds = 0,
}

/// 2001-09-09T01:46:40Z in nanoseconds. In every unit the numbers have one digit less before it.
const FIRST_PLAUSIBLE: u64 = 1_000_000_000_000_000_000;
/// 2286-11-20T17:46:40Z in nanoseconds. In every unit the numbers have one digit more from it on.
const END: u64 = 10_000_000_000_000_000_000;

fn time(number: &str, own_unit: Unit) -> Option<SystemTime> {
    let number = Decimal::read(number)?;
    let is_plausible = |time: &u64| (FIRST_PLAUSIBLE..END).contains(time);
    let in_own_unit = number.nanoseconds(own_unit);
    let in_any_unit = || {
        [Unit::Seconds, Unit::Milliseconds, Unit::Microseconds, Unit::Nanoseconds]
            .into_iter()
            .find_map(|unit| number.nanoseconds(unit).filter(is_plausible))
    };
    let time = in_own_unit.filter(is_plausible).or_else(in_any_unit).or(in_own_unit)?;
    UNIX_EPOCH.checked_add(Duration::from_nanos(time))
}

/// A number as it is written. An `f64` would lose the digits after the seventh decimal.
struct Decimal {
    /// The first nineteen significant digits, which always fit.
    digits: u64,
    /// The digit after these.
    next: u8,
    /// The power of ten that the digits are multiplied by.
    power: i64,
}

impl Decimal {
    const MOST_DIGITS: u64 = 1_000_000_000_000_000_000;

    /// Reads a number. `None` if it isn't one, or is negative.
    fn read(number: &str) -> Option<Self> {
        let mut decimal = Decimal { digits: 0, next: 0, power: 0 };
        let mut is_full = false;
        let mut is_fraction = false;
        let mut rest = number.as_bytes();
        if !rest.first()?.is_ascii_digit() {
            return None;
        }
        while let [byte, after @ ..] = rest {
            match byte {
                b'0'..=b'9' if decimal.digits < Self::MOST_DIGITS => {
                    decimal.digits = decimal.digits * 10 + u64::from(byte - b'0');
                    decimal.power -= i64::from(is_fraction);
                }
                b'0'..=b'9' => {
                    if !is_full {
                        decimal.next = byte - b'0';
                        is_full = true;
                    }
                    decimal.power += i64::from(!is_fraction);
                }
                b'.' if !is_fraction => is_fraction = true,
                b'e' | b'E' => {
                    decimal.power += i64::from(str::from_utf8(after).ok()?.parse::<i32>().ok()?);
                    break;
                }
                _ => return None,
            }
            rest = after;
        }
        Some(decimal)
    }

    /// The time in nanoseconds, rounded to the nearest one. `None` from [`END`] on.
    fn nanoseconds(&self, unit: Unit) -> Option<u64> {
        let power = self.power + unit as i64;
        let ten_to = |power| 10_u64.checked_pow(u32::try_from(power).ok()?);
        let time = if self.digits == 0 {
            0
        } else if power > 0 {
            self.digits.checked_mul(ten_to(power)?)?
        } else if power == 0 {
            self.digits + u64::from(self.next >= 5)
        } else {
            // Half of the divisor is added to round. A divisor that is too large for its type leaves 0.
            ten_to(-power).map_or(0, |divisor| (self.digits + divisor / 2) / divisor)
        };
        Some(time).filter(|time| *time < END)
    }
}

#[cfg(test)]
mod tests {
    use super::{super::tests::ODD, *};

    fn since_1970(time: Option<SystemTime>) -> Option<u128> {
        time.map(|time| time.duration_since(UNIX_EPOCH).unwrap().as_nanos())
    }

    fn seconds(json: &str) -> Option<u128> {
        since_1970(time(json, Unit::Seconds))
    }

    fn milliseconds(json: &str) -> Option<u128> {
        since_1970(time(json, Unit::Milliseconds))
    }

    #[test]
    fn every_decimal_counts() {
        for (json, expected) in [
            ("1545084650.987", 1_545_084_650_987_000_000),
            ("1545084650.9996", 1_545_084_650_999_600_000),
            ("1646887668.348366", 1_646_887_668_348_366_000),
            ("1646887668.123456789", 1_646_887_668_123_456_789),
            ("1646887668.1234567894999", 1_646_887_668_123_456_789),
            ("1646887668.1234567895", 1_646_887_668_123_456_790),
            ("1646887668.9999999999", 1_646_887_669_000_000_000),
            ("1428537600", 1_428_537_600_000_000_000),
            ("1428537600.0", 1_428_537_600_000_000_000),
            ("1.7E9", 1_700_000_000_000_000_000),
            ("1.646887668123456789e+9", 1_646_887_668_123_456_789),
            ("16468876681234567890e-10", 1_646_887_668_123_456_789),
            ("0.000001646887668123456789E15", 1_646_887_668_123_456_789),
            ("1646887668123456789499999999e-18", 1_646_887_668_123_456_789),
            ("16468876681234567895000000000e-19", 1_646_887_668_123_456_790),
            ("9999999999.999999999", 9_999_999_999_999_999_999),
        ] {
            assert_eq!(seconds(json), Some(expected), "{json}");
        }
        assert_eq!(milliseconds("1545084650987"), Some(1_545_084_650_987_000_000));
        assert_eq!(milliseconds("1545084650987.000001"), Some(1_545_084_650_987_000_001));
        assert_eq!(milliseconds("1.545084650987e12"), Some(1_545_084_650_987_000_000));
    }

    #[test]
    fn a_time_in_another_unit_is_read_in_that_unit() {
        let expected = Some(1_649_809_356_015_123_456);
        for json in
            ["1649809356.015123456", "1649809356015.123456", "1649809356015123.456", "1649809356015123456"]
        {
            assert_eq!(seconds(json), expected, "{json}");
            assert_eq!(milliseconds(json), expected, "{json}");
        }
        assert_eq!(seconds("1.649809356015e12"), Some(1_649_809_356_015_000_000));
        assert_eq!(milliseconds("1649809356"), Some(1_649_809_356_000_000_000));
        // The first and last of each unit.
        for read in [seconds, milliseconds] {
            for unit in [1, 1_000, 1_000_000, 1_000_000_000_u64] {
                let first = 1_000_000_000 * unit;
                assert_eq!(read(&first.to_string()), Some(u128::from(FIRST_PLAUSIBLE)), "{first}");
                let last = first * 10 - 1;
                let time = read(&last.to_string()).unwrap();
                assert!((u128::from(END - 1_000_000_000)..u128::from(END)).contains(&time), "{last}");
            }
        }
    }

    /// Old data in a topic of Kafka, and times that a test makes up.
    #[test]
    fn a_time_before_2001_is_in_its_own_unit() {
        for (json, expected) in [("0", 0), ("0e99", 0), ("1", 1), ("999999999", 999_999_999)] {
            assert_eq!(seconds(json), Some(expected * 1_000_000_000), "{json}");
            assert_eq!(milliseconds(json), Some(expected * 1_000_000), "{json}");
        }
        assert_eq!(milliseconds("946684800000"), Some(946_684_800_000_000_000));
        assert_eq!(seconds("1e-9"), Some(1));
        assert_eq!(seconds("1e-400"), Some(0));
    }

    #[test]
    fn anything_else_is_not_a_time() {
        let later = [
            "1e300",
            "99999999999",
            "10000000000",
            "9999999999.9999999999",
            "1e19",
            "1e9999999999",
            "1649809356015123456789",
        ];
        let no_number = [r#""1545084650.987""#, "1545084650.9x", ".5", "e9", ""];
        for json in later.into_iter().chain(no_number).chain(ODD) {
            assert_eq!(seconds(json), None, "{json}");
        }
        for json in ["10000000000000", "999999999999999", "1e19"].into_iter().chain(no_number).chain(ODD) {
            assert_eq!(milliseconds(json), None, "{json}");
        }
    }
}
