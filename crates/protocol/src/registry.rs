//! Areas, devices and entities as the hub's registries list them, as far as a dashboard needs.

use serde::Serialize;
use serde_json::Value;

use crate::ids::{AreaId, DeviceId, EntityId};
use crate::json::{FromJson, Members};

/// A member of `config/area_registry/list`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Area {
    /// The key.
    pub area_id: AreaId,
    /// What people call it.
    pub name: String,
    /// `mdi:sofa`, where somebody chose one.
    pub icon: Option<String>,
}

/// A member of `config/device_registry/list`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Device {
    /// The key.
    pub id: DeviceId,
    /// Where it stands.
    pub area_id: Option<AreaId>,
    /// What its maker calls it.
    pub name: Option<String>,
    /// What people call it.
    pub name_by_user: Option<String>,
}

/// The result of `config/entity_registry/list_for_display`: short keys, absent when default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EntityRegistry {
    /// The entities that the registry knows.
    pub entities: Vec<EntityEntry>,
}

/// One entity of the registry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EntityEntry {
    /// Which one.
    #[serde(rename = "ei")]
    pub entity_id: EntityId,
    /// Its own area, before its device's.
    #[serde(rename = "ai", skip_serializing_if = "Option::is_none")]
    pub area_id: Option<AreaId>,
    /// The device it belongs to.
    #[serde(rename = "di", skip_serializing_if = "Option::is_none")]
    pub device_id: Option<DeviceId>,
    /// The integration it comes from.
    #[serde(rename = "pl", skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// The name given in the registry.
    #[serde(rename = "en", skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `mdi:…`, where somebody chose one.
    #[serde(rename = "ic", skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// 0 is configuration, 1 is diagnostic: not for a dashboard.
    #[serde(rename = "ec", skip_serializing_if = "Option::is_none")]
    pub category: Option<u8>,
    /// Hidden by somebody.
    #[serde(rename = "hb", skip_serializing_if = "Option::is_none")]
    pub hidden: Option<bool>,
    /// Digits after the point to show.
    #[serde(rename = "dp", skip_serializing_if = "Option::is_none")]
    pub display_precision: Option<u8>,
}

impl FromJson for Area {
    fn from_json(value: Value) -> Option<Self> {
        let mut area = Members::of(value)?;
        let read =
            Self { area_id: AreaId(area.text("area_id")), name: area.text("name"), icon: area.read("icon") };
        area.made(read)
    }
}

impl FromJson for Device {
    fn from_json(value: Value) -> Option<Self> {
        let mut device = Members::of(value)?;
        let read = Self {
            id: DeviceId(device.text("id")),
            area_id: device.read("area_id"),
            name: device.read("name"),
            name_by_user: device.read("name_by_user"),
        };
        device.made(read)
    }
}

impl FromJson for EntityRegistry {
    fn from_json(value: Value) -> Option<Self> {
        Some(Self { entities: Members::of(value)?.read("entities")? })
    }
}

impl FromJson for EntityEntry {
    fn from_json(value: Value) -> Option<Self> {
        let mut entry = Members::of(value)?;
        let read = Self {
            entity_id: entry.read("ei")?,
            area_id: entry.read("ai"),
            device_id: entry.read("di"),
            platform: entry.read("pl"),
            name: entry.read("en"),
            icon: entry.read("ic"),
            category: entry.read("ec"),
            hidden: entry.read("hb"),
            display_precision: entry.read("dp"),
        };
        entry.made(read)
    }
}
