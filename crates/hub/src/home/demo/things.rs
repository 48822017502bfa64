//! The kinds of things in the house, and the one place that knows all of their services.

pub(crate) mod alarm;
pub(crate) mod binary_sensor;
pub(crate) mod climate;
pub(crate) mod cover;
pub(crate) mod everything;
pub(crate) mod fan;
pub(crate) mod light;
pub(crate) mod lock;
pub(crate) mod media_player;
pub(crate) mod person;
pub(crate) mod scene;
pub(crate) mod sensor;
pub(crate) mod switch;
pub(crate) mod vacuum;
pub(crate) mod weather;

use super::service::{Description, listed};

/// The domains that have services.
pub(crate) const DOMAINS: [&str; 11] = [
    "alarm_control_panel",
    "climate",
    "cover",
    "fan",
    "homeassistant",
    "light",
    "lock",
    "media_player",
    "scene",
    "switch",
    "vacuum",
];

/// The services of a domain; none for a domain that has none or that the house does not know.
pub(crate) fn services(domain: &str) -> Vec<Description> {
    match domain {
        "alarm_control_panel" => listed("alarm_control_panel", alarm::SERVICES),
        "climate" => listed("climate", climate::SERVICES),
        "cover" => listed("cover", cover::SERVICES),
        "fan" => listed("fan", fan::SERVICES),
        "homeassistant" => listed("homeassistant", everything::SERVICES),
        "light" => listed("light", light::SERVICES),
        "lock" => listed("lock", lock::SERVICES),
        "media_player" => listed("media_player", media_player::SERVICES),
        "scene" => listed("scene", scene::SERVICES),
        "switch" => listed("switch", switch::SERVICES),
        "vacuum" => listed("vacuum", vacuum::SERVICES),
        _ => Vec::new(),
    }
}
