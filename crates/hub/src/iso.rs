//! Times as Home Assistant writes them: ISO 8601 in UTC, as Python's `isoformat`.

use time::OffsetDateTime;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

/// A moment of Unix seconds. A time that no calendar has is written as 1970.
#[expect(clippy::cast_possible_truncation, reason = "microseconds since 1970 fit")]
pub(crate) fn write(moment: f64) -> String {
    let micros = (moment * 1e6).round() as i128;
    let time = OffsetDateTime::from_unix_timestamp_nanos(micros.saturating_mul(1000))
        .unwrap_or(OffsetDateTime::UNIX_EPOCH);
    let shape = if time.microsecond() == 0 { WHOLE } else { WITH_MICROS };
    time.format(shape).unwrap_or_default()
}

const WHOLE: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second]+00:00");
const WITH_MICROS: &[BorrowedFormatItem<'_>] =
    format_description!("[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:6]+00:00");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_python_writes_them() {
        assert_eq!(write(1_795_448_635.426_492), "2026-11-23T15:43:55.426492+00:00");
        assert_eq!(write(1_795_448_635.0), "2026-11-23T15:43:55+00:00");
        assert_eq!(write(f64::INFINITY), "1970-01-01T00:00:00+00:00");
        assert_eq!(write(f64::NAN), "1970-01-01T00:00:00+00:00");
    }
}
