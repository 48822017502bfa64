//! Moments, and how long to wait before trying again. Pure arithmetic: the moment comes in from outside.

pub mod iso;

use std::ops::Add;
use std::time::Duration;

/// A moment, in milliseconds since the Unix epoch, by a clock that never runs backwards while the page lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub u64);

impl Timestamp {
    /// How long ago `earlier` was; nothing if it is yet to come.
    pub fn since(self, earlier: Self) -> Duration {
        Duration::from_millis(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Duration> for Timestamp {
    type Output = Self;

    fn add(self, wait: Duration) -> Self {
        Self(self.0.saturating_add(u64::try_from(wait.as_millis()).unwrap_or(u64::MAX)))
    }
}

/// Spreads the reconnects of a house full of tablets, so that they do not all come back in step.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Starts from something that differs between devices.
    pub fn new(entropy: u64) -> Self {
        Self(entropy | 1)
    }

    /// A number from 0 to `limit`, both included (xorshift64: fair enough to spread, not to hide).
    pub fn roll(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit.saturating_add(1)
    }
}

/// How long to wait before attempt number `tries` (from 0): at once, then within a second for the first
/// half minute, because a hub that restarts is back soon, then up to ten seconds.
pub fn backoff(tries: u32, dice: &mut Dice) -> Duration {
    let (least, spread) = match tries {
        0 => (0, 100),
        1..=30 => (400, 600),
        _ => (3_000, 7_000),
    };
    Duration::from_millis(least + dice.roll(spread))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_attempt_is_immediate_and_later_ones_are_spread() {
        let mut dice = Dice::new(7);
        assert!(backoff(0, &mut dice) <= Duration::from_millis(100));
        let waits: Vec<_> = (1..30).map(|tries| backoff(tries, &mut dice)).collect();
        assert!(waits.iter().all(|wait| (400..=1_000).contains(&wait.as_millis())));
        assert!(waits.windows(2).any(|pair| pair[0] != pair[1]));
        assert!(backoff(u32::MAX, &mut dice) <= Duration::from_secs(10));
    }

    #[test]
    fn two_devices_roll_differently() {
        let (mut one, mut other) = (Dice::new(10), Dice::new(20));
        assert!((0..8).any(|_| one.roll(1_000) != other.roll(1_000)));
    }

    #[test]
    fn time_does_not_run_backwards() {
        assert_eq!(Timestamp(5).since(Timestamp(9)), Duration::ZERO);
        assert_eq!(Timestamp(u64::MAX) + Duration::from_secs(1), Timestamp(u64::MAX));
    }
}
