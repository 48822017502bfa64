//! What the registries say of the house: where things stand, and which of them a target means.

use doorstep_protocol::ids::{AreaId, DeviceId, EntityId};
use doorstep_protocol::registry::{Area, Device, EntityEntry};

/// The three registries.
#[derive(Debug, Default)]
pub(crate) struct Registry {
    /// The rooms, in the order of a walk through the house.
    pub(crate) areas: Vec<Area>,
    /// The devices.
    pub(crate) devices: Vec<Device>,
    /// The entities.
    pub(crate) entries: Vec<EntityEntry>,
}

impl Registry {
    /// The entities that a service to this area reaches.
    pub(crate) fn in_area<'a>(&'a self, area: &'a str) -> impl Iterator<Item = &'a EntityId> {
        let is_meant = move |entry: &&EntityEntry| self.area_of(entry).is_some_and(|id| id.as_str() == area);
        self.entries.iter().filter(is_meant).filter(is_reached).map(|entry| &entry.entity_id)
    }

    /// The entities that a service to this device reaches.
    pub(crate) fn of_device<'a>(&'a self, device: &'a str) -> impl Iterator<Item = &'a EntityId> {
        let is_meant =
            move |entry: &&EntityEntry| entry.device_id.as_ref().is_some_and(|id| id.as_str() == device);
        self.entries.iter().filter(is_meant).filter(is_reached).map(|entry| &entry.entity_id)
    }

    /// Where an entity stands: its own area comes before its device's.
    pub(crate) fn area_of<'a>(&'a self, entry: &'a EntityEntry) -> Option<&'a AreaId> {
        entry.area_id.as_ref().or_else(|| self.device(entry.device_id.as_ref()?)?.area_id.as_ref())
    }

    fn device(&self, id: &DeviceId) -> Option<&Device> {
        self.devices.iter().find(|device| device.id == *id)
    }
}

/// A target that is not named itself leaves hidden and diagnostic entities alone, as in Home Assistant.
fn is_reached(entry: &&EntityEntry) -> bool {
    entry.category.is_none() && entry.hidden != Some(true)
}
