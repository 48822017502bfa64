//! Access tokens: JWT (RFC 7519) with HS256, signed with the key of the session that they belong to.
//!
//! One algorithm and one form: whatever else a header announces is refused unread.
//! Source: `homeassistant/auth/__init__.py` (`async_create_access_token`).

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit, Mac};
use serde::{Deserialize, Serialize};
use sha2::Sha256;

use crate::store::SessionId;

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    iat: u64,
    exp: u64,
}

/// A token for a session, good for `lifetime` seconds.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "whole seconds since 1970")]
pub(crate) fn sign(session: &SessionId, key: &[u8], now: f64, lifetime: u64) -> Option<String> {
    let now = now as u64;
    let claims = Claims { iss: session.0.clone(), iat: now, exp: now + lifetime };
    let claims = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims).ok()?);
    let signed = format!("{HEADER}.{claims}");
    let signature = URL_SAFE_NO_PAD.encode(mac(key, signed.as_bytes())?.finalize().into_bytes());
    Some(format!("{signed}.{signature}"))
}

/// The session that a token says it belongs to. Proves nothing: [`verify`] does, with that session's key.
pub(crate) fn claimed_session(token: &str) -> Option<SessionId> {
    let (claims, _) = parts(token)?;
    Some(SessionId(read(claims)?.iss))
}

/// Whether a token was signed with `key` and is good at `now`.
#[expect(clippy::cast_precision_loss, reason = "seconds since 1970 fit")]
pub(crate) fn verify(token: &str, key: &[u8], now: f64) -> bool {
    let check = || {
        let (claims, signature) = parts(token)?;
        let signed = token.get(..HEADER.len() + 1 + claims.len())?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        mac(key, signed.as_bytes())?.verify_slice(&signature).ok()?;
        let claims = read(claims)?;
        Some(claims.iat as f64 <= now + LEEWAY && now < claims.exp as f64 + LEEWAY)
    };
    check().unwrap_or(false)
}

fn parts(token: &str) -> Option<(&str, &str)> {
    let (claims, signature) = token.strip_prefix(HEADER)?.strip_prefix('.')?.split_once('.')?;
    (token.len() <= LONGEST).then_some((claims, signature))
}

fn read(claims: &str) -> Option<Claims> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
}

fn mac(key: &[u8], signed: &[u8]) -> Option<Hmac<Sha256>> {
    let mut mac = Hmac::new_from_slice(key).ok()?;
    mac.update(signed);
    Some(mac)
}

/// BASE64URL of `{"alg":"HS256","typ":"JWT"}`.
const HEADER: &str = "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9";
/// Clocks differ, in seconds.
const LEEWAY: f64 = 10.0;
const LONGEST: usize = 1024;

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &[u8] = b"a key of this session only";
    const NOW: f64 = 1_795_448_629.5;

    fn token() -> String {
        sign(&SessionId("3e2fad7f714443f28196939897c4f36a".into()), KEY, NOW, 1800).unwrap()
    }

    #[test]
    fn a_token_names_its_session_and_is_good_for_half_an_hour() {
        assert_eq!(claimed_session(&token()).unwrap().0, "3e2fad7f714443f28196939897c4f36a");
        assert!(verify(&token(), KEY, NOW));
        assert!(verify(&token(), KEY, NOW + 1809.0));
        assert!(!verify(&token(), KEY, NOW + 1811.0));
        assert!(!verify(&token(), KEY, NOW - 11.0), "from the future");
    }

    #[test]
    fn another_key_another_claim_or_another_algorithm_is_refused() {
        assert!(!verify(&token(), b"another key", NOW));
        let (head, signature) = (token(), token());
        let signature = signature.rsplit_once('.').unwrap().1;
        let claims = URL_SAFE_NO_PAD.encode(r#"{"iss":"x","iat":0,"exp":99999999999}"#);
        assert!(!verify(&format!("{HEADER}.{claims}.{signature}"), KEY, NOW));
        let none = URL_SAFE_NO_PAD.encode(r#"{"alg":"none","typ":"JWT"}"#);
        assert!(!verify(&head.replace(HEADER, &none), KEY, NOW));
        for text in ["", ".", "..", "a.b.c", HEADER, &format!("{HEADER}.."), &head[..head.len() - 2]] {
            assert!(!verify(text, KEY, NOW), "{text}");
        }
    }
}
