//! `subscribe_entities`: the compressed form in which entities and their changes arrive.
//!
//! Source: `homeassistant/components/websocket_api/messages.py` (`_state_diff_event`) and
//! `home-assistant-js-websocket/lib/entities.ts`. Times are Unix seconds.

use serde::Serialize;
use serde_json::{Map, Value};

use crate::ids::{EntityId, UserId};
use crate::json::{self, FromJson, Members};
use crate::state::{Attributes, Context};

/// One event of the subscription. May hold all three parts at once.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct EntitiesEvent {
    /// Entities in full, in order of their ids: the first snapshot, and new ones.
    pub added: Vec<(EntityId, Snapshot)>,
    /// What changed of known ones.
    pub changed: Vec<(EntityId, Diff)>,
    /// Entities that are gone.
    pub removed: Vec<EntityId>,
}

/// An entity in full.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Snapshot {
    /// The state.
    #[serde(rename = "s")]
    pub state: String,
    /// The attributes.
    #[serde(rename = "a")]
    pub attributes: Attributes,
    /// What caused it.
    #[serde(rename = "c")]
    pub context: SnapshotContext,
    /// `last_changed`.
    #[serde(rename = "lc")]
    pub last_changed: f64,
    /// `last_updated`; left out when it equals `last_changed`.
    #[serde(rename = "lu", skip_serializing_if = "Option::is_none")]
    pub last_updated: Option<f64>,
}

/// A context in a snapshot: text is the id of one without parent and user.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum SnapshotContext {
    /// Nobody in particular.
    Id(String),
    /// With what is known.
    Full(Context),
}

/// What changed of one entity.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Diff {
    /// What is new or different.
    #[serde(rename = "+", skip_serializing_if = "Option::is_none")]
    pub set: Option<DiffSet>,
    /// What is gone.
    #[serde(rename = "-", skip_serializing_if = "Option::is_none")]
    pub unset: Option<DiffUnset>,
}

/// The `+` of a diff. Absent members stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
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
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DiffUnset {
    /// Attributes that are gone.
    #[serde(rename = "a")]
    pub attributes: Vec<String>,
}

/// A context in a diff. Text means that only the id changed: parent and user stay (mixing this up with
/// [`SnapshotContext`] breaks attribution). An object carries only the members that changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum DiffContext {
    /// Only the id.
    Id(String),
    /// The members that changed.
    Part(DiffContextPart),
}

/// The changed members of a context; `Some(None)` is an explicit `null`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct DiffContextPart {
    /// The new id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// The new parent.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent_id: Option<Option<String>>,
    /// The new user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Option<UserId>>,
}

/// Reads an event and drops the entities in it that cannot be read.
///
/// Answers the event and how many entries were dropped; `None` when it is not an event at all.
pub fn read_event(text: &str) -> Option<(EntitiesEvent, usize)> {
    EntitiesEvent::read(json::value(text)?)
}

impl EntitiesEvent {
    /// The same, of an event that has been parsed already.
    pub fn read(event: Value) -> Option<(Self, usize)> {
        let mut parts = Members::of(event)?;
        let mut dropped = 0;
        let event = Self {
            added: readable(parts.or_default("a"), &mut dropped),
            changed: readable(parts.or_default("c"), &mut dropped),
            removed: parts.or_default("r"),
        };
        Some((parts.made(event)?, dropped))
    }
}

fn readable<T: FromJson>(entries: Map<String, Value>, dropped: &mut usize) -> Vec<(EntityId, T)> {
    let mut kept = Vec::with_capacity(entries.len());
    for (id, value) in entries {
        match (EntityId::parse(&id), T::from_json(value)) {
            (Some(id), Some(value)) => kept.push((id, value)),
            (None, _) | (_, None) => *dropped += 1,
        }
    }
    kept
}

impl FromJson for Snapshot {
    fn from_json(value: Value) -> Option<Self> {
        let mut entity = Members::of(value)?;
        let read = Self {
            state: entity.text("s"),
            attributes: entity.or_default("a"),
            context: entity.read("c")?,
            last_changed: entity.number("lc"),
            last_updated: entity.read("lu"),
        };
        entity.made(read)
    }
}

impl FromJson for SnapshotContext {
    fn from_json(value: Value) -> Option<Self> {
        if let Value::String(id) = value {
            return Some(Self::Id(id));
        }
        Context::from_json(value).map(Self::Full)
    }
}

impl FromJson for Diff {
    fn from_json(value: Value) -> Option<Self> {
        let mut diff = Members::of(value)?;
        let read = Self { set: diff.read("+"), unset: diff.read("-") };
        diff.made(read)
    }
}

impl FromJson for DiffSet {
    fn from_json(value: Value) -> Option<Self> {
        let mut set = Members::of(value)?;
        let read = Self {
            state: set.read("s"),
            attributes: set.or_default("a"),
            context: set.read("c"),
            last_changed: set.read("lc"),
            last_updated: set.read("lu"),
        };
        set.made(read)
    }
}

impl FromJson for DiffUnset {
    fn from_json(value: Value) -> Option<Self> {
        let mut unset = Members::of(value)?;
        let read = Self { attributes: unset.or_default("a") };
        unset.made(read)
    }
}

impl FromJson for DiffContext {
    fn from_json(value: Value) -> Option<Self> {
        if let Value::String(id) = value {
            return Some(Self::Id(id));
        }
        DiffContextPart::from_json(value).map(Self::Part)
    }
}

impl FromJson for DiffContextPart {
    fn from_json(value: Value) -> Option<Self> {
        let mut part = Members::of(value)?;
        let read = Self {
            id: part.read("id"),
            parent_id: part.nullable("parent_id"),
            user_id: part.nullable("user_id"),
        };
        part.made(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_null_user_is_not_an_absent_user() {
        let part: DiffContextPart = json::parse(r#"{"id":"1","user_id":null}"#).unwrap();
        assert_eq!(part.user_id, Some(None));
        assert_eq!(part.parent_id, None);
        assert_eq!(serde_json::to_string(&part).unwrap(), r#"{"id":"1","user_id":null}"#);
    }

    #[test]
    fn one_bad_entity_does_not_cost_the_others() {
        let text = r#"{"a":{"light.a":{"s":"on","a":{},"c":"1","lc":1.0},"light.b":{"s":7},"nonsense":{}}}"#;
        let (event, dropped) = read_event(text).unwrap();
        assert_eq!(event.added.iter().map(|(id, _)| id.as_str()).collect::<Vec<_>>(), ["light.a"]);
        assert_eq!(dropped, 2);
    }

    #[test]
    fn what_is_not_an_event_is_none() {
        for text in ["", "7", "[]", r#"{"a":7}"#, "null"] {
            assert_eq!(read_event(text), None, "{text}");
        }
    }
}
