//! Times as AWS writes them.

use std::{fmt, time::Duration};

/// A time since the epoch, as AWS writes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Timestamp(pub(super) Duration);

impl Timestamp {
    /// Such as `2020-12-09T07:04:00Z`.
    pub(super) fn seconds(self) -> String {
        let [year, month, day, hour, minute, second] = self.parts();
        format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
    }

    /// Such as `2019/11/14` and `2019-11-14T00.38.06`.
    pub(super) fn folder_and_name(self) -> (String, String) {
        let [year, month, day, hour, minute, second] = self.parts();
        let folder = format!("{year:04}/{month:02}/{day:02}");
        (folder, format!("{year:04}-{month:02}-{day:02}T{hour:02}.{minute:02}.{second:02}"))
    }

    /// Year, month, day, hour, minute, second, by the Gregorian calendar.
    fn parts(self) -> [u64; 6] {
        let seconds = self.0.as_secs();
        let (days, of_day) = (seconds / 86_400, seconds % 86_400);
        // Years begin in March here, so that a leap day is the last day of its year. There are 719,468 days between 0000-03-01
        // and the epoch.
        let days = days + 719_468;
        let (era, of_era) = (days / 146_097, days % 146_097);
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let from_march = (5 * of_year + 2) / 153;
        let day = of_year - (153 * from_march + 2) / 5 + 1;
        let month = if from_march < 10 { from_march + 3 } else { from_march - 9 };
        let year = year_of_era + era * 400 + u64::from(month <= 2);
        [year, month, day, of_day / 3_600, of_day / 60 % 60, of_day % 60]
    }
}

/// With milliseconds, such as `2019-11-14T00:38:06.021Z`.
impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:03}Z", self.seconds().trim_end_matches('Z'), self.0.subsec_millis())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_aws_writes_them() {
        let at = |seconds| Timestamp(Duration::from_secs(seconds)).seconds();
        assert_eq!(at(0), "1970-01-01T00:00:00Z");
        assert_eq!(at(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(at(1_607_497_445), "2020-12-09T07:04:05Z");
        let precise = Timestamp(Duration::from_millis(1_573_691_886_021));
        assert_eq!(precise.to_string(), "2019-11-14T00:38:06.021Z");
        assert_eq!(precise.folder_and_name(), ("2019/11/14".into(), "2019-11-14T00.38.06".into()));
    }
}
