//! Following the home.

use std::collections::HashSet;

use doorstep_protocol::ids::EntityId;
use serde_json::Value;

use crate::arguments::{Arguments, Misfit};
use crate::permissions::{Access, Level};
use crate::socket::conversation::{Conversation, Subscription};
use crate::socket::feed::Feed;
use crate::socket::refused::Refused;

/// `subscribe_entities`
pub(super) fn entities(talk: &mut Conversation, id: u64, mut arguments: Arguments) -> Result<(), Refused> {
    let only = arguments.optional("entity_ids").map(entity_ids).transpose()?;
    arguments.finish()?;
    talk.listen_to_home();
    let feed = Feed::new(only, &talk.readable());
    talk.subscribe(id, Subscription::Entities(feed))?;
    talk.done_without_result(id);
    if let Some(Subscription::Entities(feed)) = talk.subscriptions.get_mut(&id) {
        feed.write_first(id, &mut talk.outbox);
    }
    Ok(())
}

/// `subscribe_events`
pub(super) fn events(talk: &mut Conversation, id: u64, mut arguments: Arguments) -> Result<(), Refused> {
    let kind = arguments.optional_text("event_type")?;
    arguments.finish()?;
    if !may_follow(&talk.access, kind.as_deref()) {
        return Err(Refused::Beyond(Level::Admin));
    }
    talk.listen_to_home();
    talk.subscribe(id, Subscription::Events(kind))?;
    talk.done_without_result(id);
    Ok(())
}

/// Whether somebody may follow the events of a kind, or of every kind.
pub(in crate::socket) fn may_follow(access: &Access, kind: Option<&str>) -> bool {
    kind.is_some_and(|kind| OPEN_EVENTS.contains(&kind)) || access.reaches(Level::Admin)
}

/// `unsubscribe_events`, for subscriptions of every kind.
pub(super) fn unsubscribe(talk: &mut Conversation, id: u64, mut arguments: Arguments) -> Result<(), Refused> {
    let subscription = arguments.number("subscription")?;
    arguments.finish()?;
    talk.subscriptions.remove(&subscription).ok_or(Refused::NoSubscription)?;
    talk.done_without_result(id);
    Ok(())
}

/// One id or a list of them.
fn entity_ids(value: Value) -> Result<HashSet<EntityId>, Misfit> {
    let parse = |value: &Value| value.as_str().and_then(EntityId::parse);
    let ids = match &value {
        Value::String(_) => parse(&value).map(|id| HashSet::from([id])),
        Value::Array(ids) => ids.iter().map(parse).collect(),
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::Object(_) => None,
    };
    ids.ok_or_else(|| Misfit::new("invalid entity ID for dictionary value", "entity_ids", value))
}

/// What everybody may follow.
/// Source: `homeassistant/components/websocket_api/permissions.py` (`SUBSCRIBE_ALLOWLIST`).
const OPEN_EVENTS: [&str; 20] = [
    "area_registry_updated",
    "category_registry_updated",
    "component_loaded",
    "core_config_updated",
    "device_registry_updated",
    "entity_registry_updated",
    "floor_registry_updated",
    "label_registry_updated",
    "lovelace_updated",
    "panels_updated",
    "persistent_notifications_updated",
    "recorder_5min_statistics_generated",
    "recorder_hourly_statistics_generated",
    "repairs_issue_registry_updated",
    "service_registered",
    "service_removed",
    "shopping_list_updated",
    "state_changed",
    "themes_updated",
    "homeassistant_started",
];
