//! Passwords: one's own, and, for administrators, those of others. A new one ends the sessions of the old.
//!
//! Source: `homeassistant/components/config/auth_provider_homeassistant.py`.

use doorstep_protocol::ids::UserId;
use doorstep_protocol::secret::Secret;

use crate::arguments::Arguments;
use crate::auth::password_rule;
use crate::auth::providers::homeassistant::normalise;
use crate::auth::tries::{Try, Whose};
use crate::hub::Hub;
use crate::permissions::Level;
use crate::socket::conversation::Conversation;
use crate::socket::refused::{AccountError, Refused};
use crate::store::{Account, Named, SessionId};

/// `config/auth_provider/homeassistant/create`
pub(super) async fn create(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let user_id = UserId(arguments.text("user_id")?);
    let (username, password) = (arguments.text("username")?, Secret::new(arguments.text("password")?));
    arguments.finish()?;
    let account = talk.hub.store().account(user_id.clone()).await?.ok_or(AccountError::NotFound)?;
    protect_owner(talk, &account)?;
    if account.username.is_some() {
        return Err(AccountError::CredentialsExist.into());
    }
    check_username(&username)?;
    let hash = hash(&talk.hub, password, &username).await?;
    let outcome = talk.hub.store().add_password(user_id, username.clone(), hash).await?;
    named(outcome, username, AccountError::CredentialsExist)?;
    talk.done_without_result(id);
    Ok(())
}

/// `config/auth_provider/homeassistant/delete`
pub(super) async fn delete(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let username = arguments.text("username")?;
    arguments.finish()?;
    let known = talk.hub.store().credential("homeassistant", username).await?;
    let (user_id, _) = known.ok_or(AccountError::CredentialsNotFound)?;
    let account = talk.hub.store().account(user_id.clone()).await?.ok_or(AccountError::NotFound)?;
    if account.user.is_owner {
        return Err(AccountError::DeleteOwnerCredentials.into());
    }
    let ended = talk.hub.store().delete_password(user_id.clone()).await?;
    talk.hub.auth().codes.forget(&user_id);
    talk.done_without_result(id);
    talk.end_sessions(ended);
    Ok(())
}

/// `config/auth_provider/homeassistant/change_password`
pub(super) async fn change(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let current = Secret::new(arguments.text("current_password")?);
    let new = Secret::new(arguments.text("new_password")?);
    arguments.finish()?;
    let user_id = talk.session.user.id.clone();
    let account = talk.hub.store().account(user_id.clone()).await?.ok_or(AccountError::NotFound)?;
    let username = account.username.ok_or(AccountError::CredentialsNotFound)?;
    let known = talk.hub.store().credential("homeassistant", username.clone()).await?;
    let hash = known.and_then(|(_, hash)| hash);
    // Guessed here as well as at the door: both count.
    let hub = talk.hub.clone();
    let turn = hub.auth().tries.take(&Whose::Name(&username), talk.address)?;
    let outcome = hub.auth().passwords.verify(current, hash).await;
    Try::settle(Some(turn), outcome.ok());
    if !outcome? {
        tracing::info!(user = user_id.as_str(), "a change of password was refused");
        return Err(AccountError::CurrentPassword.into());
    }
    let kept = talk.session.id.clone();
    replace(talk, user_id, new, &username, Some(kept)).await?;
    talk.done_without_result(id);
    Ok(())
}

/// `config/auth_provider/homeassistant/admin_change_password`
pub(super) async fn admin_change(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let user_id = UserId(arguments.text("user_id")?);
    let password = Secret::new(arguments.text("password")?);
    arguments.finish()?;
    let account = talk.hub.store().account(user_id.clone()).await?.ok_or(AccountError::UserNotFound)?;
    let username = account.username.ok_or(AccountError::CredentialsNotFound)?;
    let kept = (user_id == talk.session.user.id).then(|| talk.session.id.clone());
    replace(talk, user_id, password, &username, kept).await?;
    talk.done_without_result(id);
    Ok(())
}

/// `config/auth_provider/homeassistant/admin_change_username`
pub(super) async fn admin_rename(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let (user_id, username) = (UserId(arguments.text("user_id")?), arguments.text("username")?);
    arguments.finish()?;
    if talk.hub.store().account(user_id.clone()).await?.is_none() {
        return Err(AccountError::UserNotFound.into());
    }
    check_username(&username)?;
    let outcome = talk.hub.store().rename(user_id, username.clone()).await?;
    named(outcome, username, AccountError::CredentialsNotFound)?;
    talk.done_without_result(id);
    Ok(())
}

async fn replace(
    talk: &mut Conversation,
    user_id: UserId,
    password: Secret,
    username: &str,
    kept: Option<SessionId>,
) -> Result<(), Refused> {
    let hash = hash(&talk.hub, password, username).await?;
    let ended = talk.hub.store().set_password(user_id.clone(), hash, kept).await?;
    talk.hub.auth().codes.forget(&user_id);
    tracing::info!(user = user_id.as_str(), sessions = ended.len(), "a password was changed");
    talk.end_sessions(ended);
    Ok(())
}

async fn hash(hub: &Hub, password: Secret, username: &str) -> Result<String, Refused> {
    match password_rule::weakness(password.expose(), username) {
        Some(weakness) => Err(AccountError::Weak(weakness).into()),
        None => Ok(hub.auth().passwords.hash(password).await?),
    }
}

fn check_username(username: &str) -> Result<(), AccountError> {
    let is_normal = normalise(username) == username && !username.is_empty() && username.len() <= 255;
    if is_normal { Ok(()) } else { Err(AccountError::NotNormalised(username.chars().take(255).collect())) }
}

fn named(outcome: Named, username: String, not: AccountError) -> Result<(), AccountError> {
    match outcome {
        Named::Done => Ok(()),
        Named::Taken => Err(AccountError::UsernameTaken(username)),
        Named::Not => Err(not),
    }
}

/// Only the owner gives the owner another way in.
fn protect_owner(talk: &Conversation, account: &Account) -> Result<(), AccountError> {
    if account.user.is_owner && !talk.access.reaches(Level::Owner) {
        return Err(AccountError::ModifyOwner);
    }
    Ok(())
}
