//! The people of a rule: who may be picked, who comes in by itself, and who may stay.

use doorstep_protocol::login::Explanation;

use super::rule::{Entry, Rule};
use super::{Address, Decision, Rules};
use crate::store::{Store, StoreError, User};

/// Whom a network lets in.
pub(crate) struct People {
    /// Those of the rule that there are, in its order. Never somebody who may administer.
    pub(crate) users: Vec<User>,
    /// As whom one comes in without a question.
    pub(crate) automatic: Option<User>,
    /// Who stands first.
    pub(crate) default: Option<User>,
}

/// The people of a rule, as the store knows them now.
pub(crate) async fn of(rule: &Rule, store: &Store) -> Result<People, StoreError> {
    let mut people = People { users: Vec::new(), automatic: None, default: None };
    for name in &rule.users {
        let Some(id) = store.user_named(name.clone()).await? else { continue };
        let Some(user) = store.user(id).await? else { continue };
        if !user.is_active || user.is_admin() || people.users.contains(&user) {
            continue;
        }
        match &rule.entry {
            Entry::Automatic(automatic) if automatic == name => {
                people.automatic = Some(user.clone());
                people.default = Some(user.clone());
            }
            Entry::Pick(Some(default)) if default == name => people.default = Some(user.clone()),
            Entry::Automatic(_) | Entry::Pick(_) => {}
        }
        people.users.push(user);
    }
    Ok(people)
}

impl People {
    /// Those whom somebody in this network may see and pick.
    pub(crate) fn shown(&self, rule: &Rule) -> Vec<&User> {
        if rule.shows_users { self.users.iter().collect() } else { self.automatic.iter().collect() }
    }
}

/// Says which names in the rules are nobody's.
pub(crate) async fn note_strangers(rules: &Rules, store: &Store) -> Result<(), StoreError> {
    for rule in rules.iter() {
        for user in &rule.users {
            if store.user_named(user.clone()).await?.is_none() {
                tracing::warn!(
                    network = rule.name,
                    user,
                    "a network names somebody who is not known, or several"
                );
            }
        }
    }
    Ok(())
}

/// Whether a user may be signed in at this address by the network alone.
pub(crate) async fn admits(decision: Decision, user: &User, store: &Store) -> Result<bool, StoreError> {
    match decision {
        Decision::Trusted(rule) => Ok(of(&rule, store).await?.users.iter().any(|other| other.id == user.id)),
        Decision::Nobody(_) => Ok(false),
    }
}

/// What the hub makes of an address, for whoever asks why they see what they see.
pub(crate) async fn explain(
    address: Address,
    decision: Decision,
    store: &Store,
) -> Result<Explanation, StoreError> {
    let (rule, why) = match decision {
        Decision::Trusted(rule) => {
            let is_empty = of(&rule, store).await?.shown(&rule).is_empty();
            (Some(rule.name.clone()), if is_empty { "users_not_shown" } else { "rule_matched" })
        }
        Decision::Nobody(why) => (None, why.key()),
    };
    Ok(Explanation {
        address: address.ip().map(|ip| ip.to_string()),
        proxy: address.proxy().map(|proxy| proxy.to_string()),
        rule,
        why: why.to_owned(),
    })
}
