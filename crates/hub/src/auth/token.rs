//! `/auth/token` and `/auth/revoke`: codes and refresh tokens become access tokens (RFC 6749, RFC 7009).
//!
//! Source: `homeassistant/components/auth/__init__.py` (`TokenView`, `RevokeTokenView`).

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use doorstep_protocol::token::{TokenError, Tokens};

use super::access::{self, Address, Block};
use super::client_id;
use super::codes::Redeemed;
use super::sessions::{self, Client};
use crate::error::Error;
use crate::http::form::Form;
use crate::hub::Hub;

/// `POST /auth/token`
pub(crate) async fn token(
    State(hub): State<Hub>,
    address: Address,
    headers: HeaderMap,
    form: Form,
) -> Response {
    let answer = match form.text("grant_type") {
        // An old way to say `/auth/revoke`.
        _ if form.text("action") == Some("revoke") => return revoke(State(hub), form).await,
        Some("authorization_code") => redeem_code(&hub, address, user_agent(&headers), &form).await,
        Some("refresh_token") => refresh(&hub, address, &form).await,
        Some(_) | None => Err(Denial::GrantType),
    };
    match answer {
        Ok(tokens) => ([(header::PRAGMA, "no-cache")], Json(tokens)).into_response(),
        Err(denial) => denial.into_response(),
    }
}

/// `POST /auth/revoke`
pub(crate) async fn revoke(State(hub): State<Hub>, form: Form) -> Response {
    // RFC 7009: whether there was such a token is nobody's business.
    match form.text("token") {
        Some(token) => match sessions::end(&hub, token).await {
            Ok(()) => StatusCode::OK.into_response(),
            Err(error) => error.into_response(),
        },
        None => StatusCode::OK.into_response(),
    }
}

async fn redeem_code(hub: &Hub, address: Address, user_agent: &str, form: &Form) -> Result<Tokens, Denial> {
    let client = form.text("client_id").filter(|id| client_id::is_valid(id)).ok_or(Denial::ClientId)?;
    let now = hub.clock().now();
    let code = form.text("code").ok_or(Denial::Code)?;
    let grant = match hub.auth().codes.redeem(client, code, now) {
        Redeemed::Grant(grant) => grant,
        Redeemed::Again(given) => {
            if let Some((user, session)) = given {
                tracing::warn!(user = user.as_str(), "a code came a second time; what it gave is ended");
                sessions::end_one(hub, user, session).await?;
            }
            return Err(Denial::Code);
        }
        Redeemed::Unknown => return Err(Denial::Code),
    };
    match (&grant.challenge, form.text("code_verifier")) {
        (None, None) => {}
        (Some(challenge), Some(verifier)) if challenge.is_met_by(verifier) => {}
        (Some(_), Some(_)) => return Err(Denial::WrongVerifier),
        (Some(_), None) => return Err(Denial::VerifierMissing),
        (None, Some(_)) => return Err(Denial::ChallengeMissing),
    }
    let user = hub.store().user(grant.user_id.clone()).await.map_err(Error::from)?;
    let user = user.ok_or(Denial::Code)?;
    let refusal = access::refusal(hub, &user, grant.assurance, address).await.map_err(Error::from)?;
    if let Some(block) = refusal {
        return Err(Denial::Blocked(block));
    }
    let begun = sessions::begin(hub, &grant, Client { id: client, address, user_agent }).await?;
    if !hub.auth().codes.gave(client, code, begun.id.clone()) {
        sessions::end_one(hub, grant.user_id, begun.id).await?;
        return Err(Denial::Code);
    }
    tracing::info!(user = user.id.as_str(), provider = grant.provider, "a session began");
    Ok(Tokens {
        access_token: begun.access_token,
        refresh_token: Some(begun.refresh_token),
        expires_in: grant.assurance.access_token_lifetime(),
        token_type: "Bearer".into(),
        ha_auth_provider: Some(grant.provider.into()),
    })
}

async fn refresh(hub: &Hub, address: Address, form: &Form) -> Result<Tokens, Denial> {
    let client = form.text("client_id");
    if client.is_some_and(|id| !client_id::is_valid(id)) {
        return Err(Denial::ClientId);
    }
    let token = form.text("refresh_token").ok_or(Denial::Request)?;
    let session = sessions::find(hub, token).await?.ok_or(Denial::Grant)?;
    if client != Some(session.client_id.as_str()) {
        return Err(Denial::Request);
    }
    let refusal = access::refusal(hub, &session.user, session.assurance, address).await;
    if let Some(block) = refusal.map_err(Error::from)? {
        return Err(Denial::Blocked(block));
    }
    let access_token = sessions::renew(hub, &session, address).await?.ok_or(Denial::Grant)?;
    Ok(Tokens {
        access_token,
        refresh_token: None,
        expires_in: session.assurance.access_token_lifetime(),
        token_type: "Bearer".into(),
        ha_auth_provider: None,
    })
}

fn user_agent(headers: &HeaderMap) -> &str {
    headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Why there is no token.
enum Denial {
    Request,
    ClientId,
    Code,
    VerifierMissing,
    ChallengeMissing,
    WrongVerifier,
    Grant,
    GrantType,
    Blocked(Block),
    Failed(Error),
}

impl From<Error> for Denial {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

impl IntoResponse for Denial {
    fn into_response(self) -> Response {
        let (status, error, description) = match self {
            Self::Request => (StatusCode::BAD_REQUEST, "invalid_request", None),
            Self::ClientId => (StatusCode::BAD_REQUEST, "invalid_request", Some("Invalid client id")),
            Self::Code => (StatusCode::BAD_REQUEST, "invalid_request", Some("Invalid code")),
            Self::VerifierMissing => {
                (StatusCode::BAD_REQUEST, "invalid_request", Some("Code verifier required"))
            }
            Self::ChallengeMissing => (
                StatusCode::BAD_REQUEST,
                "invalid_request",
                Some("Code verifier provided but no code challenge was present"),
            ),
            Self::WrongVerifier => (StatusCode::BAD_REQUEST, "invalid_grant", Some("Invalid code verifier")),
            Self::Grant => (StatusCode::BAD_REQUEST, "invalid_grant", None),
            Self::GrantType => (StatusCode::BAD_REQUEST, "unsupported_grant_type", None),
            Self::Blocked(block) => (StatusCode::FORBIDDEN, "access_denied", Some(block.sentence())),
            Self::Failed(error) => return error.into_response(),
        };
        let body = TokenError { error: error.into(), error_description: description.map(str::to_owned) };
        (status, Json(body)).into_response()
    }
}
