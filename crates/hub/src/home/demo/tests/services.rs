//! What each domain does when it is asked, as Home Assistant would.

use super::*;
use crate::home::CallError;

/// After `service` with `data`, `entity` is in `expected` and shows these attributes.
#[track_caller]
fn check(home: &DemoHome, entity: &str, expected: &str, attributes: Value) {
    let state = state(home, entity);
    assert_eq!(state.state, expected, "{entity}");
    let Value::Object(attributes) = attributes else { panic!("{attributes}") };
    for (key, value) in &attributes {
        assert_eq!(state.attributes.get(key), Some(value), "{entity} {key}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_light_turns_on_and_off_and_shows_nothing_while_it_is_off() {
    let home = house();
    let lamp = "light.clara_ceiling";
    check(&home, lamp, "off", json!({"brightness": null, "color_mode": null, "hs_color": null}));
    do_call(&home, "light.turn_on", lamp, json!({})).await;
    check(
        &home,
        lamp,
        "on",
        json!({"brightness": 255, "color_mode": "color_temp", "color_temp_kelvin": 4000}),
    );
    check(
        &home,
        lamp,
        "on",
        json!({"supported_color_modes": ["color_temp", "hs"], "supported_features": 32}),
    );
    do_call(&home, "light.turn_off", lamp, json!({"transition": 2})).await;
    check(&home, lamp, "off", json!({"brightness": null, "color_temp_kelvin": null, "rgb_color": null}));
    do_call(&home, "light.toggle", lamp, json!({})).await;
    check(&home, lamp, "on", json!({"brightness": 255}));
}

#[tokio::test(start_paused = true)]
async fn brightness_can_be_said_in_every_way() {
    let home = house();
    let lamp = "light.sideboard";
    for (data, expected) in [
        (json!({"brightness": 100}), json!(100)),
        (json!({"brightness_step": 20}), json!(120)),
        (json!({"brightness_step": -30}), json!(90)),
        (json!({"brightness_step_pct": 10}), json!(116)),
        (json!({"brightness_pct": 50}), json!(128)),
        (json!({"brightness": 900}), json!(255)),
        (json!({"brightness_step_pct": 50}), json!(255)),
        (json!({"brightness": "7"}), json!(7)),
        (json!({}), json!(7)),
    ] {
        do_call(&home, "light.turn_on", lamp, data.clone()).await;
        assert_eq!(attribute(&home, lamp, "brightness"), expected, "{data}");
    }
    do_call(&home, "light.turn_on", lamp, json!({"brightness_step": -100})).await;
    check(&home, lamp, "off", json!({}));
    do_call(&home, "light.turn_on", lamp, json!({"brightness_step_pct": 10})).await;
    check(&home, lamp, "on", json!({"brightness": 26}));
    do_call(&home, "light.turn_on", lamp, json!({"brightness": 0})).await;
    check(&home, lamp, "off", json!({"brightness": null}));
    do_call(&home, "light.turn_on", lamp, json!({})).await;
    check(&home, lamp, "on", json!({"brightness": 26}));
}

#[tokio::test(start_paused = true)]
async fn colours_can_be_said_in_every_way() {
    let home = house();
    let lamp = "light.floor_lamp";
    for (data, shown) in [
        (json!({"hs_color": [120, 100]}), json!({"color_mode": "hs", "rgb_color": [0, 255, 0]})),
        (json!({"rgb_color": [0, 0, 255]}), json!({"hs_color": [240.0, 100.0], "color_temp_kelvin": null})),
        (json!({"color_temp_kelvin": 4000}), json!({"color_mode": "color_temp", "color_temp_kelvin": 4000})),
        (json!({"color_temp_kelvin": 20}), json!({"color_temp_kelvin": 2202})),
        (json!({"xy_color": [0.3, 0.6]}), json!({"color_mode": "hs"})),
    ] {
        do_call(&home, "light.turn_on", lamp, data).await;
        check(&home, lamp, "on", shown);
    }
    do_call(&home, "light.turn_on", "light.desk", json!({"rgb_color": [255, 120, 10]})).await;
    check(
        &home,
        "light.desk",
        "on",
        json!({"color_mode": "color_temp", "supported_color_modes": ["color_temp"]}),
    );
    do_call(&home, "light.turn_on", "light.reading_lamp", json!({"brightness": 9, "hs_color": [1, 1]})).await;
    check(&home, "light.reading_lamp", "on", json!({"color_mode": "onoff", "supported_features": 0}));
    assert_eq!(attribute(&home, "light.reading_lamp", "brightness"), "absent");
    do_call(&home, "light.toggle", "light.reading_lamp", json!({})).await;
    check(&home, "light.reading_lamp", "off", json!({}));
}

#[tokio::test(start_paused = true)]
async fn switches_switch() {
    let home = house();
    for (service, expected) in [
        ("switch.turn_on", "on"),
        ("switch.turn_on", "on"),
        ("switch.toggle", "off"),
        ("switch.turn_off", "off"),
    ] {
        do_call(&home, service, "switch.towel_heater", json!({})).await;
        check(&home, "switch.towel_heater", expected, json!({"device_class": "outlet"}));
    }
}

#[tokio::test(start_paused = true)]
async fn a_fan_remembers_its_speed() {
    let home = house();
    let fan = "fan.bedroom";
    for (service, data, expected, percentage) in [
        ("fan.turn_on", json!({}), "on", 100),
        ("fan.set_percentage", json!({"percentage": 50}), "on", 50),
        ("fan.increase_speed", json!({}), "on", 75),
        ("fan.decrease_speed", json!({"percentage_step": 35}), "on", 40),
        ("fan.turn_off", json!({}), "off", 0),
        ("fan.toggle", json!({}), "on", 40),
        ("fan.toggle", json!({}), "off", 0),
        ("fan.turn_on", json!({"percentage": 25}), "on", 25),
        ("fan.set_percentage", json!({"percentage": 0}), "off", 0),
    ] {
        do_call(&home, service, fan, data).await;
        check(&home, fan, expected, json!({"percentage": percentage, "percentage_step": 25.0}));
    }
    check(&home, fan, "off", json!({"supported_features": 49}));
}

#[tokio::test(start_paused = true)]
async fn a_thermostat_takes_targets_modes_and_presets() {
    let home = house();
    let heating = "climate.living_room";
    check(&home, heating, "heat", json!({"temperature": 21.0, "supported_features": 401}));
    for (service, data, expected, shown) in [
        (
            "set_temperature",
            json!({"temperature": 29}),
            "heat",
            json!({"temperature": 29.0, "hvac_action": "heating"}),
        ),
        (
            "set_temperature",
            json!({"temperature": 8.5}),
            "heat",
            json!({"temperature": 8.5, "hvac_action": "idle"}),
        ),
        (
            "set_preset_mode",
            json!({"preset_mode": "eco"}),
            "heat",
            json!({"temperature": 19.0, "preset_mode": "eco"}),
        ),
        (
            "set_hvac_mode",
            json!({"hvac_mode": "off"}),
            "off",
            json!({"hvac_action": "off", "preset_mode": "eco"}),
        ),
        ("turn_on", json!({}), "heat", json!({})),
        ("turn_off", json!({}), "off", json!({})),
        ("toggle", json!({}), "heat", json!({})),
        (
            "set_temperature",
            json!({"temperature": 20, "hvac_mode": "auto"}),
            "auto",
            json!({"preset_mode": "none"}),
        ),
        ("turn_on", json!({}), "auto", json!({})),
    ] {
        do_call(&home, &format!("climate.{service}"), heating, data).await;
        check(&home, heating, expected, shown);
    }
}

#[tokio::test(start_paused = true)]
async fn a_player_plays_its_list() {
    let home = house();
    let player = "media_player.clara_speaker";
    check(&home, player, "off", json!({"source_list": ["Streaming", "Radio", "Bluetooth"]}));
    assert_eq!(attribute(&home, player, "volume_level"), "absent");
    for (service, data, expected, shown) in [
        ("turn_on", json!({}), "idle", json!({"volume_level": 0.35, "source": "Streaming"})),
        ("media_play", json!({}), "playing", json!({"media_title": "Paper Boats", "media_position": 0})),
        ("media_next_track", json!({}), "playing", json!({"media_title": "Slow Train North"})),
        ("media_pause", json!({}), "paused", json!({"media_title": "Slow Train North"})),
        ("media_previous_track", json!({}), "paused", json!({"media_title": "Paper Boats"})),
        ("media_previous_track", json!({}), "paused", json!({"media_title": "Half Past Blue"})),
        ("media_play_pause", json!({}), "playing", json!({})),
        ("volume_set", json!({"volume_level": 0.8}), "playing", json!({"volume_level": 0.8})),
        ("volume_up", json!({}), "playing", json!({"volume_level": 0.9})),
        ("volume_down", json!({}), "playing", json!({"volume_level": 0.8})),
        ("volume_mute", json!({"is_volume_muted": true}), "playing", json!({"is_volume_muted": true})),
        ("select_source", json!({"source": "Radio"}), "playing", json!({"source": "Radio"})),
        ("media_stop", json!({}), "idle", json!({"volume_level": 0.8})),
        ("toggle", json!({}), "off", json!({})),
    ] {
        do_call(&home, &format!("media_player.{service}"), player, data).await;
        check(&home, player, expected, shown);
    }
    let no_such = call(&home, "media_player.select_source", player, json!({"source": "Moon"})).await;
    assert!(matches!(no_such, Err(CallError::NotValid(_))), "{no_such:?}");
}

#[tokio::test(start_paused = true)]
async fn a_scene_sets_the_house_and_says_when() {
    let home = house();
    check(&home, "scene.movie_night", "unknown", json!({"icon": "mdi:movie-open"}));
    do_call(&home, "light.turn_on", "light.reading_lamp", json!({})).await;
    do_call(&home, "scene.turn_on", "scene.movie_night", json!({"transition": 1})).await;
    check(&home, "scene.movie_night", "2026-11-24T10:00:00+00:00", json!({}));
    check(&home, "light.reading_lamp", "off", json!({}));
    check(&home, "light.tv_backlight", "on", json!({"brightness": 90, "hs_color": [265.0, 70.0]}));
    check(&home, "cover.living_room_blinds", "closing", json!({}));
    check(&home, "media_player.living_room_tv", "idle", json!({}));
}

#[tokio::test(start_paused = true)]
async fn everything_that_can_be_turned_on_can_be_turned_on_together() {
    let home = house();
    let entities =
        json!(["light.sideboard", "switch.sprinkler", "fan.bedroom", "sensor.solar_power", "light.gone"]);
    do_call(&home, "homeassistant.turn_on", "", json!({"entity_id": entities})).await;
    check(&home, "light.sideboard", "on", json!({}));
    check(&home, "switch.sprinkler", "on", json!({}));
    check(&home, "fan.bedroom", "on", json!({}));
    do_call(&home, "homeassistant.toggle", "", json!({"entity_id": entities})).await;
    check(&home, "light.sideboard", "off", json!({}));
    check(&home, "switch.sprinkler", "off", json!({}));
    do_call(&home, "homeassistant.turn_off", "fan.bathroom", json!({})).await;
    check(&home, "fan.bathroom", "off", json!({}));
}
