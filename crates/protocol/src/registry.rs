//! Areas, devices and entities as the hub's registries list them, as far as a dashboard needs.

use serde::{Deserialize, Serialize};

use crate::ids::{AreaId, DeviceId, EntityId};

/// A member of `config/area_registry/list`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// The key.
    pub area_id: AreaId,
    /// What people call it.
    pub name: String,
    /// `mdi:sofa`, where somebody chose one.
    #[serde(default)]
    pub icon: Option<String>,
}

/// A member of `config/device_registry/list`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// The key.
    pub id: DeviceId,
    /// Where it stands.
    #[serde(default)]
    pub area_id: Option<AreaId>,
    /// What its maker calls it.
    #[serde(default)]
    pub name: Option<String>,
    /// What people call it.
    #[serde(default)]
    pub name_by_user: Option<String>,
}

/// The result of `config/entity_registry/list_for_display`: short keys, absent when default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityRegistry {
    /// The entities that the registry knows.
    pub entities: Vec<EntityEntry>,
}

/// One entity of the registry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EntityEntry {
    /// Which one.
    #[serde(rename = "ei")]
    pub entity_id: EntityId,
    /// Its own area, before its device's.
    #[serde(rename = "ai", default, skip_serializing_if = "Option::is_none")]
    pub area_id: Option<AreaId>,
    /// The device it belongs to.
    #[serde(rename = "di", default, skip_serializing_if = "Option::is_none")]
    pub device_id: Option<DeviceId>,
    /// The integration it comes from.
    #[serde(rename = "pl", default, skip_serializing_if = "Option::is_none")]
    pub platform: Option<String>,
    /// The name given in the registry.
    #[serde(rename = "en", default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// `mdi:…`, where somebody chose one.
    #[serde(rename = "ic", default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// 0 is configuration, 1 is diagnostic: not for a dashboard.
    #[serde(rename = "ec", default, skip_serializing_if = "Option::is_none")]
    pub category: Option<u8>,
    /// Hidden by somebody.
    #[serde(rename = "hb", default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<bool>,
    /// Digits after the point to show.
    #[serde(rename = "dp", default, skip_serializing_if = "Option::is_none")]
    pub display_precision: Option<u8>,
}
