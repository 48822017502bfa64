//! Where somebody is signed in: seen, named, ended. One's own; everybody's for administrators.
//!
//! Whoever came by network alone sees and ends only the session that they are in.
//! Source: `homeassistant/components/auth/__init__.py`; what begins with `doorstep/` is ours.

use doorstep_protocol::ids::UserId;
use serde_json::{Value, json};

use crate::arguments::{Arguments, Misfit};
use crate::iso;
use crate::permissions::Level;
use crate::socket::conversation::Conversation;
use crate::socket::refused::{Refused, SessionError};
use crate::store::{EndWhich, Session, SessionId, TokenType};

/// `auth/refresh_tokens`
pub(super) async fn own(talk: &mut Conversation, id: u64, arguments: Arguments) -> Result<(), Refused> {
    arguments.finish()?;
    let sessions = of_user(talk, Some(talk.session.user.id.clone())).await?;
    talk.done(id, &sessions.iter().map(|session| describe(talk, session)).collect::<Vec<_>>());
    Ok(())
}

/// `auth/delete_refresh_token`. Of the page's own session, the result comes before the end.
pub(super) async fn delete(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let session = SessionId(arguments.text("refresh_token_id")?);
    arguments.finish()?;
    let user = talk.session.user.id.clone();
    check_own(talk, &session)?;
    if end(talk, EndWhich { id: Some(session), ..EndWhich::all_of(user) }).await? == 0 {
        return Err(SessionError::Unknown.into());
    }
    talk.done(id, &json!({}));
    Ok(())
}

/// `auth/delete_all_refresh_tokens`
pub(super) async fn delete_all(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let token_type = arguments.optional_text("token_type")?.map(token_type).transpose()?;
    let with_this = arguments.optional_boolean("delete_current_token")?.unwrap_or(true);
    arguments.finish()?;
    let but = (!with_this).then(|| talk.session.id.clone());
    let user = talk.session.user.id.clone();
    end(talk, EndWhich { token_type, but, ..EndWhich::all_of(user) }).await?;
    talk.done(id, &json!({}));
    Ok(())
}

/// `auth/refresh_token_set_expiry`
pub(super) async fn set_expiry(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let session = SessionId(arguments.text("refresh_token_id")?);
    let ends = arguments.optional_boolean("enable_expiry")?;
    arguments.finish()?;
    let ends = ends.ok_or_else(|| Misfit::new("required key not provided", "enable_expiry", Value::Null))?;
    let now = talk.hub.clock().now();
    let found = talk.hub.store().session(session.clone(), now).await?;
    let found =
        found.filter(|found| found.user.id == talk.session.user.id && found.token_type == TokenType::Normal);
    let found = found.ok_or(SessionError::Unknown)?;
    if found.assurance.always_ends() && !ends {
        return Err(SessionError::AlwaysEnds.into());
    }
    let ends_at = if ends { found.assurance.session_end(found.created_at, now) } else { f64::INFINITY };
    talk.hub.store().set_session_end(session, ends_at).await?;
    talk.done(id, &json!({}));
    Ok(())
}

/// `doorstep/sessions/list`
pub(super) async fn list(talk: &mut Conversation, id: u64, mut arguments: Arguments) -> Result<(), Refused> {
    let asked = arguments.optional_text("user_id")?.map(UserId);
    arguments.finish()?;
    let is_admin = talk.access.reaches(Level::Admin);
    let mine = &talk.session.user.id;
    if asked.as_ref().is_some_and(|user| user != mine) && !is_admin {
        return Err(Refused::Beyond(Level::Admin));
    }
    let whose = if is_admin { asked } else { Some(mine.clone()) };
    let sessions = of_user(talk, whose).await?;
    let rows = sessions.iter().map(|session| {
        let mut row = describe(talk, session);
        if let Some(members) = row.as_object_mut() {
            members.insert("user_id".to_owned(), json!(session.user.id));
        }
        row
    });
    talk.done(id, &rows.collect::<Vec<_>>());
    Ok(())
}

