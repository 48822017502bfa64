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
