//! Moments as a hub writes them, and how far away they are in words that people use.

use std::time::Duration;

use super::Timestamp;

/// Reads an ISO 8601 moment with its offset, such as `2026-11-23T15:17:41.178949+00:00`. Parts of a second are
/// left away.
pub fn read(text: &str) -> Option<Timestamp> {
    let (date, time) = text.split_once(['T', ' '])?;
    let mut date = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (date.next()??, date.next()??, date.next()??);
    let zone_at = time.find(['Z', '+', '-'])?;
    let (clock, zone) = time.split_at_checked(zone_at)?;
    let sign = if zone.starts_with('-') { -1 } else { 1 };
    let offset = clock_seconds(zone.trim_start_matches(['Z', '+', '-']))?;
    let seconds = days(year, month, day)? * 86_400 + clock_seconds(clock)? - sign * offset;
    u64::try_from(seconds).ok().map(|seconds| Timestamp(seconds * 1_000))
}

/// A length of time, as coarse as people say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Span {
    /// Less than a minute.
    Moment,
    /// Minutes.
    Minutes(u64),
    /// Hours.
    Hours(u64),
    /// Days.
    Days(u64),
}

impl Span {
    /// Rounds down.
    pub fn of(time: Duration) -> Self {
        match time.as_secs() / 60 {
            0 => Self::Moment,
            minutes @ 1..60 => Self::Minutes(minutes),
            minutes @ 60..2_880 => Self::Hours(minutes / 60),
            minutes => Self::Days(minutes / 1_440),
        }
    }
}

/// `15:17:41.17`, `15:17`, or nothing at all.
fn clock_seconds(text: &str) -> Option<i64> {
    let whole = text.split_once('.').map_or(text, |(whole, _)| whole);
    let mut seconds = 0;
    for (part, worth) in whole.split(':').filter(|part| !part.is_empty()).zip([3_600, 60, 1]) {
        seconds += part.parse::<i64>().ok().filter(|number| (0..=60).contains(number))? * worth;
    }
    Some(seconds)
}

/// Days since 1970-01-01 in the Gregorian calendar, by counting years from March on.
fn days(year: i64, month: i64, day: i64) -> Option<i64> {
    let is_date = (1970..=9999).contains(&year) && (1..=12).contains(&month) && (1..=31).contains(&day);
    let (year, month) = if month < 3 { (year - 1, month + 9) } else { (year, month - 3) };
    let leap_days = year / 4 - year / 100 + year / 400;
    is_date.then_some(year * 365 + leap_days + (month * 153 + 2) / 5 + day - 1 - 719_468)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_with_their_offset() {
        for (text, seconds) in [
            ("1970-01-01T00:00:00+00:00", 0),
            ("2000-02-29T12:00:00Z", 951_825_600),
            ("2026-11-23T15:17:41.178949+00:00", 1_795_447_061),
            ("2026-11-23T16:17:41.178949+01:00", 1_795_447_061),
            ("2026-11-23T10:17:41-05:00", 1_795_447_061),
        ] {
            assert_eq!(read(text), Some(Timestamp(seconds * 1_000)), "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_none() {
        for text in
            ["", "yesterday", "2026-11-23", "2026-13-01T00:00:00Z", "2026-11-23T99:00:00Z", "Té+Z", "T+"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn spans_are_said_as_people_do() {
        let span = |seconds| Span::of(Duration::from_secs(seconds));
        assert_eq!(span(59), Span::Moment);
        assert_eq!(span(60), Span::Minutes(1));
        assert_eq!(span(3_600), Span::Hours(1));
        assert_eq!(span(47 * 3_600), Span::Hours(47));
        assert_eq!(span(48 * 3_600), Span::Days(2));
    }
}
