//! Faces and deeds, data first.

use doorstep_protocol::ids::EntityId;
use doorstep_protocol::state::Context;
use serde_json::json;

use super::*;

fn entity(id: &str, state: &str, attributes: &Value) -> State {
    State {
        entity_id: EntityId::parse(id).unwrap(),
        state: state.to_owned(),
        attributes: attributes.as_object().cloned().unwrap_or_default(),
        last_changed: 0.0,
        last_updated: 0.0,
        context: Context::default(),
    }
}

#[track_caller]
fn check_press(id: &str, state: &str, service: &str) {
    let deed = press(&entity(id, state, &json!({}))).unwrap();
    assert_eq!(deed.call.service, service);
    assert_eq!(deed.call.target.unwrap().entity_id[0].as_str(), id);
}

#[test]
fn a_tap_asks_for_an_absolute_state() {
    check_press("light.a", "on", "turn_off");
    check_press("light.a", "off", "turn_on");
    check_press("switch.a", "unknown", "turn_on");
    check_press("lock.a", "locked", "unlock");
    check_press("lock.a", "unlocked", "lock");
    check_press("cover.a", "closed", "open_cover");
    check_press("cover.a", "opening", "stop_cover");
    check_press("media_player.a", "playing", "media_pause");
    check_press("scene.a", "2026-01-01T00:00:00+00:00", "turn_on");
    check_press("button.a", "unknown", "press");
    check_press("vacuum.a", "docked", "start");
    check_press("vacuum.a", "cleaning", "return_to_base");
}

#[test]
fn what_is_only_shown_has_nothing_to_press() {
    for (id, state) in [("sensor.a", "7"), ("person.a", "home"), ("light.a", "unavailable")] {
        assert_eq!(press(&entity(id, state, &json!({}))), None, "{id}");
    }
}

#[test]
fn a_light_that_dims_has_a_slider() {
    let attributes = json!({"supported_color_modes": ["color_temp"], "color_mode": "color_temp",
        "brightness": 163, "color_temp_kelvin": 2700});
    let face = face(&entity("light.a", "on", &attributes), None);
    assert_eq!(face.level, Some(Level { percent: 64, of: LevelOf::Brightness }));
    assert_eq!(face.also, [Detail::Percent(64), Detail::Warm]);
    assert_eq!(face.tone, Tone::Warm);
}

#[test]
fn a_light_that_does_not_dim_has_none() {
    let attributes = json!({"supported_color_modes": ["onoff"], "color_mode": "onoff"});
    assert_eq!(face(&entity("light.a", "on", &attributes), None).level, None);
}

#[test]
fn the_dimmest_light_is_not_at_zero() {
    let attributes = json!({"supported_color_modes": ["brightness"], "brightness": 1});
    assert_eq!(face(&entity("light.a", "on", &attributes), None).level.unwrap().percent, 1);
}

#[test]
fn an_unavailable_entity_is_faded_and_asks_for_nothing() {
    let light = entity("light.a", "unavailable", &json!({"supported_color_modes": ["hs"]}));
    let face = face(&light, None);
    assert_eq!((face.says, face.tone), (Says::Unavailable, Tone::Faded));
    assert_eq!((press(&light), set_level(&light, 40)), (None, None));
}

#[test]
fn a_slider_at_zero_switches_the_light_off() {
    let light = entity("light.a", "on", &json!({"supported_color_modes": ["brightness"], "brightness": 9}));
    assert_eq!(set_level(&light, 0).unwrap().call.service, "turn_off");
    let deed = set_level(&light, 40).unwrap();
    assert_eq!(deed.call.service_data.get("brightness_pct"), Some(&json!(40)));
    assert!(!is_met(&deed.expect, &light));
    let attributes = json!({"supported_color_modes": ["brightness"], "brightness": 102});
    assert!(is_met(&deed.expect, &entity("light.a", "on", &attributes)));
}

#[test]
fn numbers_are_rounded_as_the_registry_wants() {
    let attributes = json!({"unit_of_measurement": "°C", "device_class": "temperature"});
    let says = |state: &str, digits| face(&entity("sensor.a", state, &attributes), digits).says;
    let measure = |value: &str| Says::Measure { value: value.into(), unit: "°C".into() };
    assert_eq!(says("21.4567", Some(1)), measure("21.5"));
    assert_eq!(says("-0.96", Some(1)), measure("-1.0"));
    assert_eq!(says("9.999", Some(2)), measure("10.00"));
    assert_eq!(says("21.4567", None), measure("21.4567"));
    assert_eq!(says("1e300", Some(1)), measure("922337203685477580.7"));
    assert_eq!(says("NaN", Some(1)), Says::Word(Kind::Other, "NaN".into()));
}

#[test]
fn a_climate_says_what_it_does() {
    let attributes = json!({"hvac_action": "heating", "temperature": 21.5, "current_temperature": 20.0});
    let face = face(&entity("climate.a", "heat", &attributes), None);
    assert_eq!(face.says, Says::Word(Kind::Climate, "heating".into()));
    assert_eq!(face.also, [Detail::Target("21.5°".into()), Detail::Now("20°".into())]);
}

#[test]
fn attributes_of_the_wrong_type_are_as_good_as_none() {
    let attributes = json!({"brightness": "bright", "supported_color_modes": 7, "friendly_name": 3});
    let face = face(&entity("light.my_lamp", "on", &attributes), None);
    assert_eq!((face.name.as_str(), face.level), ("my lamp", None));
}

#[test]
fn smoke_is_bad_and_a_closed_window_is_safe() {
    let tone = |class: &str, state: &str| {
        face(&entity("binary_sensor.a", state, &json!({"device_class": class})), None).tone
    };
    assert_eq!((tone("smoke", "on"), tone("window", "off")), (Tone::Bad, Tone::Safe));
}
