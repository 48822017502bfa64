//! The rules that the database keeps: changed by administrators, durable before they hold.

use super::rule::{Rule, RuleError, RuleWords};
use super::{Conflict, watch};
use crate::hub::Hub;
use crate::store::{Store, StoreError};

/// Why a rule is not kept.
#[derive(Debug)]
pub(crate) enum NotKept {
    Rule(RuleError),
    Conflict(Conflict),
    /// The configuration file has it, and only the file can change it.
    OfFile,
    TooMany,
    Storage(StoreError),
}

/// The rules in the database. One that this version does not understand trusts nobody.
pub(crate) async fn read(store: &Store) -> Result<Vec<Rule>, StoreError> {
    let read = |text: String| {
        let rule = serde_json::from_str::<RuleWords>(&text).ok().and_then(|words| words.check().ok());
        if rule.is_none() {
            tracing::warn!("a network in the database is not understood and trusts nobody");
        }
        rule
    };
    Ok(store.networks().await?.into_iter().filter_map(read).collect())
}

/// Keeps a rule in place of the one of the same name, and lets it hold.
pub(crate) async fn save(hub: &Hub, words: RuleWords) -> Result<(), NotKept> {
    let rule = words.check().map_err(NotKept::Rule)?;
    let _turn = hub.networks().turn().await;
    if hub.networks().is_of_file(&rule.name) {
        return Err(NotKept::OfFile);
    }
    let mut others = read(hub.store()).await?;
    others.retain(|other| other.name != rule.name);
    if others.len() >= MOST {
        return Err(NotKept::TooMany);
    }
    hub.networks().check(rule.clone(), others).map_err(NotKept::Conflict)?;
    let text = serde_json::to_string(&words).unwrap_or_default();
    hub.store().keep_network(rule.name, text).await?;
    hold(hub).await?;
    Ok(())
}

/// Forgets a rule; `false` when there is none of this name.
pub(crate) async fn delete(hub: &Hub, name: &str) -> Result<bool, NotKept> {
    let _turn = hub.networks().turn().await;
    if hub.networks().is_of_file(name) {
        return Err(NotKept::OfFile);
    }
    let was_kept = hub.store().forget_network(name.to_owned()).await?;
    hold(hub).await?;
    Ok(was_kept)
}

/// Lets hold what is kept, and sends away whom it no longer lets in.
async fn hold(hub: &Hub) -> Result<(), StoreError> {
    let kept = read(hub.store()).await?;
    hub.networks().set_kept(kept);
    watch::changed(hub).await
}

impl From<StoreError> for NotKept {
    fn from(error: StoreError) -> Self {
        Self::Storage(error)
    }
}

const MOST: usize = 64;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Place;

    #[tokio::test]
    async fn a_rule_that_is_not_understood_trusts_nobody() {
        let store = Store::open(&Place::Memory).unwrap();
        let sound = r#"{"name": "home", "cidr": ["10.0.0.0/24"], "users": ["clara"]}"#;
        let newer = r#"{"name": "next", "cidr": ["10.0.1.0/24"], "users": [], "only_on": "sundays"}"#;
        let wide = r#"{"name": "wide", "cidr": ["0.0.0.0/0"], "users": ["clara"]}"#;
        for (name, text) in
            [("home", sound), ("next", newer), ("wide", wide), ("torn", "{"), ("none", "null")]
        {
            store.keep_network(name.to_owned(), text.to_owned()).await.unwrap();
        }
        let names: Vec<_> = read(&store).await.unwrap().into_iter().map(|rule| rule.name).collect();
        assert_eq!(names, ["home"]);
    }
}
