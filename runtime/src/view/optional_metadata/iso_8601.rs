//! Times as text, such as `2012-05-02T00:54:06.655Z`.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::FromJson;
use crate::lookup::text;

/// A time in UTC, written as ISO 8601 has it.
pub(in crate::view) struct Iso8601(pub(in crate::view) SystemTime);

impl FromJson<'_> for Iso8601 {
    fn from_json(json: &str) -> Option<Self> {
        time(&text(json)?).map(Iso8601)
    }
}

fn time(text: &str) -> Option<SystemTime> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let [year, month, day] = numbers(date, '-', [4, 2, 2])?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    let [hour, minute, second] = numbers(time, ':', [2, 2, 2])?;
    if !(1..=12).contains(&month) || !(1..=31).contains(&day) || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    if fraction.is_empty() || !fraction.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let nanoseconds = format!("{fraction:0<9.9}").parse().ok()?;
    let seconds = days_since_1970(year, month, day)? * 86_400 + hour * 3_600 + minute * 60 + second;
    UNIX_EPOCH.checked_add(Duration::from_secs(seconds) + Duration::from_nanos(nanoseconds))
}

/// The numbers between separators. Each must have a given count of digits.
fn numbers<const COUNT: usize>(text: &str, separator: char, digits: [usize; COUNT]) -> Option<[u64; COUNT]> {
    let mut parts = text.split(separator);
    let mut numbers = [0; COUNT];
    for (number, digits) in numbers.iter_mut().zip(digits) {
        let part = parts
            .next()
            .filter(|part| part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit()))?;
        *number = part.parse().ok()?;
    }
    parts.next().is_none().then_some(numbers)
}

/// The days by the Gregorian calendar. `None` before 1970.
fn days_since_1970(year: u64, month: u64, day: u64) -> Option<u64> {
    // Counted in years that begin in March, whose last day is the leap day. 719,468 days lie between 0000-03-01 and 1970.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year.checked_sub(1)?, month + 9) };
    let days = year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1;
    days.checked_sub(719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn nanoseconds(text: &str) -> Option<u128> {
        time(text).map(|time| time.duration_since(UNIX_EPOCH).unwrap().as_nanos())
    }

    #[test]
    fn times_are_read() {
        for (text, expected) in [
            ("1970-01-01T00:00:00Z", 0),
            ("2000-02-29T00:00:00Z", 951_782_400_000_000_000),
            ("2000-03-01T00:00:00.5Z", 951_868_800_500_000_000),
            ("2012-05-02T00:54:06.655Z", 1_335_920_046_655_000_000),
            ("2020-12-09T07:04:05.123456789Z", 1_607_497_445_123_456_789),
            ("2020-12-09T07:04:05.1234567899Z", 1_607_497_445_123_456_789),
            ("2100-01-01T00:00:00.000Z", 4_102_444_800_000_000_000),
        ] {
            assert_eq!(nanoseconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn anything_else_is_not_a_time() {
        for text in [
            "",
            "Z",
            "2012-05-02",
            "2012-05-02T00:54:06.655",
            "2012-05-02T00:54:06+01:00",
            "2012-5-2T0:54:6Z",
            "2012-13-02T00:54:06Z",
            "2012-00-02T00:54:06Z",
            "2012-05-00T00:54:06Z",
            "2012-05-02T24:54:06Z",
            "2012-05-02T00:54Z",
            "2012-05-02T00:54:06:00Z",
            "2012-05-02T00:54:06.Z",
            "2012-05-02T00:54:06.éZ",
            "2012-05-02T00:54:06.1x34567890Z",
            "2012-05-02T00:54:06.123456789xZ",
            "1969-12-31T23:59:59Z",
            "0000-01-01T00:00:00Z",
            "+012-05-02T00:54:06Z",
        ] {
            assert_eq!(nanoseconds(text), None, "{text}");
        }
    }
}
