//! A whole state, in the two forms that Home Assistant has: compressed, and in full with ISO times.

use doorstep_protocol::entities::{Snapshot, SnapshotContext};
use doorstep_protocol::state::{Attributes, Context, State};
use serde::Serialize;
use serde_json::{Value, json};

use crate::home::Change;
use crate::home::context::new_context;
use crate::iso;

/// As `subscribe_entities` sends it.
pub(super) fn compressed(state: &State) -> Snapshot {
    let context = &state.context;
    let is_bare = context.parent_id.is_none() && context.user_id.is_none();
    let is_same = state.last_changed.total_cmp(&state.last_updated).is_eq();
    Snapshot {
        state: state.state.clone(),
        attributes: state.attributes.clone(),
        context: if is_bare {
            SnapshotContext::Id(context.id.clone())
        } else {
            SnapshotContext::Full(context.clone())
        },
        last_changed: state.last_changed,
        last_updated: (!is_same).then_some(state.last_updated),
    }
}

/// As `get_states` and `state_changed` send it.
#[derive(Serialize)]
pub(crate) struct Full<'a> {
    entity_id: &'a str,
    state: &'a str,
    attributes: &'a Attributes,
    last_changed: String,
    last_reported: String,
    last_updated: String,
    context: &'a Context,
}

pub(crate) fn full(state: &State) -> Full<'_> {
    let updated = iso::write(state.last_updated);
    Full {
        entity_id: state.entity_id.as_str(),
        state: &state.state,
        attributes: &state.attributes,
        last_changed: iso::write(state.last_changed),
        last_reported: updated.clone(),
        last_updated: updated,
        context: &state.context,
    }
}

/// An event of the hub itself.
pub(super) fn hub_event(kind: &str, data: &Value, now: f64) -> String {
    let event = json!({
        "event_type": kind,
        "data": data,
        "origin": "LOCAL",
        "time_fired": iso::write(now),
        "context": new_context(None, now),
    });
    event.to_string()
}

/// The `state_changed` event of a change.
pub(super) fn event(change: &Change) -> String {
    #[derive(Serialize)]
    struct Event<'a> {
        event_type: &'static str,
        data: Data<'a>,
        origin: &'static str,
        time_fired: String,
        context: Context,
    }
    #[derive(Serialize)]
    struct Data<'a> {
        entity_id: &'a str,
        old_state: Option<Full<'a>>,
        new_state: Option<Full<'a>>,
    }
    let last = change.new.as_deref().or(change.old.as_deref());
    let event = Event {
        event_type: "state_changed",
        data: Data {
            entity_id: change.entity_id.as_str(),
            old_state: change.old.as_deref().map(full),
            new_state: change.new.as_deref().map(full),
        },
        origin: "LOCAL",
        time_fired: iso::write(last.map_or(0.0, |state| state.last_updated)),
        context: last.map(|state| state.context.clone()).unwrap_or_default(),
    };
    serde_json::to_string(&event).unwrap_or_default()
}
