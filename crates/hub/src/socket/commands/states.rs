//! The home's entities as they are now.

use serde_json::{Value, json};

use crate::arguments::Arguments;
use crate::socket::conversation::Conversation;
use crate::socket::refused::Refused;
use crate::socket::snapshot;

/// `get_states`
pub(super) fn all(talk: &mut Conversation, id: u64, arguments: Arguments) -> Result<(), Refused> {
    arguments.finish()?;
    let states = talk.readable();
    let list: Vec<_> = states.iter().map(|state| snapshot::full(state)).collect();
    talk.done(id, &list);
    Ok(())
}

/// `person/list`
pub(super) fn persons(talk: &mut Conversation, id: u64, arguments: Arguments) -> Result<(), Refused> {
    arguments.finish()?;
    let persons: Vec<Value> = talk
        .readable()
        .iter()
        .filter(|state| state.entity_id.domain() == "person")
        .map(|state| {
            json!({
                "id": state.entity_id.object_id(),
                "name": state.attributes.get("friendly_name"),
                "user_id": state.attributes.get("user_id"),
                "device_trackers": [],
            })
        })
        .collect();
    talk.done(id, &json!({ "storage": persons, "config": [] }));
    Ok(())
}