/// `doorstep/sessions/rename`. An empty name takes the old one away.
pub(super) async fn rename(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let session = SessionId(arguments.text("session_id")?);
    let name = arguments.text("name")?;
    arguments.finish()?;
    if name.chars().count() > LONGEST_NAME {
        let what = "length of value must be at most 64 for dictionary value";
        return Err(Misfit::new(what, "name", name.into()).into());
    }
    check_own(talk, &session)?;
    let name = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
    let whose = (!talk.access.reaches(Level::Admin)).then(|| talk.session.user.id.clone());
    if !talk.hub.store().rename_session(session, whose, name).await? {
        return Err(SessionError::Unknown.into());
    }
    talk.done(id, &json!({}));
    Ok(())
}

/// `doorstep/sessions/revoke`: one, all of a user, or all others of one's own.
pub(super) async fn revoke(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let session = arguments.optional_text("session_id")?.map(SessionId);
    let user = arguments.optional_text("user_id")?.map(UserId);
    let others = arguments.optional_boolean("others")?;
    arguments.finish()?;
    let is_admin = talk.access.reaches(Level::Admin);
    let me = talk.session.user.id.clone();
    let which = match (session, user, others) {
        (Some(session), None, None) => {
            check_own(talk, &session)?;
            let now = talk.hub.clock().now();
            let found = talk.hub.store().session(session.clone(), now).await?;
            let found = found.filter(|found| is_admin || found.user.id == me).ok_or(SessionError::Unknown)?;
            EndWhich { id: Some(session), ..EndWhich::all_of(found.user.id) }
        }
        (None, Some(user), None) if is_admin || user == me && talk.access.reaches(Level::Full) => {
            EndWhich::all_of(user)
        }
        (None, Some(_), None) => return Err(Refused::Beyond(Level::Admin)),
        (None, None, Some(true)) if talk.access.reaches(Level::Full) => {
            EndWhich { but: Some(talk.session.id.clone()), ..EndWhich::all_of(me) }
        }
        (None, None, Some(true)) => return Err(Refused::Beyond(Level::Full)),
        (_, _, _) => {
            let what = "must contain exactly one of session_id, user_id, others";
            return Err(Misfit::new(what, "session_id", Value::Null).into());
        }
    };
    let revoked = end(talk, which).await?;
    talk.done(id, &json!({ "revoked": revoked }));
    Ok(())
}

/// Ends sessions: on the disk, then their sockets; who asked answers after that.
async fn end(talk: &mut Conversation, which: EndWhich) -> Result<usize, Refused> {
    let user = which.user.clone();
    let ended = talk.hub.store().end_sessions(which).await?;
    let (count, by) = (ended.len(), &talk.session.user.id);
    tracing::info!(user = user.as_str(), by = by.as_str(), count, "sessions were ended");
    talk.end_sessions(ended);
    Ok(count)
}

/// Whoever came by network alone has nothing to do with any session but this one.
fn check_own(talk: &Conversation, session: &SessionId) -> Result<(), Refused> {
    if talk.access.reaches(Level::Full) || *session == talk.session.id {
        return Ok(());
    }
    Err(Refused::Beyond(Level::Full))
}

async fn of_user(talk: &mut Conversation, user: Option<UserId>) -> Result<Vec<Session>, Refused> {
    let mut sessions = talk.hub.store().sessions_of(user, talk.hub.clock().now()).await?;
    if !talk.access.reaches(Level::Full) {
        sessions.retain(|session| session.id == talk.session.id);
    }
    Ok(sessions)
}

fn token_type(text: String) -> Result<TokenType, Misfit> {
    TokenType::of_name(&text).ok_or_else(|| {
        Misfit::new("value must be one of the token types for dictionary value", "token_type", text.into())
    })
}

fn describe(talk: &Conversation, session: &Session) -> Value {
    let is_program = session.token_type == TokenType::LongLived;
    json!({
        "id": session.id.0,
        "type": session.token_type.as_str(),
        "client_id": (!is_program).then_some(&session.client_id),
        "client_name": if is_program { session.name.as_ref() } else { None },
        "client_icon": session.icon,
        "created_at": iso::write(session.created_at),
        "last_used_at": iso::write(session.last_used_at),
        "last_used_ip": session.last_used_ip,
        "expire_at": session.expires_at.is_finite().then(|| iso::write(session.expires_at)),
        "is_current": session.id == talk.session.id,
        "auth_provider_type": session.provider,
        "name": session.name,
        "assurance": session.assurance.as_str(),
        "device": session.device,
    })
}

const LONGEST_NAME: usize = 64;
