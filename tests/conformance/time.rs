//! Times such as `2020-12-09T07:04:05Z`.

use std::time::Duration;

/// Since the epoch.
pub(crate) fn since_epoch(text: &str) -> Result<Duration, String> {
    read(text).ok_or_else(|| format!("`{text}` is not a time such as 2020-12-09T07:04:05Z"))
}

fn read(text: &str) -> Option<Duration> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let mut date = date.split('-').map(|part| part.parse::<u64>().ok());
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let mut time = time.split(':');
    let (hour, minute) = (time.next()?.parse::<u64>().ok()?, time.next()?.parse::<u64>().ok()?);
    let second: f64 = time.next()?.parse().ok()?;
    let leap_days = |year: u64| year / 4 - year / 100 + year / 400;
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let lengths = [31, if is_leap { 29 } else { 28 }, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let before: u64 = lengths.iter().take(usize::try_from(month).ok()?.checked_sub(1)?).sum();
    let days = (year - 1970) * 365 + leap_days(year - 1) - leap_days(1969) + before + day - 1;
    Some(Duration::from_secs(days * 86_400 + hour * 3_600 + minute * 60) + Duration::from_secs_f64(second))
}
