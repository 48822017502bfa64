//! Tokens for programs: one access token that is good for years, told once.
//!
//! Source: `homeassistant/components/auth/__init__.py` (`auth/long_lived_access_token`).

use serde_json::json;

use crate::arguments::{Arguments, Misfit};
use crate::auth::sessions::{self, Program};
use crate::socket::conversation::Conversation;
use crate::socket::refused::{Refused, SessionError};
use crate::store::TokenType;

/// `auth/long_lived_access_token`
pub(super) async fn make(talk: &mut Conversation, id: u64, mut arguments: Arguments) -> Result<(), Refused> {
    let days = arguments.number("lifespan")?;
    let name = arguments.text("client_name")?.trim().to_owned();
    let icon = arguments.optional_text("client_icon")?;
    arguments.finish()?;
    if !(1..=LONGEST).contains(&days) {
        let what = "value must be between 1 and 3650 for dictionary value";
        return Err(Misfit::new(what, "lifespan", json!(days)).into());
    }
    if name.is_empty() || name.len() > 255 || icon.as_ref().is_some_and(|icon| icon.len() > 255) {
        let what = "length of value must be between 1 and 255 for dictionary value";
        return Err(Misfit::new(what, "client_name", name.into()).into());
    }
    let user = talk.session.user.id.clone();
    let now = talk.hub.clock().now();
    let mut programs = talk.hub.store().sessions_of(Some(user.clone()), now).await?;
    programs.retain(|session| session.token_type == TokenType::LongLived);
    if programs.len() >= MOST {
        return Err(SessionError::TooManyPrograms.into());
    }
    if programs.iter().any(|program| program.name.as_ref() == Some(&name)) {
        return Err(SessionError::NameTaken.into());
    }
    let program = Program { name, icon, days };
    let token = sessions::begin_program(&talk.hub, &talk.session, program, talk.address).await;
    let token = token.map_err(|_| Refused::Failed)?;
    tracing::info!(user = user.as_str(), days, "a token for a program was made");
    talk.done(id, &token.expose());
    Ok(())
}

/// Days: ten years, what Home Assistant's page asks for.
const LONGEST: u64 = 3650;
/// Of one user.
const MOST: usize = 50;
