//! Tokens, their errors, and what the hub says it can do.
//!
//! Source: RFC 6749, RFC 8414 and `homeassistant/components/auth/__init__.py`.

use serde::Serialize;
use serde_json::Value;

use crate::json::{FromJson, Members};
use crate::secret::Secret;

/// A successful answer of `POST /auth/token`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Tokens {
    /// What the socket's `auth` message carries.
    pub access_token: Secret,
    /// Only with the code exchange; a refresh answers without it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<Secret>,
    /// Seconds from now.
    pub expires_in: u64,
    /// `Bearer`.
    pub token_type: String,
    /// The provider that let the person in; only with the code exchange, and optional even there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ha_auth_provider: Option<String>,
}

/// An unsuccessful answer of `POST /auth/token`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TokenError {
    /// `invalid_grant`, `access_denied`, …
    pub error: String,
    /// More, in English, for logs and for `access_denied`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error_description: Option<String>,
}

/// An unsuccessful answer of any other HTTP endpoint.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Refusal {
    /// English, as Home Assistant words it.
    pub message: String,
    /// A key such as `onboarding_required`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// With `too_many_tries`: for how many seconds nothing else will be heard.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
}

/// `GET /.well-known/oauth-authorization-server` (RFC 8414), as far as the app asks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Metadata {
    /// Contains `S256` where PKCE is offered (Home Assistant from 2026.10 on).
    pub code_challenge_methods_supported: Vec<String>,
    /// What only our hub can do. Home Assistant has no such member.
    pub features: Vec<String>,
}

impl Metadata {
    /// Whether the hub has this feature of ours.
    pub fn has(&self, feature: &str) -> bool {
        self.features.iter().any(|listed| listed == feature)
    }

    /// Whether it takes PKCE (RFC 7636) with SHA-256.
    pub fn has_pkce(&self) -> bool {
        self.code_challenge_methods_supported.iter().any(|method| method == "S256")
    }
}

impl FromJson for Tokens {
    fn from_json(value: Value) -> Option<Self> {
        let mut tokens = Members::of(value)?;
        let read = Self {
            access_token: tokens.read("access_token")?,
            refresh_token: tokens.read("refresh_token"),
            expires_in: tokens.read("expires_in")?,
            token_type: tokens.text("token_type"),
            ha_auth_provider: tokens.read("ha_auth_provider"),
        };
        tokens.made(read)
    }
}

impl FromJson for TokenError {
    fn from_json(value: Value) -> Option<Self> {
        let mut error = Members::of(value)?;
        let read = Self { error: error.text("error"), error_description: error.read("error_description") };
        error.made(read)
    }
}

impl FromJson for Refusal {
    fn from_json(value: Value) -> Option<Self> {
        let mut refusal = Members::of(value)?;
        let read = Self {
            message: refusal.text("message"),
            code: refusal.read("code"),
            retry_after: refusal.read("retry_after"),
        };
        refusal.made(read)
    }
}

impl FromJson for Metadata {
    fn from_json(value: Value) -> Option<Self> {
        let mut metadata = Members::of(value)?;
        let read = Self {
            code_challenge_methods_supported: metadata.or_default("code_challenge_methods_supported"),
            features: metadata.or_default("features"),
        };
        metadata.made(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    #[test]
    fn an_older_hub_offers_neither_pkce_nor_features() {
        let old: Metadata = json::parse(r#"{"token_endpoint":"/auth/token"}"#).unwrap();
        assert!(!old.has_pkce() && !old.has("pick_user"));
        let ours: Metadata =
            json::parse(r#"{"code_challenge_methods_supported":["S256"],"features":["pick_user"]}"#).unwrap();
        assert!(ours.has_pkce() && ours.has("pick_user") && !ours.has("pick"));
    }
}
