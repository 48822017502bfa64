//! What this hub can do, for whoever asks (RFC 8414), and what only it can do.

use axum::Json;
use serde_json::{Value, json};

use crate::http::public::Public;

/// What Home Assistant does not have, by name. The app never assumes a thing that is not listed.
const FEATURES: [&str; 7] =
    ["doorstep", "explain", "groups", "networks", "pick_user", "sessions", "setup_code"];

/// `GET /.well-known/oauth-authorization-server`
pub(crate) async fn authorization_server(public: Public) -> Json<Value> {
    let origin = public.origin();
    Json(json!({
        "issuer": origin,
        "authorization_endpoint": format!("{origin}/auth/authorize"),
        "token_endpoint": format!("{origin}/auth/token"),
        "revocation_endpoint": format!("{origin}/auth/revoke"),
        "response_types_supported": ["code"],
        "grant_types_supported": ["authorization_code", "refresh_token"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "revocation_endpoint_auth_methods_supported": ["none"],
        "service_documentation": "https://developers.home-assistant.io/docs/auth_api",
        "features": FEATURES,
    }))
}
