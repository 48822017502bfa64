//! Groups beside the built-in ones. Home Assistant knows them, but has no command to make them.

use serde_json::{Value, json};

use crate::arguments::{Arguments, Misfit};
use crate::permissions::policy::Policy;
use crate::socket::conversation::Conversation;
use crate::socket::news::News;
use crate::socket::refused::{AccountError, Refused};
use crate::store::{CustomGroup, Group};

/// `doorstep/groups/list`
pub(super) async fn list(talk: &mut Conversation, id: u64, arguments: Arguments) -> Result<(), Refused> {
    arguments.finish()?;
    let groups: Vec<Value> = talk.hub.store().groups().await?.iter().map(describe).collect();
    talk.done(id, &groups);
    Ok(())
}

/// `doorstep/groups/save`: makes a group or changes it.
pub(super) async fn save(talk: &mut Conversation, id: u64, mut arguments: Arguments) -> Result<(), Refused> {
    let group = CustomGroup {
        id: arguments.text("group_id")?,
        name: arguments.text("name")?,
        policy: arguments.value("policy")?.to_string(),
    };
    arguments.finish()?;
    let is_word = |id: &str| {
        let is_fine = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
        (1..=64).contains(&id.len()) && id.bytes().all(is_fine)
    };
    if !is_word(&group.id) || !matches!(Group::parse(&group.id), Group::Custom(_)) {
        return Err(Misfit::new("not a valid value for dictionary value", "group_id", group.id.into()).into());
    }
    if group.name.trim().is_empty() || group.name.len() > 255 || group.policy.len() > LONGEST_POLICY {
        return Err(Misfit::new(
            "length must be between 1 and 255 for dictionary value",
            "name",
            Value::Null,
        )
        .into());
    }
    Policy::read(&group.policy).map_err(AccountError::Policy)?;
    talk.hub.store().save_group(group.clone()).await?;
    talk.hub.announce(News::AccessChanged(None));
    talk.done(id, &describe(&group));
    Ok(())
}

/// `doorstep/groups/delete`
pub(super) async fn delete(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let group = arguments.text("group_id")?;
    arguments.finish()?;
    if !talk.hub.store().delete_group(group).await? {
        return Err(AccountError::NoSuchGroup.into());
    }
    talk.hub.announce(News::AccessChanged(None));
    talk.done_without_result(id);
    Ok(())
}

fn describe(group: &CustomGroup) -> Value {
    let policy: Value = serde_json::from_str(&group.policy).unwrap_or_default();
    json!({ "group_id": group.id, "name": group.name, "policy": policy })
}

const LONGEST_POLICY: usize = 64 * 1024;
