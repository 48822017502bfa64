//! Who the page belongs to, and where else that person is signed in.

use serde_json::{Value, json};

use super::mfa;
use crate::arguments::Arguments;
use crate::iso;
use crate::socket::conversation::Conversation;
use crate::socket::refused::Refused;
use crate::store::TokenType;

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
        "is_admin": user.is_admin(),
        "credentials": credentials,
        "mfa_modules": modules,
    });
    talk.done(id, &answer);
    Ok(())
}

/// `auth/refresh_tokens`
pub(super) async fn refresh_tokens(
    talk: &mut Conversation,
    id: u64,
    arguments: Arguments,
) -> Result<(), Refused> {
    arguments.finish()?;
    let now = talk.hub.clock().now();
    let sessions = talk.hub.store().sessions_of(talk.session.user.id.clone(), now).await?;
    let list: Vec<Value> = sessions
        .into_iter()
        .map(|session| {
            let is_program = session.token_type == TokenType::LongLived;
            json!({
                "id": session.id.0,
                "type": session.token_type.as_str(),
                "client_id": session.client_id,
                "client_name": is_program.then_some(&session.name),
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
        })
        .collect();
    talk.done(id, &list);
    Ok(())
}
