//! Sessions as the rest of the hub sees them: begin, find by token, end.

use std::time::Duration;

use doorstep_protocol::ids::UserId;
use doorstep_protocol::secret::Secret;

use super::access::Address;
use super::assurance::Assurance;
use super::codes::Grant;
use super::{access_token, device_name};
use crate::error::Error;
use crate::hub::Hub;
use crate::random;
use crate::store::{EndWhich, NewSession, Session, SessionId, TokenType, token_hash};

/// Who begins a session: a program at an address, and what it calls itself.
pub(crate) struct Client<'a> {
    pub(crate) id: &'a str,
    pub(crate) address: Address,
    pub(crate) user_agent: &'a str,
}

/// A session that began: its tokens are told once and kept nowhere.
pub(crate) struct Begun {
    pub(crate) id: SessionId,
    pub(crate) refresh_token: Secret,
    pub(crate) access_token: Secret,
}

/// Begins a session.
pub(crate) async fn begin(hub: &Hub, grant: &Grant, client: Client<'_>) -> Result<Begun, Error> {
    let now = hub.clock().now();
    let id = SessionId(random::id()?);
    let refresh_token = random::hex(&random::bytes::<64>()?);
    let access_key = random::bytes::<64>()?.to_vec();
    let lifetime = grant.assurance.access_token_lifetime();
    let access_token = access_token::sign(&id, &access_key, now, lifetime).ok_or(Error::Internal)?;
    let session = NewSession {
        id: id.clone(),
        user_id: grant.user_id.clone(),
        token_hash: token_hash(&refresh_token),
        access_key,
        client_id: client.id.to_owned(),
        provider: grant.provider.to_owned(),
        assurance: grant.assurance,
        token_type: TokenType::Normal,
        name: None,
        device: device_name::summary(client.user_agent),
        icon: None,
        ip: client.address.text(),
        expires_at: grant.assurance.session_end(now, now),
    };
    for ended in hub.store().add_session(session, now).await? {
        hub.sockets().close_session(&ended);
        tracing::info!(session = ended.0, "a session was ended for a newer one");
    }
    Ok(Begun { id, refresh_token: Secret::new(refresh_token), access_token: Secret::new(access_token) })
}

/// A program that is to act for somebody.
pub(crate) struct Program {
    pub(crate) name: String,
    pub(crate) icon: Option<String>,
    pub(crate) days: u64,
}

/// Begins a session that a program has, on behalf of the user of `by`; its access token is told once.
pub(crate) async fn begin_program(
    hub: &Hub,
    by: &Session,
    program: Program,
    address: Address,
) -> Result<Secret, Error> {
    let now = hub.clock().now();
    let id = SessionId(random::id()?);
    let access_key = random::bytes::<64>()?.to_vec();
    let seconds = program.days * 86_400;
    let token = access_token::sign(&id, &access_key, now, seconds).ok_or(Error::Internal)?;
    let session = NewSession {
        id,
        user_id: by.user.id.clone(),
        // Of nothing that anybody knows: there is no refresh token.
        token_hash: random::bytes()?,
        access_key,
        client_id: by.client_id.clone(),
        provider: by.provider.clone(),
        assurance: by.assurance,
        token_type: TokenType::LongLived,
        name: Some(program.name),
        device: None,
        icon: program.icon,
        ip: address.text(),
        expires_at: now + Duration::from_secs(seconds).as_secs_f64(),
    };
    hub.store().add_session(session, now).await?;
    Ok(Secret::new(token))
}

/// Notes that a program is at work, now and then.
pub(crate) async fn note_use(hub: &Hub, session: &Session, address: Address) -> Result<(), Error> {
    let now = hub.clock().now();
    if session.token_type == TokenType::LongLived && now > session.last_used_at + NOTE_EVERY {
        hub.store().use_session(session.id.clone(), now, address.text(), session.expires_at).await?;
    }
    Ok(())
}

/// The session of a refresh token.
pub(crate) async fn find(hub: &Hub, refresh_token: &str) -> Result<Option<Session>, Error> {
    Ok(hub.store().session_of(token_hash(refresh_token), hub.clock().now()).await?)
}

/// A fresh access token for a session, which lasts longer for it. `None` when it ended meanwhile.
pub(crate) async fn renew(hub: &Hub, session: &Session, address: Address) -> Result<Option<Secret>, Error> {
    let now = hub.clock().now();
    let ends_at = session.assurance.session_end(session.created_at, now);
    let lasts = hub.store().use_session(session.id.clone(), now, address.text(), ends_at).await?;
    let lifetime = session.assurance.access_token_lifetime();
    let token = access_token::sign(&session.id, &session.access_key, now, lifetime).ok_or(Error::Internal)?;
    Ok(lasts.then(|| Secret::new(token)))
}

/// The session of an access token that is good now.
pub(crate) async fn of_access_token(hub: &Hub, token: &str) -> Result<Option<Session>, Error> {
    let Some(claimed) = access_token::claimed_session(token) else { return Ok(None) };
    let now = hub.clock().now();
    let session = hub.store().session(claimed, now).await?;
    Ok(session.filter(|session| access_token::verify(token, &session.access_key, now)))
}

/// The session as it is now; `None` when it has ended. Of one by network, the open socket is its use.
pub(crate) async fn still(hub: &Hub, session: &Session, address: Address) -> Result<Option<Session>, Error> {
    let now = hub.clock().now();
    let Some(current) = hub.store().session(session.id.clone(), now).await? else { return Ok(None) };
    if current.assurance != Assurance::Network {
        return Ok(Some(current));
    }
    let ends_at = current.assurance.session_end(current.created_at, now);
    let lasts = hub.store().use_session(current.id.clone(), now, address.text(), ends_at).await?;
    Ok(lasts.then_some(Session { last_used_at: now, expires_at: ends_at, ..current }))
}

/// Ends the session of a refresh token, on the disk first, and then its sockets.
pub(crate) async fn end(hub: &Hub, refresh_token: &str) -> Result<(), Error> {
    if let Some(id) = hub.store().end_session(token_hash(refresh_token)).await? {
        hub.sockets().close_session(&id);
        tracing::info!(session = id.0, "a session was ended");
    }
    Ok(())
}

/// Ends one session of a user, on the disk first, and then its sockets.
pub(crate) async fn end_one(hub: &Hub, user: UserId, id: SessionId) -> Result<(), Error> {
    let ended = hub.store().end_sessions(EndWhich { id: Some(id), ..EndWhich::all_of(user) }).await?;
    ended.iter().for_each(|session| hub.sockets().close_session(session));
    Ok(())
}

/// Seconds.
const NOTE_EVERY: f64 = 300.0;
