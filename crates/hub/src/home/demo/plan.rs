//! The plan of the house: which things stand where. One file per part of the house.

mod bench;
mod downstairs;
mod family;
mod outside;
mod scenes;
mod upstairs;
mod workbench;

use std::collections::BTreeMap;

pub(crate) use bench::Bench;
use doorstep_protocol::ids::{AreaId, DeviceId, EntityId};
use doorstep_protocol::registry::{Area, Device, EntityEntry};
use serde_json::Value;

use super::chance::digest;
use super::entity::Entity;
use super::registry::Registry;
use super::thing::Thing;

/// A room with what stands in it.
pub(crate) struct Room {
    id: &'static str,
    name: &'static str,
    icon: &'static str,
    devices: Vec<(&'static str, Vec<Item>)>,
}

impl Room {
    fn new(id: &'static str, name: &'static str, icon: &'static str) -> Self {
        Self { id, name, icon, devices: Vec::new() }
    }

    /// A device that is one entity, and has its name.
    fn one(mut self, item: Item) -> Self {
        self.devices.push((item.name, vec![item]));
        self
    }

    /// A device of several entities.
    fn device(mut self, name: &'static str, items: impl IntoIterator<Item = Item>) -> Self {
        self.devices.push((name, items.into_iter().collect()));
        self
    }
}

/// One entity of the plan.
pub(crate) struct Item {
    id: &'static str,
    name: &'static str,
    icon: Option<&'static str>,
    category: Option<u8>,
    is_hidden: bool,
    thing: Box<dyn Thing>,
}

/// An entity with this id and name.
fn item(id: &'static str, name: &'static str, thing: impl Thing + 'static) -> Item {
    Item { id, name, icon: None, category: None, is_hidden: false, thing: Box::new(thing) }
}

impl Item {
    fn icon(mut self, icon: &'static str) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Not for a dashboard: how well the device itself does.
    fn diagnostic(mut self) -> Self {
        self.category = Some(1);
        self
    }

    /// Hidden by the family.
    fn hidden(mut self) -> Self {
        self.is_hidden = true;
        self
    }
}

/// Everything in the house, and what the registries say of it.
#[derive(Default)]
pub(crate) struct Plan {
    /// What the registries say.
    pub(crate) registry: Registry,
    /// The entities themselves.
    pub(crate) entities: BTreeMap<EntityId, Entity>,
}

impl Plan {
    /// The house, with the family that lives in it unless it `is_empty`.
    pub(crate) fn of_the_house(is_empty: bool) -> Self {
        let mut plan = Self::default();
        let rooms = [downstairs::rooms(), upstairs::rooms(), outside::rooms(), vec![workbench::room()]];
        for room in rooms.into_iter().flatten() {
            plan.furnish(room);
        }
        for item in if is_empty { Vec::new() } else { family::persons() } {
            plan.place(item, None);
        }
        plan
    }

    /// Takes up what was kept of each entity, by id. What does not fit is left out.
    pub(crate) fn restore(&mut self, kept: Value) {
        let Value::Object(kept) = kept else { return };
        for (id, value) in kept {
            if let Some(entity) = EntityId::parse(&id).and_then(|id| self.entities.get_mut(&id)) {
                entity.thing.restore(&value);
            }
        }
    }

    fn furnish(&mut self, room: Room) {
        let area = AreaId::from(room.id);
        for (name, items) in room.devices {
            let device = self.add_device(&area, name);
            for item in items {
                self.place(item, Some(&device));
            }
        }
        let (name, icon) = (room.name.to_owned(), Some(room.icon.to_owned()));
        self.registry.areas.push(Area { area_id: area, name, icon });
    }

    /// Adds a device, whose id follows from where it stands and what it is called.
    fn add_device(&mut self, area: &AreaId, name: &str) -> DeviceId {
        let half = |salt: &str| format!("{:016x}", digest(&format!("{salt}/{}/{name}", area.as_str())));
        let id = DeviceId(half("device") + &half("id"));
        self.registry.devices.push(Device {
            id: id.clone(),
            area_id: Some(area.clone()),
            name: Some(name.to_owned()),
            name_by_user: None,
        });
        id
    }

    fn place(&mut self, item: Item, device: Option<&DeviceId>) {
        let Some(entity_id) = EntityId::parse(item.id) else { return };
        self.registry.entries.push(EntityEntry {
            entity_id: entity_id.clone(),
            area_id: None,
            device_id: device.cloned(),
            platform: Some("demo".to_owned()),
            name: Some(item.name.to_owned()),
            icon: item.icon.map(str::to_owned),
            category: item.category,
            hidden: item.is_hidden.then_some(true),
            display_precision: item.thing.precision(),
        });
        self.entities.insert(entity_id, Entity::new(item.name, item.icon, item.thing));
    }
}
