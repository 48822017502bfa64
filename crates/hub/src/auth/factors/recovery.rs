//! Recovery codes: ten sheets of paper for the day when the phone is gone. Each is good once.

use doorstep_protocol::ids::UserId;
use doorstep_protocol::secret::Secret;

use super::seal::Seal;
use super::{Factor, Means, Used};
use crate::random::{self, NoRandomness};

/// The factor.
pub(super) struct Recovery;

impl Factor for Recovery {
    fn use_up<'a>(&'a self, code: &'a str, user: &'a UserId, means: Means<'a>) -> Used<'a> {
        Box::pin(async move {
            let Some(code) = read(code) else { return Ok(false) };
            means.store.use_recovery_code(user.clone(), means.seal.hash(code.expose(), user)).await
        })
    }
}

/// New codes, as people see them, and what is kept of them.
pub(super) fn new(user: &UserId, seal: &Seal) -> Result<(Vec<Secret>, Vec<[u8; 32]>), NoRandomness> {
    let mut codes = (Vec::new(), Vec::new());
    for _ in 0..NUMBER {
        let letters: String = random::bytes::<LENGTH>()?
            .iter()
            .filter_map(|byte| LETTERS.chars().nth(usize::from(byte & 31)))
            .collect();
        codes.1.push(seal.hash(&letters, user));
        let (left, right) = letters.split_at(LENGTH / 2);
        codes.0.push(Secret::new(format!("{left}-{right}")));
    }
    Ok(codes)
}

/// A code as people copy it: in capitals, or with letters that look like its own.
fn read(code: &str) -> Option<Secret> {
    let letters = code.to_lowercase().replace('o', "0").replace(['i', 'l'], "1");
    (letters.len() == LENGTH && letters.chars().all(|letter| LETTERS.contains(letter)))
        .then(|| Secret::new(letters))
}

const NUMBER: usize = 10;
/// 50 bits, and guesses are few.
const LENGTH: usize = 10;
/// Crockford's base 32: nothing in it looks like another.
const LETTERS: &str = "0123456789abcdefghjkmnpqrstvwxyz";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_differ_and_are_read_as_people_write_them() {
        let user = UserId::from("anna");
        let (shown, kept) = new(&user, &Seal::of([7; 32])).unwrap();
        assert_eq!((shown.len(), kept.len()), (NUMBER, NUMBER));
        for (one, other) in shown.iter().zip(shown.iter().skip(1)) {
            assert_ne!(one.expose(), other.expose());
        }
        let written = shown[0].expose().to_uppercase().replace('-', "").replace('0', "O").replace('1', "l");
        assert_eq!(Seal::of([7; 32]).hash(read(&written).unwrap().expose(), &user), kept[0]);
        assert_ne!(Seal::of([7; 32]).hash(read(&written).unwrap().expose(), &"ben".into()), kept[0]);
        assert!(read("123456").is_none() && read("aaaaabbbbu").is_none());
    }
}
