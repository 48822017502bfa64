//! Username and password, judged by a program.
//!
//! Source: `homeassistant/auth/providers/command_line.py`. Whom the program lets in for the first time
//! becomes a user who may look and not touch, unless it says otherwise; never the owner.

pub(crate) mod run;

use std::future::ready;

use doorstep_protocol::ids::UserId;
use doorstep_protocol::login::Field;
use doorstep_protocol::secret::Secret;
use serde_json::{Map, Value};

use super::homeassistant::normalise;
use super::{Answered, Ask, Means, Offered, Outcome, Provider};
use crate::auth::assurance::Assurance;
use crate::error::Error;
use crate::random;
use crate::store::{Group, User};
use run::Told;

/// The provider.
pub(super) struct CommandLine;

const KIND: &str = "command_line";

impl Provider for CommandLine {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn name(&self) -> &'static str {
        "Command Line Authentication"
    }

    fn assurance(&self) -> Assurance {
        Assurance::Password
    }

    fn is_offered<'a>(&'a self, means: Means<'a>) -> Offered<'a> {
        Box::pin(ready(Ok(means.command.is_some())))
    }

    fn begin<'a>(&'a self, means: Means<'a>) -> Answered<'a> {
        let begun = means.command.map(|_| Outcome::Ask(ask(None))).ok_or(Error::UnknownHandler);
        Box::pin(ready(begun))
    }

    fn guessed(&self, answers: &Map<String, Value>) -> Option<String> {
        answers.get("username").and_then(Value::as_str).map(normalise)
    }

    fn answer<'a>(&'a self, mut answers: Map<String, Value>, means: Means<'a>) -> Answered<'a> {
        let mut take = |name| match answers.remove(name) {
            Some(Value::String(text)) => text,
            Some(_) | None => String::new(),
        };
        let (typed, password) = (take("username"), Secret::new(take("password")));
        Box::pin(async move {
            let command = means.command.ok_or(Error::UnknownHandler)?;
            let username = normalise(&typed);
            if username.is_empty() || username.len() > LONGEST_NAME {
                return Ok(Outcome::Ask(ask(Some("invalid_auth"))));
            }
            let Some(told) = command.judge(&username, &password).await? else {
                return Ok(Outcome::Ask(ask(Some("invalid_auth"))));
            };
            let id = UserId(random::id()?);
            let newcomer = newcomer(id, typed.trim(), told);
            Ok(Outcome::Known(means.store.user_of(KIND, username, newcomer, means.now).await?))
        })
    }
}

fn newcomer(id: UserId, username: &str, told: Told) -> User {
    let name = told.name.filter(|name| name.len() <= LONGEST_NAME).unwrap_or_else(|| username.to_owned());
    let group = match told.group.as_deref().map(Group::parse) {
        Some(group @ (Group::Admin | Group::User | Group::ReadOnly)) => group,
        Some(Group::Custom(_)) | None => Group::ReadOnly,
    };
    User { id, name, groups: vec![group], is_owner: false, is_active: true, local_only: told.local_only }
}

fn ask(error: Option<&'static str>) -> Ask {
    Ask { step_id: "init", fields: vec![Field::text("username"), Field::text("password")], error }
}

/// Bytes.
const LONGEST_NAME: usize = 255;
