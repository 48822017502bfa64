//! From the hub's registries and entities to the sections of a dashboard, good without a single edit.
//!
//! One section per area, in the hub's order; what stands in no area is grouped by what it is. Configuration,
//! diagnostics and what somebody has hidden stay out.

use std::collections::BTreeMap;
use std::sync::Arc;

use doorstep_protocol::ids::{AreaId, DeviceId, EntityId};
use doorstep_protocol::registry::{Area, Device, EntityEntry, EntityRegistry};
use doorstep_protocol::state::State;

use crate::card;

/// What the hub's registries say.
#[derive(Debug, Default)]
pub struct Registries {
    /// In the hub's order.
    pub areas: Vec<Area>,
    device_areas: BTreeMap<DeviceId, AreaId>,
    entries: BTreeMap<EntityId, Arc<EntityEntry>>,
}

/// A part of the dashboard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// Over it.
    pub title: Title,
    /// In it, in order.
    pub entities: Vec<EntityId>,
}

/// What a section is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Title {
    /// An area, by its name.
    Area(String),
    /// Entities without an area, by what they are.
    Group(Group),
}

/// What entities without an area are grouped by, in the order of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// Who lives here.
    People,
    /// Lights and switches.
    Lights,
    /// Heating, fans, weather.
    Climate,
    /// Covers, locks, alarm.
    Doors,
    /// Players.
    Media,
    /// Scenes, scripts, buttons.
    Scenes,
    /// What is measured.
    Sensors,
    /// The rest.
    Other,
}

/// Domains that are machinery rather than things in a home.
const NOT_SHOWN: &[&str] = &[
    "zone",
    "sun",
    "conversation",
    "tts",
    "stt",
    "wake_word",
    "assist_satellite",
    "event",
    "notify",
    "persistent_notification",
    "image_processing",
    "update",
    "tag",
    "schedule",
    "timer",
    "ai_task",
];

impl Registries {
    /// Takes over the devices.
    pub fn devices(&mut self, devices: Vec<Device>) {
        self.device_areas.clear();
        for device in devices {
            if let Some(area) = device.area_id {
                self.device_areas.insert(device.id, area);
            }
        }
    }

    /// Takes over the entities.
    pub fn entities(&mut self, registry: EntityRegistry) {
        self.entries.clear();
        for entry in registry.entities {
            self.entries.insert(entry.entity_id.clone(), Arc::new(entry));
        }
    }

    /// How many digits after the point an entity's number should have.
    pub fn precision(&self, id: &EntityId) -> Option<u8> {
        self.entries.get(id)?.display_precision
    }

    fn area_of(&self, id: &EntityId) -> Option<&AreaId> {
        let entry = self.entries.get(id)?;
        entry.area_id.as_ref().or_else(|| self.device_areas.get(entry.device_id.as_ref()?))
    }

    fn is_shown(&self, id: &EntityId) -> bool {
        let is_ordinary =
            self.entries.get(id).is_none_or(|entry| entry.category.is_none() && entry.hidden != Some(true));
        is_ordinary && !NOT_SHOWN.contains(&id.domain())
    }
}

/// The sections for these entities.
pub fn sections<'a>(registries: &Registries, states: impl Iterator<Item = &'a State>) -> Vec<Section> {
    let order = |id: &AreaId| registries.areas.iter().position(|area| area.area_id == *id);
    let mut placed: Vec<_> = states
        .filter(|state| registries.is_shown(&state.entity_id))
        .map(|state| {
            let id = &state.entity_id;
            let area = registries.area_of(id).and_then(order);
            let home = area.map_or_else(|| Home::Group(group(id.domain())), Home::Area);
            (home, group(id.domain()), card::name(state), id.clone())
        })
        .collect();
    placed.sort_unstable();

    let mut sections: Vec<(Home, Section)> = Vec::new();
    for (home, _, _, id) in placed {
        match sections.last_mut() {
            Some((last, section)) if *last == home => section.entities.push(id),
            Some(_) | None => {
                let title = match home {
                    Home::Area(place) => Title::Area(
                        registries.areas.get(place).map(|area| area.name.clone()).unwrap_or_default(),
                    ),
                    Home::Group(group) => Title::Group(group),
                };
                sections.push((home, Section { title, entities: vec![id] }));
            }
        }
    }
    sections.into_iter().map(|(_, section)| section).collect()
}

