//! Who the page belongs to.

use serde_json::{Value, json};

use super::mfa;
use crate::arguments::Arguments;
use crate::permissions::Level;
use crate::socket::conversation::Conversation;
use crate::socket::refused::Refused;

/// `auth/current_user`
pub(super) async fn current_user(
    talk: &mut Conversation,
    id: u64,
    arguments: Arguments,
) -> Result<(), Refused> {
    arguments.finish()?;
    let user = &talk.session.user;
    let providers = talk.hub.store().providers_of(user.id.clone()).await?;
    let credentials: Vec<Value> = providers
        .into_iter()
        .map(|provider| json!({ "auth_provider_type": provider, "auth_provider_id": null }))
        .collect();
    let modules = mfa::modules(&talk.hub, &user.id).await?;
    let answer = json!({
        "id": user.id,
        "name": user.name,
        "is_owner": user.is_owner,
        "is_admin": talk.access.reaches(Level::Admin),
        "credentials": credentials,
        "mfa_modules": modules,
    });
    talk.done(id, &answer);
    Ok(())
}
