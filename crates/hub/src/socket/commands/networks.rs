//! The networks that are trusted: listed, tried, kept and forgotten by administrators.

use std::net::IpAddr;

use doorstep_protocol::login::Explanation;
use serde_json::{Map, Value, json};

use crate::arguments::{Arguments, Misfit};
use crate::networks::kept::{self, NotKept};
use crate::networks::rule::{Entry, Place, Rule, RuleWords};
use crate::networks::{Address, Decision, people};
use crate::socket::conversation::Conversation;
use crate::socket::refused::Refused;

/// `doorstep/networks/list`
pub(super) fn list(talk: &mut Conversation, id: u64, arguments: Arguments) -> Result<(), Refused> {
    arguments.finish()?;
    let networks = talk.hub.networks();
    let list: Vec<Value> = networks
        .rules()
        .iter()
        .map(|rule| {
            let mut shown = show(rule);
            let source = if networks.is_of_file(&rule.name) { "file" } else { "hub" };
            shown.insert("source".into(), source.into());
            shown.into()
        })
        .collect();
    talk.done(id, &list);
    Ok(())
}

/// `doorstep/networks/save`
pub(super) async fn save(talk: &mut Conversation, id: u64, mut arguments: Arguments) -> Result<(), Refused> {
    let network = arguments.value("network")?;
    arguments.finish()?;
    let words: RuleWords = serde_json::from_value(network)
        .map_err(|error| Refused::Network(format!("The network is not understood: {error}.")))?;
    kept::save(&talk.hub, words).await?;
    talk.done_without_result(id);
    Ok(())
}

/// `doorstep/networks/delete`
pub(super) async fn delete(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let name = arguments.text("name")?;
    arguments.finish()?;
    if !kept::delete(&talk.hub, &name).await? {
        return Err(Refused::NoNetwork);
    }
    talk.done_without_result(id);
    Ok(())
}

/// `doorstep/networks/preview`: what somebody at an address would see.
pub(super) async fn preview(
    talk: &mut Conversation,
    id: u64,
    mut arguments: Arguments,
) -> Result<(), Refused> {
    let text = arguments.text("address")?;
    arguments.finish()?;
    let Ok(ip) = text.parse::<IpAddr>() else {
        return Err(Misfit::new("expected an IP address for dictionary value", "address", text.into()).into());
    };
    let networks = talk.hub.networks();
    let address = networks.around().seen(Address::direct((ip, 0).into()));
    let decision = networks.decide(address);
    let Explanation { rule, why, .. } = people::explain(address, decision.clone(), talk.hub.store()).await?;
    let (users, automatic): (Vec<Value>, _) = match decision {
        Decision::Trusted(rule) => {
            let people = people::of(&rule, talk.hub.store()).await?;
            let shown = people.shown(&rule).into_iter();
            let users = shown.map(|user| json!({ "id": user.id, "name": user.name })).collect();
            (users, people.automatic.map(|user| user.id))
        }
        Decision::Nobody(_) => (Vec::new(), None),
    };
    let address = ip.to_canonical().to_string();
    let answer =
        json!({ "address": address, "rule": rule, "why": why, "users": users, "automatic": automatic });
    talk.done(id, &answer);
    Ok(())
}

fn show(rule: &Rule) -> Map<String, Value> {
    let (default_user, automatic) = match &rule.entry {
        Entry::Automatic(user) => (Some(user), true),
        Entry::Pick(user) => (user.as_ref(), false),
    };
    let mut shown = Map::new();
    match &rule.place {
        Place::Networks(nets) => {
            shown.insert("cidr".into(), nets.iter().map(|net| net.to_string()).collect());
        }
        Place::SubnetOf(interface) => {
            shown.insert("subnet_of".into(), interface.clone().into());
        }
    }
    let rest = json!({
        "name": rule.name,
        "users": rule.users,
        "default_user": default_user,
        "auto_login": automatic,
        "role_ceiling": rule.ceiling,
        "show_users": rule.shows_users,
    });
    shown.extend(rest.as_object().cloned().unwrap_or_default());
    shown
}

impl From<NotKept> for Refused {
    fn from(why: NotKept) -> Self {
        match why {
            NotKept::Rule(error) => Self::Network(format!("The network does not fit together: {error}")),
            NotKept::Conflict(conflict) => Self::Network(conflict.to_string()),
            NotKept::OfFile => Self::Network(
                "This network stands in the configuration file, and only there can it be changed.".into(),
            ),
            NotKept::TooMany => Self::Network("There are too many networks. Remove one first.".into()),
            NotKept::Storage(error) => error.into(),
        }
    }
}
