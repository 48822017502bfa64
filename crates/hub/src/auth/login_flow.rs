//! The views of the login flow: which providers there are, begin, answer, give up.
//!
//! Source: `homeassistant/components/auth/login_flow.py`, as of 2026.11.

mod factor;
mod step;

use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use doorstep_protocol::ids::{FlowId, UserId};
use doorstep_protocol::login::{Field, FieldKind, Providers};
use serde_json::{Map, Value, json};

use super::access::{self, Address};
use super::assurance::Assurance;
use super::client_id;
use super::codes::Grant;
use super::flows::{Answering, Begun, Stage};
use super::pkce::Challenge;
use super::providers::{self, Means, Outcome};
use super::tries::{Try, Whose};
use crate::arguments::{Arguments, Misfit};
use crate::error::Error;
use crate::hub::Hub;
use crate::networks::people;
use factor::Proof;

/// `GET /auth/providers`
pub(crate) async fn providers(State(hub): State<Hub>, address: Address) -> Result<Json<Providers>, Error> {
    if hub.set_up().needs_owner() {
        return Err(Error::NotSetUp);
    }
    let providers = providers::offered(means(&hub, address, true)).await?;
    let decision = hub.networks().decide(address);
    let explanation = people::explain(address, decision, hub.store()).await?;
    Ok(Json(Providers {
        providers,
        preselect_remember_me: address.is_local(),
        explanation: Some(explanation),
    }))
}

/// `POST /auth/login_flow`
pub(crate) async fn begin(
    State(hub): State<Hub>,
    address: Address,
    body: Bytes,
) -> Result<Json<Value>, Error> {
    let start = Start::read(&body)?;
    if !client_id::is_valid(&start.client_id) {
        return Err(Error::ClientId);
    }
    let challenge = start.challenge()?;
    let provider = providers::find(&start.kind).ok_or(Error::UnknownHandler)?;
    let outcome = provider.begin(means(&hub, address, start.picks)).await?;
    let now = hub.clock().now();
    let begun = Begun { provider, redirect_uri: start.redirect_uri, challenge, address, at: now };
    let flow_id = hub.auth().flows.begin(begun, Vec::new())?;
    let answering = hub.auth().flows.answer(&flow_id, address, now)?;
    go_on(&hub, &answering, outcome, &start.client_id).await
}

/// `POST /auth/login_flow/{flow_id}`
pub(crate) async fn answer(
    State(hub): State<Hub>,
    Path(flow_id): Path<String>,
    address: Address,
    body: Bytes,
) -> Result<Json<Value>, Error> {
    let mut arguments = object(&body)?;
    let client_id = arguments.text("client_id")?;
    if !client_id::is_valid(&client_id) {
        return Err(Error::ClientId);
    }
    let flow_id = FlowId(flow_id);
    let now = hub.clock().now();
    let answering = hub.auth().flows.answer(&flow_id, address, now)?;
    let answers = arguments.rest();
    if !fits(&answers, &answering.fields) {
        return Err(Error::InputMalformed);
    }
    match answering.stage.clone() {
        Stage::Provider => {
            let provider = answering.begun.provider;
            let guessed = provider.guessed(&answers);
            let turn = guessed.map(|name| hub.auth().tries.take(&Whose::Name(&name), address)).transpose()?;
            let outcome = provider.answer(answers, means(&hub, address, true)).await;
            Try::settle(turn, outcome.as_ref().ok().map(|outcome| matches!(outcome, Outcome::Known(_))));
            let outcome = outcome?;
            if let Outcome::Ask(_) = outcome {
                tracing::info!(provider = provider.kind(), %address, "a sign-in was refused");
            }
            go_on(&hub, &answering, outcome, &client_id).await
        }
        Stage::Factor(known) => match factor::answer(&hub, &answering, known, answers).await? {
            Proof::Right(user_id) => enter(&hub, &answering, user_id, Assurance::Mfa, &client_id).await,
            Proof::Step(step) => Ok(Json(step)),
        },
    }
}

/// What the person is told after a step of the provider.
async fn go_on(
    hub: &Hub,
    answering: &Answering<'_>,
    outcome: Outcome,
    client_id: &str,
) -> Result<Json<Value>, Error> {
    let provider = answering.begun.provider;
    match outcome {
        Outcome::Ask(ask) => {
            answering.ask(Stage::Provider, ask.fields.clone());
            Ok(Json(step::form(answering, &ask, &Value::Null)))
        }
        Outcome::Refused(reason) => {
            answering.finish();
            Ok(Json(step::abort(answering, reason)))
        }
        Outcome::Known(user_id) => {
            let assurance = provider.assurance();
            if assurance == Assurance::Password
                && let Some(step) = factor::begin(hub, answering, &user_id).await?
            {
                return Ok(Json(step));
            }
            enter(hub, answering, user_id, assurance, client_id).await
        }
    }
}

