//! One entity's state as `get_states` and `state_changed` carry it in full.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use crate::ids::{EntityId, UserId};
use crate::json::{FromJson, Members};

/// What is known of an entity beside its state.
pub type Attributes = Map<String, Value>;

/// An entity at a moment. Times are Unix seconds; on the wire of `get_states` they are ISO 8601, which
/// the hub writes itself.
#[derive(Clone, Debug, PartialEq)]
pub struct State {
    /// Which entity.
    pub entity_id: EntityId,
    /// `on`, `21.4`, `unavailable`, …
    pub state: String,
    /// Name, unit, brightness, …
    pub attributes: Attributes,
    /// When `state` last became what it is, in Unix seconds.
    pub last_changed: f64,
    /// When state or attributes last became what they are, in Unix seconds.
    pub last_updated: f64,
    /// What caused that.
    pub context: Context,
}

/// What caused a change: the same id stands in the answer to the `call_service` that did it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// A ULID.
    pub id: String,
    /// The context that led to this one.
    #[serde(default)]
    pub parent_id: Option<String>,
    /// Who did it, where it was a person.
    #[serde(default)]
    pub user_id: Option<UserId>,
}

impl FromJson for Context {
    fn from_json(value: Value) -> Option<Self> {
        let mut context = Members::of(value)?;
        let read = Self {
            id: context.text("id"),
            parent_id: context.read("parent_id"),
            user_id: context.read("user_id"),
        };
        context.made(read)
    }
}
