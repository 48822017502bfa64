//! What the scenes of the house ask for.

use serde_json::json;

use crate::home::demo::things::scene::{Scene, wish};

pub(super) fn movie_night() -> Scene {
    Scene::of([
        wish("light.living_room_ceiling", "turn_off", json!({})),
        wish("light.reading_lamp", "turn_off", json!({})),
        wish("light.floor_lamp", "turn_on", json!({"brightness": 38, "color_temp_kelvin": 2202})),
        wish("light.tv_backlight", "turn_on", json!({"brightness": 90, "hs_color": [265.0, 70.0]})),
        wish("cover.living_room_blinds", "set_cover_position", json!({"position": 5})),
        wish("media_player.living_room_tv", "turn_on", json!({})),
    ])
}

pub(super) fn dinner() -> Scene {
    Scene::of([
        wish("light.dining_table", "turn_on", json!({"brightness": 128, "color_temp_kelvin": 2400})),
        wish("light.sideboard", "turn_on", json!({"brightness": 77})),
        wish("light.kitchen_ceiling", "turn_on", json!({"brightness": 102, "color_temp_kelvin": 2700})),
        wish("light.kitchen_counter", "turn_off", json!({})),
    ])
}

pub(super) fn good_morning() -> Scene {
    Scene::of([
        wish("cover.bedroom_blinds", "open_cover", json!({})),
        wish("cover.living_room_blinds", "open_cover", json!({})),
        wish("light.bedroom_ceiling", "turn_on", json!({"brightness": 150, "color_temp_kelvin": 4000})),
        wish("light.kitchen_ceiling", "turn_on", json!({"brightness": 230, "color_temp_kelvin": 4500})),
        wish("switch.coffee_machine", "turn_on", json!({})),
        wish("climate.living_room", "set_preset_mode", json!({"preset_mode": "comfort"})),
        wish("alarm_control_panel.home", "alarm_disarm", json!({})),
    ])
}

pub(super) fn good_night() -> Scene {
    let lights = [
        "light.kitchen_ceiling",
        "light.kitchen_counter",
        "light.living_room_ceiling",
        "light.floor_lamp",
        "light.tv_backlight",
        "light.reading_lamp",
        "light.dining_table",
        "light.sideboard",
        "light.hall",
        "light.desk",
        "light.office_ceiling",
    ];
    let rest = [
        wish("cover.living_room_blinds", "close_cover", json!({})),
        wish("cover.bedroom_blinds", "close_cover", json!({})),
        wish("light.anna_bedside", "turn_on", json!({"brightness": 51})),
        wish("light.ben_bedside", "turn_on", json!({"brightness": 51})),
        wish("switch.coffee_machine", "turn_off", json!({})),
        wish("climate.living_room", "set_preset_mode", json!({"preset_mode": "eco"})),
        wish("lock.front_door", "lock", json!({})),
        wish("alarm_control_panel.home", "alarm_arm_night", json!({})),
    ];
    Scene::of(lights.map(|light| wish(light, "turn_off", json!({}))).into_iter().chain(rest))
}
