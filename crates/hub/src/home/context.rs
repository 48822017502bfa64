//! Contexts: what caused a change, and, where it was a person, who.

use std::hash::{BuildHasher, Hasher, RandomState};

use doorstep_protocol::ids::UserId;
use doorstep_protocol::state::Context;

/// A context that nothing came before, made by `user`, or by the home itself.
pub fn new_context(user: Option<UserId>, now: f64) -> Context {
    Context { id: ulid(now), parent_id: None, user_id: user }
}

/// A ULID: 48 bits of milliseconds and 80 random bits in Crockford's base 32.
fn ulid(now: f64) -> String {
    // 48 bits last until the year 10889.
    let millis = (now.max(0.0) * 1000.0) as u64;
    let random = u128::from(random()) << 64 | u128::from(random());
    let value = u128::from(millis & 0xFFFF_FFFF_FFFF) << 80 | random >> 48;
    (0..26).rev().map(|place| digit(value >> (place * 5))).collect()
}

fn digit(bits: u128) -> char {
    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    let index = usize::from((bits & 0x1F) as u8);
    ALPHABET.get(index).copied().map_or('0', char::from)
}

/// Unpredictable enough for an id that is no secret: the standard library keys every hasher afresh.
fn random() -> u64 {
    RandomState::new().build_hasher().finish()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_id_begins_with_the_time() {
        // The example of the ULID specification.
        assert_eq!(&new_context(None, 1_469_918_176.385).id[..10], "01ARYZ6S41");
        let (earlier, later) = (new_context(None, 1_795_447_512.0).id, new_context(None, 1_795_447_513.0).id);
        assert!(earlier < later);
        assert_eq!(earlier.len(), 26);
    }

    #[test]
    fn ids_of_one_moment_differ() {
        let ids: BTreeSet<String> = (0..1000).map(|_| new_context(None, 1.0).id).collect();
        assert_eq!(ids.len(), 1000);
    }
}
