//! Areas, devices and entities, with every member that Home Assistant's lists have.

use serde_json::{Value, json};

use crate::arguments::Arguments;
use crate::socket::conversation::Conversation;
use crate::socket::refused::Refused;

/// `config/area_registry/list`
pub(super) fn areas(talk: &mut Conversation, id: u64, arguments: Arguments) -> Result<(), Refused> {
    arguments.finish()?;
    let areas: Vec<Value> = talk
        .hub
        .home()
        .areas()
        .into_iter()
        .filter(|area| talk.access.may_know_area(&area.area_id))
        .map(|area| {
            json!({
                "aliases": [],
                "area_id": area.area_id,
                "floor_id": null,
                "humidity_entity_id": null,
                "icon": area.icon,
                "labels": [],
                "name": area.name,
                "picture": null,
                "temperature_entity_id": null,
                "created_at": 0.0,
                "modified_at": 0.0,
            })
        })
        .collect();
    talk.done(id, &areas);
    Ok(())
}

/// `config/device_registry/list`
pub(super) fn devices(talk: &mut Conversation, id: u64, arguments: Arguments) -> Result<(), Refused> {
    arguments.finish()?;
    let devices: Vec<Value> = talk
        .hub
        .home()
        .devices()
        .into_iter()
        .filter(|device| talk.access.may_know_device(&device.id))
        .map(|device| {
            json!({
                "area_id": device.area_id,
                "configuration_url": null,
                "config_entries": [],
                "config_entries_subentries": {},
                "connections": [],
                "created_at": 0.0,
                "disabled_by": null,
                "entry_type": null,
                "hw_version": null,
                "id": device.id,
                "identifiers": [],
                "labels": [],
                "manufacturer": null,
                "model": null,
                "model_id": null,
                "modified_at": 0.0,
                "name_by_user": device.name_by_user,
                "name": device.name,
                "primary_config_entry": null,
                "serial_number": null,
                "sw_version": null,
                "via_device_id": null,
            })
        })
        .collect();
    talk.done(id, &devices);
    Ok(())
}

/// `config/entity_registry/list`
pub(super) fn entities(talk: &mut Conversation, id: u64, arguments: Arguments) -> Result<(), Refused> {
    arguments.finish()?;
    let entities: Vec<Value> = talk
        .hub
        .home()
        .entities()
        .entities
        .into_iter()
        .filter(|entity| talk.access.may_read(&entity.entity_id))
        .map(|entity| {
            json!({
                "area_id": entity.area_id,
                "categories": {},
                "config_entry_id": null,
                "config_subentry_id": null,
                "created_at": 0.0,
                "device_id": entity.device_id,
                "disabled_by": null,
                "entity_category": entity.category.map(category),
                "entity_id": entity.entity_id,
                "has_entity_name": false,
                "hidden_by": entity.hidden.filter(|hidden| *hidden).map(|_| "user"),
                "icon": entity.icon,
                "id": entity.entity_id,
                "labels": [],
                "modified_at": 0.0,
                "name": null,
                "options": {},
                "original_name": entity.name,
                "platform": entity.platform,
                "translation_key": null,
                "unique_id": entity.entity_id,
            })
        })
        .collect();
    talk.done(id, &entities);
    Ok(())
}

/// `config/entity_registry/list_for_display`
pub(super) fn entities_for_display(
    talk: &mut Conversation,
    id: u64,
    arguments: Arguments,
) -> Result<(), Refused> {
    arguments.finish()?;
    let entities: Vec<Value> = talk
        .hub
        .home()
        .entities()
        .entities
        .iter()
        .filter(|entity| talk.access.may_read(&entity.entity_id))
        .filter_map(|entity| serde_json::to_value(entity).ok())
        .map(|mut entity| {
            if let Some(members) = entity.as_object_mut() {
                members.insert("lb".to_owned(), json!([]));
            }
            entity
        })
        .collect();
    talk.done(
        id,
        &json!({ "entity_categories": { "0": "config", "1": "diagnostic" }, "entities": entities }),
    );
    Ok(())
}

/// The lists of what this hub does not have.
pub(super) fn none(talk: &mut Conversation, id: u64, arguments: Arguments) -> Result<(), Refused> {
    arguments.finish()?;
    talk.done(id, &json!([]));
    Ok(())
}

fn category(number: u8) -> &'static str {
    if number == 0 { "config" } else { "diagnostic" }
}
