//! Calls that do not fit. Every sentence here was taken from Home Assistant's own schemas.

use super::*;
use crate::home::CallError;

#[tokio::test(start_paused = true)]
async fn what_does_not_fit_is_refused_in_home_assistants_words() {
    let home = house();
    let lamp = "light.floor_lamp";
    for (service, entity, data, message) in [
        ("light.turn_on", lamp, json!({"bogus": 1}), "extra keys not allowed @ data['bogus']"),
        ("light.turn_on", "", json!({"bogus": 1}), "extra keys not allowed @ data['bogus']"),
        ("switch.turn_on", lamp, json!({"brightness": 1}), "extra keys not allowed @ data['brightness']"),
        (
            "light.turn_on",
            lamp,
            json!({"brightness": "loud"}),
            "expected int for dictionary value @ data['brightness']",
        ),
        (
            "light.turn_on",
            lamp,
            json!({"brightness": null}),
            "expected int for dictionary value @ data['brightness']",
        ),
        (
            "light.turn_on",
            lamp,
            json!({"brightness_pct": 300}),
            "value must be at most 100 for dictionary value @ data['brightness_pct']",
        ),
        (
            "light.turn_on",
            lamp,
            json!({"brightness_pct": "x"}),
            "expected float for dictionary value @ data['brightness_pct']",
        ),
        (
            "light.turn_on",
            lamp,
            json!({"color_temp_kelvin": -5}),
            "value must be at least 0 for dictionary value @ data['color_temp_kelvin']",
        ),
        (
            "light.turn_on",
            lamp,
            json!({"rgb_color": 5}),
            "expected tuple for dictionary value @ data['rgb_color']",
        ),
        (
            "light.turn_on",
            lamp,
            json!({"rgb_color": [1, 2]}),
            "None for dictionary value @ data['rgb_color']",
        ),
        (
            "light.turn_on",
            lamp,
            json!({"rgb_color": [1, 2, 300]}),
            "value must be at most 255 for dictionary value @ data['rgb_color']",
        ),
        (
            "light.turn_on",
            lamp,
            json!({"hs_color": [1, 200]}),
            "value must be at most 100 for dictionary value @ data['hs_color']",
        ),
        (
            "light.turn_on",
            lamp,
            json!({"color_temp_kelvin": 3000, "hs_color": [1, 2]}),
            "two or more values in the same group of exclusion 'Color descriptors' @ data[<Color descriptors>]",
        ),
        (
            "light.turn_on",
            lamp,
            json!({"brightness": 3, "brightness_pct": 2}),
            "two or more values in the same group of exclusion 'brightness' @ data[<brightness>]",
        ),
        (
            "light.turn_on",
            lamp,
            json!({"flash": "x"}),
            "value must be one of ['long', 'short'] for dictionary value @ data['flash']",
        ),
        (
            "light.turn_on",
            lamp,
            json!({"effect": [5]}),
            "value should be a string for dictionary value @ data['effect']",
        ),
        (
            "light.turn_on",
            lamp,
            json!({"effect": null}),
            "string value is None for dictionary value @ data['effect']",
        ),
        (
            "climate.set_hvac_mode",
            "climate.bedroom",
            json!({"hvac_mode": "x"}),
            "expected HVACMode or one of 'off', 'heat', 'cool', 'heat_cool', 'auto', 'dry', 'fan_only' for \
             dictionary value @ data['hvac_mode']",
        ),
        (
            "climate.set_hvac_mode",
            "climate.bedroom",
            json!({}),
            "required key not provided @ data['hvac_mode']",
        ),
        (
            "climate.set_temperature",
            "climate.bedroom",
            json!({}),
            "must contain at least one of temperature, target_temp_high, target_temp_low.",
        ),
        (
            "media_player.volume_mute",
            "media_player.clara_speaker",
            json!({"is_volume_muted": "loud"}),
            "invalid boolean value loud for dictionary value @ data['is_volume_muted']",
        ),
        (
            "media_player.volume_set",
            "media_player.clara_speaker",
            json!({"volume_level": 1.3}),
            "value must be at most 1 for dictionary value @ data['volume_level']",
        ),
        (
            "light.turn_on",
            "",
            json!({}),
            "must contain at least one of entity_id, device_id, area_id, floor_id, label_id.",
        ),
        (
            "light.turn_on",
            "",
            json!({"entity_id": "nonsense"}),
            "not a valid value for dictionary value @ data['entity_id']",
        ),
    ] {
        let refused = call(&home, service, entity, data.clone()).await;
        assert_eq!(refused, Err(CallError::BadData(message.to_owned())), "{service} {data}");
    }
}

#[tokio::test(start_paused = true)]
async fn there_is_no_such_service() {
    let home = house();
    for service in ["light.explode", "nope.turn_on", "person.turn_on", "weather.turn_on", "sensor.toggle"] {
        assert_eq!(
            call(&home, service, "light.desk", json!({})).await,
            Err(CallError::NoSuchService),
            "{service}"
        );
    }
}

#[tokio::test(start_paused = true)]
async fn values_that_no_thermostat_has_are_not_valid() {
    let home = house();
    for (service, data, message) in [
        (
            "climate.set_temperature",
            json!({"temperature": 40}),
            "Provided temperature 40.0 is not valid. Accepted range is 7 to 30",
        ),
        (
            "climate.set_preset_mode",
            json!({"preset_mode": "party"}),
            "Preset mode party is not valid. Valid preset modes are: none, comfort, eco, away.",
        ),
        (
            "climate.set_hvac_mode",
            json!({"hvac_mode": "cool"}),
            "HVAC mode cool is not valid. Valid HVAC modes are: off, heat, auto.",
        ),
    ] {
        let refused = call(&home, service, "climate.bedroom", data).await;
        assert_eq!(refused, Err(CallError::NotValid(message.to_owned())), "{service}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_refused_call_changes_nothing() {
    let home = house();
    let mut changes = home.changes();
    assert!(call(&home, "light.turn_on", "light.desk", json!({"brightness": 1, "bogus": 2})).await.is_err());
    assert!(reported(&mut changes, "").is_empty());
}
