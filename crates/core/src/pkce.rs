//! PKCE (RFC 7636): a code is worth nothing without the verifier that only this page knows.

use doorstep_protocol::secret::Secret;
use hmac_sha256::Hash;

/// BASE64URL(SHA256(verifier)).
pub(crate) fn challenge(verifier: &Secret) -> String {
    base64url(&Hash::hash(verifier.expose().as_bytes()))
}

/// RFC 4648 section 5, without padding.
fn base64url(bytes: &[u8]) -> String {
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or_default());
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..=chunk.len() {
            let six = bits >> (18 - 6 * at) & 63;
            text.extend(u8::try_from(six).ok().map(letter));
        }
    }
    text
}

fn letter(six: u8) -> char {
    char::from(match six {
        0..=25 => b'A' + six,
        26..=51 => b'a' + six - 26,
        52..=61 => b'0' + six - 52,
        62 => b'-',
        _ => b'_',
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_challenge_of_the_standards_appendix_comes_out() {
        let verifier = Secret::new("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk");
        assert_eq!(challenge(&verifier), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    }

    #[test]
    fn bytes_of_any_length_are_written() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg"),
            ("fo", "Zm8"),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg"),
            ("\u{7f}\u{7f}\u{7f}", "f39_"),
        ] {
            assert_eq!(base64url(bytes.as_bytes()), text);
        }
    }
}
