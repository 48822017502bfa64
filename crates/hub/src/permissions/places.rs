//! Where entities stand: what the policies ask about devices and areas.

use std::collections::HashMap;

use doorstep_protocol::ids::{AreaId, DeviceId, EntityId};

use crate::home::Home;

/// Where one entity stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) device: Option<DeviceId>,
    /// The entity's own area, else its device's. Home Assistant's policies see the device's only, so that a
    /// lamp which somebody put into another room would stay open to whoever has the old one.
    pub(crate) area: Option<AreaId>,
}

/// Where everything stands.
#[derive(Debug, Default)]
pub(crate) struct Places(HashMap<EntityId, Place>);

impl Places {
    /// As the registries of a home say.
    pub(crate) fn of_home(home: &dyn Home) -> Self {
        let areas: HashMap<DeviceId, Option<AreaId>> =
            home.devices().into_iter().map(|device| (device.id, device.area_id)).collect();
        let place = |device: Option<DeviceId>, own: Option<AreaId>| {
            let area = own.or_else(|| areas.get(device.as_ref()?)?.clone());
            Place { device, area }
        };
        let entries = home.entities().entities.into_iter();
        Self(entries.map(|entry| (entry.entity_id, place(entry.device_id, entry.area_id))).collect())
    }

    /// Where an entity stands; `None` for one that no registry knows.
    pub(super) fn of(&self, id: &EntityId) -> Option<&Place> {
        self.0.get(id)
    }

    /// The entities of a device.
    pub(super) fn of_device<'a>(&'a self, device: &'a DeviceId) -> impl Iterator<Item = &'a EntityId> {
        self.0.iter().filter(|(_, place)| place.device.as_ref() == Some(device)).map(|(id, _)| id)
    }

    /// The entities in an area.
    pub(super) fn in_area<'a>(&'a self, area: &'a AreaId) -> impl Iterator<Item = &'a EntityId> {
        self.0.iter().filter(|(_, place)| place.area.as_ref() == Some(area)).map(|(id, _)| id)
    }

    #[cfg(test)]
    pub(super) fn with(places: &[(&str, Option<&str>, Option<&str>)]) -> Self {
        let place = |(id, device, area): &(&str, Option<&str>, Option<&str>)| {
            let place = Place { device: device.map(DeviceId::from), area: area.map(AreaId::from) };
            EntityId::parse(id).map(|id| (id, place))
        };
        Self(places.iter().filter_map(place).collect())
    }
}
