//! Time-based one-time codes (RFC 6238): six digits, SHA-1, 30 seconds, as every authenticator app has them.

use doorstep_protocol::ids::UserId;
use doorstep_protocol::secret::Secret;
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;

use super::{Factor, Means, Used};
use crate::random::{self, NoRandomness};

/// The factor.
pub(super) struct Totp;

impl Factor for Totp {
    fn use_up<'a>(&'a self, code: &'a str, user: &'a UserId, means: Means<'a>) -> Used<'a> {
        Box::pin(async move {
            let Some(sealed) = means.store.totp_seed(user.clone()).await? else { return Ok(false) };
            let Some(seed) = means.seal.open(&sealed, user).as_deref().and_then(Seed::read) else {
                tracing::error!(user = user.as_str(), "the seed of a second factor cannot be read");
                return Ok(false);
            };
            let Some(step) = seed.step_of(code, means.now) else { return Ok(false) };
            // Whoever looked over a shoulder comes too late: a step is used once, and none before it.
            means.store.use_totp_step(user.clone(), step).await
        })
    }
}

/// What an authenticator app and the hub both know: 160 bits, as RFC 4226 asks for.
pub(crate) struct Seed([u8; 20]);

impl Seed {
    pub(crate) fn new() -> Result<Self, NoRandomness> {
        random::bytes().map(Self)
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }

    /// In base 32, for typing it into an app.
    pub(super) fn letters(&self) -> Secret {
        let digits = self.0.chunks(5).flat_map(|five| {
            let bits = five.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte));
            (0..8).rev().map(move |digit| usize::try_from(bits >> (5 * digit) & 31).unwrap_or_default())
        });
        Secret::new(digits.filter_map(|digit| BASE_32.chars().nth(digit)).collect::<String>())
    }

    /// The step whose code this is, among the one before, the one of `now` and the one after.
    pub(super) fn step_of(&self, code: &str, now: f64) -> Option<i64> {
        let current = step_at(now);
        // All three are compared, and wholly, so that the time says nothing.
        (current - 1..=current + 1).fold(None, |found, step| {
            let is_this = self.code(step).is_some_and(|right| is_same(&right, code));
            found.or(is_this.then_some(step))
        })
    }

    /// RFC 4226, section 5.3.
    fn code(&self, step: i64) -> Option<String> {
        let mut mac = Hmac::<Sha1>::new_from_slice(&self.0).ok()?;
        mac.update(&step.to_be_bytes());
        let hash = mac.finalize().into_bytes();
        let offset = usize::from(hash.last()? & 15);
        let four = hash.get(offset..offset + 4)?.try_into().ok()?;
        let number = u32::from_be_bytes(four) & 0x7fff_ffff;
        Some(format!("{:06}", number % 1_000_000))
    }
}

fn is_same(right: &str, code: &str) -> bool {
    right.len() == code.len()
        && right.bytes().zip(code.bytes()).fold(0, |differs, (right, given)| differs | (right ^ given)) == 0
}

#[expect(clippy::cast_possible_truncation, reason = "a time that a clock can show")]
fn step_at(now: f64) -> i64 {
    (now / STEP).floor() as i64
}

/// Seconds.
const STEP: f64 = 30.0;
/// RFC 4648.
const BASE_32: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

#[cfg(test)]
mod tests {
    use super::*;

    fn seed() -> Seed {
        Seed(*b"12345678901234567890")
    }

    /// RFC 6238, appendix B, the last six of its eight digits.
    #[test]
    fn codes_are_those_of_the_rfc() {
        for (time, code) in [
            (59.0, "287082"),
            (1_111_111_109.0, "081804"),
            (1_111_111_111.0, "050471"),
            (1_234_567_890.0, "005924"),
            (2_000_000_000.0, "279037"),
            (20_000_000_000.0, "353130"),
        ] {
            assert_eq!(seed().step_of(code, time), Some(step_at(time)), "{time}");
        }
    }

    #[test]
    fn a_code_is_good_for_one_step_before_and_after_and_no_longer() {
        for (time, is_good) in [(-0.1, false), (0.0, true), (89.9, true), (90.0, false)] {
            assert_eq!(seed().step_of("287082", time).is_some(), is_good, "{time}");
        }
        for wrong in ["", "28708", "2870820", "287083", "２８７０８２"] {
            assert_eq!(seed().step_of(wrong, 59.0), None, "{wrong}");
        }
    }

    #[test]
    fn a_seed_is_written_as_apps_read_it() {
        assert_eq!(seed().letters().expose(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
    }
}
