//! `subscribe_entities`: the compressed form in which entities and their changes arrive.
//!
//! Source: `homeassistant/components/websocket_api/messages.py` (`_state_diff_event`) and
//! `home-assistant-js-websocket/lib/entities.ts`. Times are Unix seconds.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

use crate::ids::{EntityId, UserId};
use crate::state::Attributes;

/// One event of the subscription. May hold all three members at once.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EntitiesEvent {
    /// Entities in full: the first snapshot, and new ones.
    #[serde(rename = "a", skip_serializing_if = "BTreeMap::is_empty")]
    pub added: BTreeMap<EntityId, Snapshot>,
    /// What changed of known ones.
    #[serde(rename = "c", skip_serializing_if = "BTreeMap::is_empty")]
    pub changed: BTreeMap<EntityId, Diff>,
    /// Entities that are gone.
    #[serde(rename = "r", skip_serializing_if = "Vec::is_empty")]
    pub removed: Vec<EntityId>,
}

/// An entity in full.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Snapshot {
    /// The state.
    #[serde(rename = "s")]
    pub state: String,
    /// The attributes.
    #[serde(rename = "a", default)]
    pub attributes: Attributes,
    /// What caused it.
    #[serde(rename = "c")]
    pub context: SnapshotContext,
    /// `last_changed`.
    #[serde(rename = "lc")]
    pub last_changed: f64,
    /// `last_updated`; left out when it equals `last_changed`.
    #[serde(rename = "lu", default, skip_serializing_if = "Option::is_none")]
    pub last_updated: Option<f64>,
}

/// A context in a snapshot: text is the id of one without parent and user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum SnapshotContext {
    /// Nobody in particular.
    Id(String),
    /// With what is known.
    Full(crate::state::Context),
}

/// What changed of one entity.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Diff {
    /// What is new or different.
    #[serde(rename = "+", skip_serializing_if = "Option::is_none")]
    pub set: Option<DiffSet>,
    /// What is gone.
    #[serde(rename = "-", skip_serializing_if = "Option::is_none")]
    pub unset: Option<DiffUnset>,
}

/// The `+` of a diff. Absent members stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DiffSet {
    /// The new state.
    #[serde(rename = "s", skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Attributes to set.
    #[serde(rename = "a", skip_serializing_if = "Attributes::is_empty")]
    pub attributes: Attributes,
    /// The new cause.
    #[serde(rename = "c", skip_serializing_if = "Option::is_none")]
    pub context: Option<DiffContext>,
    /// `last_changed`, and then `last_updated` too.
    #[serde(rename = "lc", skip_serializing_if = "Option::is_none")]
    pub last_changed: Option<f64>,
    /// `last_updated`, where only that moved.
    #[serde(rename = "lu", skip_serializing_if = "Option::is_none")]
    pub last_updated: Option<f64>,
}

/// The `-` of a diff.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DiffUnset {
    /// Attributes that are gone.
    #[serde(rename = "a")]
    pub attributes: Vec<String>,
}

/// A context in a diff. Text means that only the id changed: parent and user stay (mixing this up with
/// [`SnapshotContext`] breaks attribution). An object carries only the members that changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum DiffContext {
    /// Only the id.
    Id(String),
    /// The members that changed.
    Part(DiffContextPart),
}

/// The changed members of a context; `Some(None)` is an explicit `null`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DiffContextPart {
    /// The new id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The new parent.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<Option<String>>,
    /// The new user.
    #[serde(deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Option<UserId>>,
}

/// Reads an event and drops the entities in it that cannot be read.
///
/// Answers the event and how many entries were dropped; `None` when it is not an event at all.
/// The common case costs one pass; only a bad event is read a second time, entry by entry.
pub fn read_event(text: &str) -> Option<(EntitiesEvent, usize)> {
    // serde reads a struct from an array too, which no hub ever sends.
    if !text.trim_start().starts_with('{') {
        return None;
    }
    if let Ok(event) = serde_json::from_str(text) {
        return Some((event, 0));
    }
    let loose: LooseEvent = serde_json::from_str(text).ok()?;
    let mut dropped = 0;
    let event = EntitiesEvent {
        added: keep_readable(&loose.added, &mut dropped),
        changed: keep_readable(&loose.changed, &mut dropped),
        removed: loose.removed.iter().filter_map(|id| EntityId::parse(id)).collect(),
    };
    Some((event, dropped))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct LooseEvent<'a> {
    #[serde(rename = "a", borrow)]
    added: BTreeMap<String, &'a RawValue>,
    #[serde(rename = "c", borrow)]
    changed: BTreeMap<String, &'a RawValue>,
    #[serde(rename = "r")]
    removed: Vec<String>,
}

fn keep_readable<'a, T: Deserialize<'a>>(
    entries: &BTreeMap<String, &'a RawValue>,
    dropped: &mut usize,
) -> BTreeMap<EntityId, T> {
    let mut kept = BTreeMap::new();
    for (id, value) in entries {
        match (EntityId::parse(id), serde_json::from_str(value.get())) {
            (Some(id), Ok(value)) => drop(kept.insert(id, value)),
            (None, _) | (_, Err(_)) => *dropped += 1,
        }
    }
    kept
}

/// Tells a member that is `null` from one that is absent.
fn present<'de, D, T>(deserializer: D) -> Result<Option<Option<T>>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    Option::deserialize(deserializer).map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_null_user_is_not_an_absent_user() {
        let part: DiffContextPart = serde_json::from_str(r#"{"id":"1","user_id":null}"#).unwrap();
        assert_eq!(part.user_id, Some(None));
        assert_eq!(part.parent_id, None);
        assert_eq!(serde_json::to_string(&part).unwrap(), r#"{"id":"1","user_id":null}"#);
    }

    #[test]
    fn one_bad_entity_does_not_cost_the_others() {
        let text = r#"{"a":{"light.a":{"s":"on","a":{},"c":"1","lc":1.0},"light.b":{"s":7},"nonsense":{}}}"#;
        let (event, dropped) = read_event(text).unwrap();
        assert_eq!(event.added.keys().map(EntityId::as_str).collect::<Vec<_>>(), ["light.a"]);
        assert_eq!(dropped, 2);
    }

    #[test]
    fn what_is_not_an_event_is_none() {
        for text in ["", "7", "[]", r#"{"a":7}"#, "null"] {
            assert_eq!(read_event(text), None, "{text}");
        }
    }
}
