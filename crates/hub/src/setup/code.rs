//! The set-up code: for ten minutes and five tries.

use doorstep_protocol::secret::Secret;
use sha2::{Digest, Sha256};

use crate::random::{self, NoRandomness};

/// A code that was printed.
pub(super) struct Code {
    hash: [u8; 32],
    at: f64,
    wrong: u32,
}

/// What a code is worth.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Judged {
    Right,
    Wrong,
    /// Wrong, and no later one will be right: it is too old, or was tried too often.
    Over,
}

impl Code {
    /// A new code, and how it is printed.
    pub(super) fn new(now: f64) -> Result<(Self, Secret), NoRandomness> {
        let letters: String = random::bytes::<LENGTH>()?
            .iter()
            .filter_map(|byte| LETTERS.chars().nth(usize::from(byte & 31)))
            .collect();
        let (left, right) = letters.split_at(LENGTH / 2);
        let shown = Secret::new(format!("{left}-{right}"));
        Ok((Self { hash: hash(&letters), at: now, wrong: 0 }, shown))
    }

    /// Compares hashes, so that the time tells nothing about the code.
    pub(super) fn judge(&mut self, given: &str, now: f64) -> Judged {
        if now >= self.at + LIFETIME {
            return Judged::Over;
        }
        if hash(given) == self.hash {
            return Judged::Right;
        }
        self.wrong += 1;
        if self.wrong >= TRIES { Judged::Over } else { Judged::Wrong }
    }
}

/// Of a code as people copy it: in any case, with or without the dash, and with letters that look alike.
fn hash(code: &str) -> [u8; 32] {
    let letters = code.to_uppercase().replace('O', "0").replace(['I', 'L'], "1");
    let letters: String = letters.chars().filter(char::is_ascii_alphanumeric).collect();
    Sha256::digest(letters).into()
}

/// 40 bits.
const LENGTH: usize = 8;
/// Crockford's base 32: nothing in it looks like another.
const LETTERS: &str = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
/// Seconds.
const LIFETIME: f64 = 600.0;
const TRIES: u32 = 5;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_right_for_ten_minutes_however_it_is_written() {
        let (mut code, shown) = Code::new(0.0).unwrap();
        assert_eq!(code.judge(shown.expose(), 1.0), Judged::Right);
        let written = shown.expose().to_lowercase().replace('-', " ").replace('0', "o");
        assert_eq!(code.judge(&written, 599.0), Judged::Right);
        assert_eq!(code.judge(shown.expose(), 600.0), Judged::Over);
    }

    #[test]
    fn the_fifth_wrong_one_is_the_last() {
        let (mut code, _) = Code::new(0.0).unwrap();
        let judged: Vec<Judged> = (0..5).map(|_| code.judge("AAAA-BBBB", 1.0)).collect();
        assert_eq!(judged, [Judged::Wrong, Judged::Wrong, Judged::Wrong, Judged::Wrong, Judged::Over]);
    }
}
