//! Users, for administrators.
//!
//! Source: `homeassistant/components/config/auth.py`.

use doorstep_protocol::ids::UserId;
use serde_json::{Value, json};

use crate::arguments::{Arguments, Misfit};
use crate::hub::Hub;
use crate::permissions::Level;
use crate::random;
use crate::socket::conversation::Conversation;
use crate::socket::news::News;
use crate::socket::refused::{AccountError, Refused};
use crate::store::{Account, Group, NewUser, User, UserChange};

/// `config/auth/list`
pub(super) async fn list(talk: &mut Conversation, id: u64, arguments: Arguments) -> Result<(), Refused> {
    arguments.finish()?;
    let accounts = talk.hub.store().accounts().await?;
    talk.done(id, &accounts.iter().map(describe).collect::<Vec<_>>());
    Ok(())
}

/// `config/auth/create`
pub(super) async fn create(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let name = name(arguments.text("name")?)?;
    let groups = arguments.optional_texts("group_ids")?.unwrap_or_default();
    let local_only = arguments.optional_boolean("local_only")?.unwrap_or(false);
    arguments.finish()?;
    let groups = known_groups(&talk.hub, &groups).await?;
    let user_id = UserId(random::id().map_err(|_| Refused::Failed)?);
    let user = User { id: user_id.clone(), name, groups, is_owner: false, is_active: true, local_only };
    talk.hub.store().add_users(vec![NewUser { user, password: None }], talk.hub.clock().now()).await?;
    talk.hub.announce(News::user_event("user_added", &user_id));
    answer(talk, id, user_id).await
}

/// `config/auth/update`
pub(super) async fn update(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let user_id = UserId(arguments.text("user_id")?);
    let groups = arguments.optional_texts("group_ids")?;
    let mut change = UserChange {
        name: arguments.optional_text("name")?.map(name).transpose()?,
        is_active: arguments.optional_boolean("is_active")?,
        groups: None,
        local_only: arguments.optional_boolean("local_only")?,
    };
    arguments.finish()?;
    let user = find(&talk.hub, user_id.clone()).await?.user;
    if user.is_owner && change.is_active == Some(false) {
        return Err(AccountError::DeactivateOwner.into());
    }
    if user.is_owner && !talk.access.reaches(Level::Owner) {
        return Err(AccountError::ModifyOwner.into());
    }
    if let Some(groups) = groups {
        change.groups = Some(known_groups(&talk.hub, &groups).await?);
    }
    let is_shut_out = change.is_active == Some(false);
    talk.hub.store().change_user(user_id.clone(), change).await?;
    if is_shut_out {
        talk.hub.auth().codes.forget(&user_id);
        talk.hub.sockets().close_user(&user_id);
        tracing::info!(user = user_id.as_str(), by = talk.session.user.id.as_str(), "a user was shut out");
    }
    talk.hub.announce(News::AccessChanged(Some(user_id.clone())));
    talk.hub.announce(News::user_event("user_updated", &user_id));
    answer(talk, id, user_id).await
}

/// `config/auth/delete`
pub(super) async fn delete(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let user_id = UserId(arguments.text("user_id")?);
    arguments.finish()?;
    if user_id == talk.session.user.id {
        return Err(AccountError::DeleteSelf.into());
    }
    if find(&talk.hub, user_id.clone()).await?.user.is_owner {
        return Err(AccountError::DeleteOwner.into());
    }
    talk.hub.store().delete_user(user_id.clone()).await?;
    talk.hub.auth().codes.forget(&user_id);
    talk.hub.sockets().close_user(&user_id);
    tracing::info!(user = user_id.as_str(), by = talk.session.user.id.as_str(), "a user was removed");
    talk.hub.announce(News::user_event("user_removed", &user_id));
    talk.done_without_result(id);
    Ok(())
}

async fn answer(talk: &mut Conversation, id: u64, user_id: UserId) -> Result<(), Refused> {
    let account = find(&talk.hub, user_id).await?;
    talk.done(id, &json!({ "user": describe(&account) }));
    Ok(())
}

async fn find(hub: &Hub, user_id: UserId) -> Result<Account, Refused> {
    Ok(hub.store().account(user_id).await?.ok_or(AccountError::NotFound)?)
}

/// The groups of these ids; every one must be there.
async fn known_groups(hub: &Hub, ids: &[String]) -> Result<Vec<Group>, Refused> {
    let made = hub.store().groups().await?;
    let is_known = |group: &Group| match group {
        Group::Admin | Group::User | Group::ReadOnly => true,
        Group::Custom(id) => made.iter().any(|group| group.id == *id),
    };
    let mut groups: Vec<Group> = Vec::new();
    for group in ids.iter().map(|id| Group::parse(id)) {
        if !is_known(&group) {
            return Err(AccountError::NoSuchGroup.into());
        }
        if !groups.contains(&group) {
            groups.push(group);
        }
    }
    Ok(groups)
}

fn describe(account: &Account) -> Value {
    let Account { user, username, providers } = account;
    json!({
        "id": user.id,
        "username": username,
        "name": user.name,
        "is_owner": user.is_owner,
        "is_active": user.is_active,
        "local_only": user.local_only,
        "system_generated": false,
        "group_ids": user.groups.iter().map(Group::as_str).collect::<Vec<_>>(),
        "credentials": providers.iter().map(|kind| json!({ "type": kind })).collect::<Vec<_>>(),
    })
}

/// A name that can be shown: not empty, and not a book.
fn name(name: String) -> Result<String, Misfit> {
    let trimmed = name.trim();
    if trimmed.is_empty() || trimmed.len() > LONGEST_NAME {
        return Err(Misfit::new(
            "length must be between 1 and 255 for dictionary value",
            "name",
            name.into(),
        ));
    }
    Ok(trimmed.to_owned())
}

const LONGEST_NAME: usize = 255;