/// Where an entity stands; the order of the sections.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Home {
    Area(usize),
    Group(Group),
}

fn group(domain: &str) -> Group {
    match domain {
        "person" | "device_tracker" => Group::People,
        "light" | "switch" | "input_boolean" => Group::Lights,
        "climate" | "fan" | "weather" | "humidifier" | "water_heater" => Group::Climate,
        "cover" | "lock" | "alarm_control_panel" | "valve" => Group::Doors,
        "media_player" | "vacuum" | "camera" | "remote" => Group::Media,
        "scene" | "script" | "button" | "input_button" | "automation" => Group::Scenes,
        "sensor" | "binary_sensor" | "counter" => Group::Sensors,
        _ => Group::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use doorstep_protocol::json::FromJson;
    use doorstep_protocol::state::{Attributes, Context};
    use serde_json::json;

    fn state(id: &str) -> State {
        State {
            entity_id: EntityId::parse(id).unwrap(),
            state: "on".to_owned(),
            attributes: Attributes::new(),
            last_changed: 0.0,
            last_updated: 0.0,
            context: Context::default(),
        }
    }

    fn read<T: FromJson>(value: serde_json::Value) -> T {
        T::from_json(value).unwrap()
    }

    fn registries() -> Registries {
        let mut registries = Registries {
            areas: read(json!([
                {"area_id": "kitchen", "name": "Kitchen"}, {"area_id": "hall", "name": "Hall"}])),
            ..Registries::default()
        };
        registries.devices(read(json!([{"id": "d1", "area_id": "hall"}])));
        registries.entities(read(json!({"entities": [
                {"ei": "light.own", "ai": "kitchen", "di": "d1"},
                {"ei": "light.by_device", "di": "d1"},
                {"ei": "sensor.signal", "ai": "hall", "ec": 1},
                {"ei": "light.hidden", "ai": "hall", "hb": true},
                {"ei": "sensor.lost", "ai": "gone"}]})));
        registries
    }

    #[track_caller]
    fn check(ids: &[&str], expected: &[(&str, &[&str])]) {
        let states: Vec<_> = ids.iter().map(|id| state(id)).collect();
        let found: Vec<_> = sections(&registries(), states.iter())
            .into_iter()
            .map(|section| {
                let title = match section.title {
                    Title::Area(name) => name,
                    Title::Group(group) => format!("{group:?}"),
                };
                (title, section.entities.iter().map(|id| id.as_str().to_owned()).collect::<Vec<_>>())
            })
            .collect();
        let expected: Vec<_> = expected
            .iter()
            .map(|(title, ids)| ((*title).to_owned(), ids.iter().map(|id| (*id).to_owned()).collect()))
            .collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn an_entity_stands_in_its_own_area_before_its_devices() {
        check(
            &["light.by_device", "light.own"],
            &[("Kitchen", &["light.own"]), ("Hall", &["light.by_device"])],
        );
    }

    #[test]
    fn diagnostics_hidden_things_and_machinery_stay_out() {
        check(&["sensor.signal", "light.hidden", "zone.home", "tts.cloud"], &[]);
    }

    #[test]
    fn what_has_no_area_is_grouped_by_what_it_is() {
        check(
            &["sensor.lost", "light.b", "person.anna", "light.a", "light.own"],
            &[
                ("Kitchen", &["light.own"]),
                ("People", &["person.anna"]),
                ("Lights", &["light.a", "light.b"]),
                ("Sensors", &["sensor.lost"]),
            ],
        );
    }
}
