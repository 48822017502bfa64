//! The hour, the season and the weather over the house, each a function of time alone.
//!
//! The house stands at UTC, in the middle of Europe.

use std::f64::consts::TAU;

use super::chance::{digest, fixed};

/// The hour of the day, 0 up to 24.
pub(crate) fn hour(now: f64) -> f64 {
    (now / 3600.0).rem_euclid(24.0)
}

/// Days since 1970.
pub(crate) fn day(now: f64) -> i64 {
    (now / 86_400.0).floor() as i64
}

/// Whether it is Saturday or Sunday. The first day of 1970 was a Thursday.
pub(crate) fn is_weekend(now: f64) -> bool {
    matches!((day(now) + 3).rem_euclid(7), 5 | 6)
}

/// A daily swing: 1 at `peak` o'clock, -1 twelve hours from it.
pub(crate) fn swing(now: f64, peak: f64) -> f64 {
    (TAU * (hour(now) - peak) / 24.0).cos()
}

/// 1 in the middle of July, -1 in the middle of January.
pub(crate) fn season(now: f64) -> f64 {
    (TAU * (now / 86_400.0 - 196.0) / 365.2425).cos()
}

/// How much of full daylight there is without clouds: 0 at night, near 1 at a summer noon.
pub(crate) fn sun(now: f64) -> f64 {
    let height = 0.12 + 0.32 * season(now) + 0.62 * swing(now, 12.5);
    height.clamp(0.0, 1.0)
}

/// How much of the sky is covered, 0 to 1: blocks of three hours that flow into each other.
pub(crate) fn clouds(now: f64) -> f64 {
    flowing("clouds", now, 3.0)
}

/// Degrees outside.
pub(crate) fn temperature(now: f64) -> f64 {
    let mild = 6.0 * (flowing("front", now, 36.0) - 0.5);
    let swing = (4.5 - 2.5 * clouds(now)) * swing(now, 15.0);
    10.5 + 9.0 * season(now) + mild + swing
}

/// Percent of relative humidity outside.
pub(crate) fn humidity(now: f64) -> f64 {
    (68.0 + 16.0 * (clouds(now) - 0.4) - 14.0 * swing(now, 15.0)).clamp(25.0, 98.0)
}

/// Kilometres an hour.
pub(crate) fn wind(now: f64) -> f64 {
    3.0 + 30.0 * flowing("wind", now, 4.0).powi(2)
}

/// Where the wind comes from, in degrees.
pub(crate) fn bearing(now: f64) -> f64 {
    120.0 + 220.0 * flowing("bearing", now, 12.0)
}

/// Hectopascal.
pub(crate) fn pressure(now: f64) -> f64 {
    995.0 + 35.0 * flowing("pressure", now, 24.0)
}

/// The condition in Home Assistant's words.
pub(crate) fn condition(now: f64) -> &'static str {
    let (clouds, is_night) = (clouds(now), sun(now) <= 0.0);
    match clouds {
        _ if clouds > 0.86 && temperature(now) < 0.5 => "snowy",
        _ if clouds > 0.80 => "rainy",
        _ if clouds > 0.58 => "cloudy",
        _ if wind(now) > 28.0 => "windy",
        _ if clouds > 0.28 => "partlycloudy",
        _ if is_night => "clear-night",
        _ => "sunny",
    }
}

/// Chance that flows from one block of `hours` into the next.
fn flowing(what: &str, now: f64, hours: f64) -> f64 {
    let (seed, position) = (digest(what), now / (hours * 3600.0));
    let (block, part) = (position.floor(), position - position.floor());
    let smooth = part * part * (3.0 - 2.0 * part);
    let at = |block: f64| fixed(seed, block as i64);
    at(block) * (1.0 - smooth) + at(block + 1.0) * smooth
}

#[cfg(test)]
mod tests {
    use super::*;

    // Tuesday, 24 November 2026, midnight.
    const TUESDAY: f64 = 1_795_478_400.0;
    const SUMMER: f64 = TUESDAY - 130.0 * 86_400.0;

    #[test]
    fn the_calendar_is_right() {
        assert!(hour(TUESDAY) < 0.001);
        assert!(!is_weekend(TUESDAY + 3.5 * 86_400.0));
        assert!(is_weekend(TUESDAY + 4.5 * 86_400.0));
        assert!(is_weekend(TUESDAY + 5.5 * 86_400.0));
        assert!(!is_weekend(TUESDAY + 6.5 * 86_400.0));
    }

    #[test]
    fn summer_is_warmer_and_brighter_and_nights_are_dark() {
        assert!(temperature(SUMMER + 15.0 * 3600.0) > temperature(TUESDAY + 15.0 * 3600.0));
        assert!(sun(SUMMER + 12.0 * 3600.0) > sun(TUESDAY + 12.0 * 3600.0));
        assert!(sun(TUESDAY + 12.0 * 3600.0) > 0.2);
        assert!(sun(TUESDAY) <= 0.0 && sun(SUMMER) <= 0.0);
    }

    #[test]
    fn a_year_of_weather_is_weather() {
        let mut conditions = std::collections::BTreeSet::new();
        for hour in 0..(365 * 24) {
            let now = TUESDAY + f64::from(hour) * 3600.0;
            conditions.insert(condition(now));
            assert!((-15.0..=38.0).contains(&temperature(now)), "{}", temperature(now));
            assert!((0.0..=1.0).contains(&clouds(now)));
            assert!((980.0..=1040.0).contains(&pressure(now)));
        }
        assert!(conditions.len() >= 6, "{conditions:?}");
    }
}
