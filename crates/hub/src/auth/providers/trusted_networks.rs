//! The network that somebody is in, and nothing of their own.
//!
//! Source: `homeassistant/auth/providers/trusted_networks.py`. Unlike there, no rule means nobody, and
//! nobody who may administer comes in by network alone.

use std::future::ready;

use doorstep_protocol::login::{Field, FieldKind};
use serde_json::{Map, Value};

use super::{Answered, Ask, Means, Offered, Outcome, Provider};
use crate::auth::assurance::Assurance;
use crate::error::Error;
use crate::networks::{Decision, Why, people};
use crate::store::User;

/// The provider. What it knows is in the rules.
pub(super) struct TrustedNetworks;

impl Provider for TrustedNetworks {
    fn kind(&self) -> &'static str {
        KIND
    }

    fn name(&self) -> &'static str {
        "Trusted Networks"
    }

    fn assurance(&self) -> Assurance {
        Assurance::Network
    }

    fn is_offered<'a>(&'a self, means: Means<'a>) -> Offered<'a> {
        Box::pin(async move {
            let Decision::Trusted(rule) = means.networks.decide(means.address) else { return Ok(false) };
            let people = people::of(&rule, means.store).await?;
            Ok(!people.shown(&rule).is_empty())
        })
    }

    fn begin<'a>(&'a self, means: Means<'a>) -> Answered<'a> {
        Box::pin(async move {
            let rule = match means.networks.decide(means.address) {
                Decision::Trusted(rule) => rule,
                Decision::Nobody(Why::NoRules) => return Err(Error::UnknownHandler),
                Decision::Nobody(Why::NoMatch | Why::AddressUnknown | Why::NotAHomeAddress) => {
                    return Ok(Outcome::Refused(NOT_ALLOWED));
                }
            };
            let people = people::of(&rule, means.store).await?;
            if let (Some(user), false) = (&people.automatic, means.picks) {
                return Ok(Outcome::Known(user.id.clone()));
            }
            let shown = people.shown(&rule);
            if shown.is_empty() {
                return Ok(Outcome::Refused(NOT_ALLOWED));
            }
            Ok(Outcome::Ask(ask(&shown, people.default.as_ref())))
        })
    }

    fn guessed(&self, _: &Map<String, Value>) -> Option<String> {
        None
    }

    fn answer<'a>(&'a self, answers: Map<String, Value>, means: Means<'a>) -> Answered<'a> {
        let picked = answers.get("user").and_then(Value::as_str).map(str::to_owned);
        let decision = means.networks.decide(means.address);
        let Decision::Trusted(rule) = decision else {
            return Box::pin(ready(Ok(Outcome::Refused(NOT_ALLOWED))));
        };
        Box::pin(async move {
            let people = people::of(&rule, means.store).await?;
            let user =
                people.shown(&rule).into_iter().find(|user| Some(user.id.as_str()) == picked.as_deref());
            Ok(user.map_or(Outcome::Refused(NOT_ALLOWED), |user| Outcome::Known(user.id.clone())))
        })
    }
}

fn ask(users: &[&User], default: Option<&User>) -> Ask {
    let options = users.iter().map(|user| (user.id.as_str().into(), user.name.clone())).collect();
    let default = default.filter(|default| users.contains(default)).map(|user| user.id.as_str().into());
    let field = Field { default, ..Field::required("user", FieldKind::Select { options }) };
    Ask { step_id: "init", fields: vec![field], error: None }
}

const KIND: &str = "trusted_networks";
const NOT_ALLOWED: &str = "not_allowed";
