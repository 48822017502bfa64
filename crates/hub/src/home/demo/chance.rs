//! Chance that can be played again: the same seed gives the same house.

/// A small generator (splitmix64). Good enough for a house, not for secrets.
#[derive(Debug)]
pub(crate) struct Chance(u64);

impl Chance {
    /// The one that `name` always gives.
    pub(crate) fn seeded(name: &str) -> Self {
        Self(digest(name))
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        mixed(self.0)
    }

    /// From 0 up to, never reaching, 1.
    pub(crate) fn unit(&mut self) -> f64 {
        unit(self.bits())
    }

    /// Anywhere from `low` to `high`.
    pub(crate) fn between(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Whether something of this probability happens now.
    pub(crate) fn happens(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// Around 0, mostly small, never beyond ±1.
    pub(crate) fn noise(&mut self) -> f64 {
        (self.unit() + self.unit() + self.unit()) / 1.5 - 1.0
    }
}

/// A number that `text` always gives (FNV-1a, then mixed).
pub(crate) fn digest(text: &str) -> u64 {
    let fnv = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3);
    mixed(text.bytes().fold(0xCBF2_9CE4_8422_2325, fnv))
}

/// A number from 0 to 1 that `seed` and `count` always give.
pub(crate) fn fixed(seed: u64, count: i64) -> f64 {
    unit(mixed(seed ^ mixed(count.cast_unsigned())))
}

fn mixed(bits: u64) -> u64 {
    let bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

/// 53 bits are what a float holds exactly.
fn unit(bits: u64) -> f64 {
    (bits >> 11) as f64 / (1_u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_and_another_seed_another() {
        let draw = |seed| {
            let mut chance = Chance::seeded(seed);
            (0..5).map(|_| chance.unit()).collect::<Vec<_>>()
        };
        assert_eq!(draw("a"), draw("a"));
        assert_ne!(draw("a"), draw("b"));
    }

    #[test]
    fn chance_is_fair_and_stays_within_its_bounds() {
        let mut chance = Chance::seeded("fair");
        let draws: Vec<f64> = (0..10_000).map(|_| chance.unit()).collect();
        assert!(draws.iter().all(|draw| (0.0..1.0).contains(draw)));
        let mean = draws.iter().sum::<f64>() / 10_000.0;
        assert!((mean - 0.5).abs() < 0.02, "{mean}");
        assert!((0..10_000).all(|_| chance.noise().abs() <= 1.0));
    }
}