/// The end of every flow that succeeds: nothing else makes a code.
async fn enter(
    hub: &Hub,
    answering: &Answering<'_>,
    user_id: UserId,
    assurance: Assurance,
    client_id: &str,
) -> Result<Json<Value>, Error> {
    let Begun { provider, address, .. } = *answering.begun;
    let user = hub.store().user(user_id.clone()).await?.ok_or(Error::UnknownFlow)?;
    answering.finish();
    if !client_id::may_redirect(client_id, &answering.begun.redirect_uri) {
        return Err(Error::RedirectUri);
    }
    if let Some(block) = access::block(&user, address) {
        return Err(Error::Blocked(block));
    }
    let challenge = answering.begun.challenge.clone();
    let created_at = hub.clock().now();
    let grant = Grant { user_id, provider: provider.kind(), assurance, challenge, created_at };
    let code = hub.auth().codes.issue(client_id, grant)?;
    Ok(Json(step::entry(answering, &code)))
}

/// `DELETE /auth/login_flow/{flow_id}`
pub(crate) async fn abort(State(hub): State<Hub>, Path(flow_id): Path<String>) -> Result<Json<Value>, Error> {
    hub.auth().flows.abort(&FlowId(flow_id))?;
    Ok(Json(json!({ "message": "Flow aborted" })))
}

fn means(hub: &Hub, address: Address, picks: bool) -> Means<'_> {
    let (store, networks, passwords) = (hub.store(), hub.networks(), &hub.auth().passwords);
    let (command, now) = (hub.auth().command.as_ref(), hub.clock().now());
    Means { store, passwords, networks, command, address, picks, now }
}

struct Start {
    client_id: String,
    kind: String,
    redirect_uri: String,
    code_challenge: Option<String>,
    code_challenge_method: Option<String>,
    response_type: Option<String>,
    picks: bool,
}

impl Start {
    fn read(body: &[u8]) -> Result<Self, Error> {
        let mut arguments = object(body)?;
        let start = Self {
            client_id: arguments.text("client_id")?,
            kind: handler(arguments.value("handler")?)?,
            redirect_uri: arguments.text("redirect_uri")?,
            code_challenge: arguments.optional_text("code_challenge")?,
            code_challenge_method: arguments.optional_text("code_challenge_method")?,
            response_type: arguments.optional_text("response_type")?,
            picks: arguments.optional_flag("pick")?,
        };
        // Once told login from `link_user`; ignored since 2026.11.
        arguments.optional_text("type")?;
        arguments.finish()?;
        if start.redirect_uri.len() > client_id::LONGEST {
            let what = "length of value must be at most 2048 for dictionary value";
            return Err(Misfit::new(what, "redirect_uri", Value::Null).into());
        }
        Ok(start)
    }

    fn challenge(&self) -> Result<Option<Challenge>, Error> {
        if self.response_type.as_deref().is_some_and(|kind| kind != "code") {
            return Err(Error::ResponseType);
        }
        match (&self.code_challenge, self.code_challenge_method.as_deref()) {
            (None, None) => Ok(None),
            (None, Some(_)) => Err(Error::ChallengeMissing),
            (Some(challenge), Some("S256")) => Ok(Some(Challenge::new(challenge.clone()))),
            // Without a method RFC 7636 means `plain`, which protects nothing.
            (Some(_), Some(_) | None) => Err(Error::ChallengeMethod),
        }
    }
}

/// `[type, id]`; none of our providers has an id.
fn handler(value: Value) -> Result<String, Error> {
    let misfit = |what, got| Err(Misfit::new(what, "handler", got).into());
    let Value::Array(parts) = value else {
        return misfit("expected a list for dictionary value", value);
    };
    match &parts[..] {
        [] | [_] => misfit("length of value must be at least 2 for dictionary value", Value::Array(parts)),
        [Value::String(kind), Value::Null] => Ok(kind.clone()),
        [Value::String(_), Value::String(_)] => Err(Error::UnknownHandler),
        [_, _] => misfit("expected str for dictionary value", Value::Array(parts)),
        [_, _, ..] => misfit("length of value must be at most 2 for dictionary value", Value::Array(parts)),
    }
}

fn object(body: &[u8]) -> Result<Arguments, Error> {
    match serde_json::from_slice(body).map_err(|_| Error::NotJson)? {
        Value::Object(members) => Ok(Arguments::new(members)),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
            Err(Error::NotAnObject)
        }
    }
}

/// Whether the answers are those of the form: what it asks and nothing else.
fn fits(answers: &Map<String, Value>, fields: &[Field]) -> bool {
    let is_asked = |name: &String| fields.iter().any(|field| field.name == *name);
    let is_answered = |field: &Field| match (answers.get(&field.name), &field.kind) {
        (None, _) => !field.required,
        (Some(Value::String(_)), FieldKind::String) => true,
        (Some(Value::Bool(_)), FieldKind::Boolean) => true,
        (Some(Value::Number(number)), FieldKind::Integer) => number.is_i64() || number.is_u64(),
        (Some(Value::Number(_)), FieldKind::Float) => true,
        (Some(Value::String(choice)), FieldKind::Select { options }) => {
            options.iter().any(|(value, _)| value == choice)
        }
        (Some(given), FieldKind::Constant { value }) => given == value,
        (Some(_), _) => false,
    };
    answers.keys().all(is_asked) && fields.iter().all(is_answered)
}
