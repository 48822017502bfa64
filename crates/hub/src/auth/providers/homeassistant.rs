//! Username and password.
//!
//! Source: `homeassistant/auth/providers/homeassistant.py`.

use std::future::ready;

use doorstep_protocol::login::Field;
use doorstep_protocol::secret::Secret;
use serde_json::{Map, Value};

use super::{Answered, Ask, Means, Offered, Outcome, Provider};
use crate::auth::assurance::Assurance;

/// The provider. It keeps nothing of its own: what it knows is in the store.
pub(super) struct Password;

impl Provider for Password {
    fn kind(&self) -> &'static str {
        "homeassistant"
    }

    fn name(&self) -> &'static str {
        "Username and password"
    }

    fn assurance(&self) -> Assurance {
        Assurance::Password
    }

    fn is_offered<'a>(&'a self, _: Means<'a>) -> Offered<'a> {
        Box::pin(ready(Ok(true)))
    }

    fn begin<'a>(&'a self, _: Means<'a>) -> Answered<'a> {
        Box::pin(ready(Ok(Outcome::Ask(ask(None)))))
    }

    fn guessed(&self, answers: &Map<String, Value>) -> Option<String> {
        answers.get("username").and_then(Value::as_str).map(normalise)
    }

    fn answer<'a>(&'a self, mut answers: Map<String, Value>, means: Means<'a>) -> Answered<'a> {
        let mut take = |name| match answers.remove(name) {
            Some(Value::String(text)) => text,
            Some(_) | None => String::new(),
        };
        let (username, password) = (take("username"), Secret::new(take("password")));
        Box::pin(async move {
            let known = means.store.credential("homeassistant", normalise(&username)).await?;
            let (user_id, hash) = known.map_or((None, None), |(user_id, hash)| (Some(user_id), hash));
            let is_right = means.passwords.verify(password, hash).await?;
            Ok(match user_id {
                Some(user_id) if is_right => Outcome::Known(user_id),
                Some(_) | None => Outcome::Ask(ask(Some("invalid_auth"))),
            })
        })
    }
}

/// People write their names as they like: ` Anna ` is `anna`.
pub(crate) fn normalise(username: &str) -> String {
    username.trim().to_lowercase()
}

fn ask(error: Option<&'static str>) -> Ask {
    Ask { step_id: "init", fields: vec![Field::text("username"), Field::text("password")], error }
}
