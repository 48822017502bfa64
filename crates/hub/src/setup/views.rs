//! The views of the first start. Once the home is set up there is nothing at their addresses.
//!
//! Source: `homeassistant/components/onboarding/views.py`; the code and the network are this hub's own.

use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use doorstep_protocol::ids::UserId;
use doorstep_protocol::secret::Secret;
use doorstep_protocol::token::Refusal;
use serde_json::{Value, json};

use crate::arguments::{Arguments, Misfit};
use crate::auth::access::Address;
use crate::auth::assurance::Assurance;
use crate::auth::client_id;
use crate::auth::codes::Grant;
use crate::auth::password_rule::{self, Weakness};
use crate::auth::providers::homeassistant::normalise;
use crate::auth::tries::{Try, Whose};
use crate::error::Error;
use crate::http::bearer::Bearer;
use crate::hub::Hub;
use crate::networks::kept::NotKept;
use crate::networks::suggest::{self, NotTrusted};
use crate::permissions::Level;
use crate::random;
use crate::store::{Group, NewUser, User};

/// Proof that the home is not set up yet.
pub(crate) struct Open;

impl FromRequestParts<Hub> for Open {
    type Rejection = (StatusCode, &'static str);

    async fn from_request_parts(_: &mut Parts, hub: &Hub) -> Result<Self, Self::Rejection> {
        match hub.set_up().home_name() {
            None => Ok(Self),
            Some(_) => Err((StatusCode::NOT_FOUND, "404: Not Found")),
        }
    }
}

/// `GET /api/onboarding`
pub(crate) async fn steps(State(hub): State<Hub>, _: Open) -> Json<Value> {
    Json(json!([
        { "step": "user", "done": !hub.set_up().needs_owner() },
        { "step": "core_config", "done": false },
    ]))
}

/// `POST /api/onboarding/users`: makes the owner, for whoever has the code.
pub(crate) async fn owner(
    State(hub): State<Hub>,
    _: Open,
    address: Address,
    body: Bytes,
) -> Result<Json<Value>, Denied> {
    let mut arguments = match serde_json::from_slice(&body) {
        Ok(Value::Object(members)) => Arguments::new(members),
        Ok(_) | Err(_) => return Err(Denied::Code),
    };
    let now = hub.clock().now();
    let given = arguments.optional_text("setup_code").ok().flatten().ok_or(Denied::Code)?;
    if !hub.set_up().needs_owner() {
        return Err(Denied::HasOwner);
    }
    let turn = hub.auth().tries.take(&Whose::SetUp, address).map_err(Error::from)?;
    let is_right = hub.set_up().judge(&given, now).map_err(Error::from)?;
    Try::settle(Some(turn), Some(is_right));
    if !is_right {
        tracing::warn!(%address, "a wrong set-up code was refused");
        return Err(Denied::Code);
    }
    let (name, username) = (arguments.text("name")?, arguments.text("username")?);
    let (password, client_id) = (Secret::new(arguments.text("password")?), arguments.text("client_id")?);
    arguments.optional_text("language")?;
    arguments.finish()?;
    if !client_id::is_valid(&client_id) {
        return Err(Error::ClientId.into());
    }
    let (name, username) = (fit(&name, "name")?, normalise(&fit(&username, "username")?));
    if let Some(weakness) = password_rule::weakness(password.expose(), &username) {
        return Err(Denied::Weak(weakness));
    }
    let user_id = UserId(random::id().map_err(Error::from)?);
    let user = User {
        id: user_id.clone(),
        name,
        groups: vec![Group::Admin],
        is_owner: true,
        is_active: true,
        local_only: false,
    };
    let hash = hub.auth().passwords.hash(password).await.map_err(Error::from)?;
    let owner = NewUser { user, password: Some((username, hash)) };
    if !hub.store().add_owner(owner, now).await.map_err(Error::from)? {
        return Err(Denied::HasOwner);
    }
    hub.set_up().has_owner();
    tracing::info!(user = user_id.as_str(), %address, "the owner was made");
    let (provider, assurance) = ("homeassistant", Assurance::Password);
    let grant = Grant { user_id, provider, assurance, challenge: None, created_at: now };
    let code = hub.auth().codes.issue(&client_id, grant).map_err(Error::from)?;
    Ok(Json(json!({ "auth_code": code })))
}

/// `POST /api/onboarding/core_config`: names the home, which ends the set-up.
pub(crate) async fn finish(
    State(hub): State<Hub>,
    _: Open,
    bearer: Bearer,
    body: Bytes,
) -> Result<Json<Value>, Denied> {
    let mut arguments = settle(bearer, &body)?;
    let name = arguments.optional_text("home_name")?.map(|name| fit(&name, "home_name")).transpose()?;
    arguments.finish()?;
    hub.store().finish_set_up(name.clone()).await.map_err(Error::from)?;
    hub.set_up().finish(name.unwrap_or_default());
    tracing::info!("the home is set up");
    Ok(Json(json!({})))
}

/// `GET /api/onboarding/network`: the network that the owner could trust.
pub(crate) async fn network(
    State(hub): State<Hub>,
    _: Open,
    bearer: Bearer,
    address: Address,
) -> Result<Json<Value>, Denied> {
    settle(bearer, b"{}")?;
    let (network, why_not) = match suggest::network(address, &hub.networks().around()) {
        Ok(network) => (Some(network.to_string()), None),
        Err(why_not) => (None, Some(why_not.key())),
    };
    Ok(Json(json!({ "address": address.text(), "network": network, "why_not": why_not })))
}

/// `POST /api/onboarding/network`: trusts it, or not.
pub(crate) async fn trust(
    State(hub): State<Hub>,
    _: Open,
    bearer: Bearer,
    address: Address,
    body: Bytes,
) -> Result<Json<Value>, Denied> {
    let mut arguments = settle(bearer, &body)?;
    let trusts = arguments.optional_boolean("trust")?.unwrap_or(false);
    arguments.finish()?;
    if trusts {
        hub.trust_network(address).await.map_err(|why| match why {
            NotTrusted::Kept(NotKept::Storage(error)) => Error::from(error).into(),
            other @ (NotTrusted::Here(_) | NotTrusted::Kept(_)) => Denied::NotTrusted(other),
        })?;
    }
    Ok(Json(json!({})))
}

/// What the owner sends on the way.
fn settle(Bearer(access): Bearer, body: &[u8]) -> Result<Arguments, Denied> {
    if !access.reaches(Level::Owner) {
        return Err(Denied::NotOwner);
    }
    match serde_json::from_slice(body).map_err(|_| Error::NotJson)? {
        Value::Object(members) => Ok(Arguments::new(members)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(Error::NotAnObject.into())
        }
    }
}

fn fit(text: &str, key: &str) -> Result<String, Misfit> {
    let trimmed = text.trim();
    if trimmed.is_empty() || trimmed.len() > LONGEST_NAME {
        let what = "length must be between 1 and 255 for dictionary value";
        return Err(Misfit::new(what, key, Value::Null));
    }
    Ok(trimmed.to_owned())
}

/// Why a step is not taken.
pub(crate) enum Denied {
    /// No code, or not the one that was printed.
    Code,
    /// Somebody was faster.
    HasOwner,
    NotOwner,
    Weak(Weakness),
    NotTrusted(NotTrusted),
    Failed(Error),
}

impl<E: Into<Error>> From<E> for Denied {
    fn from(error: E) -> Self {
        Self::Failed(error.into())
    }
}

impl IntoResponse for Denied {
    fn into_response(self) -> Response {
        let (status, code, message) = match self {
            Self::Code => (
                StatusCode::UNAUTHORIZED,
                Some("setup_code"),
                "That is not the code that the hub printed last. Look at its output.".to_owned(),
            ),
            Self::HasOwner => (StatusCode::FORBIDDEN, None, "User step already done".to_owned()),
            Self::NotOwner => (StatusCode::FORBIDDEN, None, "Only the owner can set the home up.".to_owned()),
            Self::Weak(weakness) => (StatusCode::BAD_REQUEST, Some(weakness.key()), weakness.sentence()),
            Self::NotTrusted(NotTrusted::Here(why_not)) => (
                StatusCode::BAD_REQUEST,
                Some(why_not.key()),
                "This network cannot be trusted. Go on without it.".to_owned(),
            ),
            Self::NotTrusted(NotTrusted::Kept(_)) => (
                StatusCode::CONFLICT,
                Some("not_kept"),
                "The rule for this network was not kept. Go on without it.".to_owned(),
            ),
            Self::Failed(error) => return error.into_response(),
        };
        let refusal = Refusal { message, code: code.map(str::to_owned), retry_after: None };
        (status, Json(refusal)).into_response()
    }
}

/// Bytes.
const LONGEST_NAME: usize = 255;
