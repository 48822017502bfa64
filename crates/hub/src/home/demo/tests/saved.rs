//! What is kept over a restart, and what becomes of a saved house that is damaged.

use super::*;

fn reopen(saved: Value) -> Arc<DemoHome> {
    DemoHome::open(Some(saved), DemoOptions::default(), Clock::by_hand(MORNING + 86_400.0))
}

/// Sets something in every domain.
async fn rearranged() -> Arc<DemoHome> {
    let home = house();
    for (service, entity, data) in [
        ("light.turn_on", "light.floor_lamp", json!({"brightness": 77, "hs_color": [200, 60]})),
        ("light.turn_off", "light.kitchen_ceiling", json!({})),
        ("light.turn_on", "light.desk", json!({"color_temp_kelvin": 2500})),
        ("switch.turn_on", "switch.sprinkler", json!({})),
        ("fan.set_percentage", "fan.bedroom", json!({"percentage": 50})),
        ("climate.set_preset_mode", "climate.clara", json!({"preset_mode": "away"})),
        ("climate.set_hvac_mode", "climate.bedroom", json!({"hvac_mode": "off"})),
        ("cover.set_cover_position", "cover.awning", json!({"position": 60})),
        ("cover.open_cover", "cover.garage_door", json!({})),
        ("lock.unlock", "lock.garage_side_door", json!({})),
        ("media_player.volume_set", "media_player.kitchen_speaker", json!({"volume_level": 0.12})),
        ("media_player.media_next_track", "media_player.kitchen_speaker", json!({})),
        ("media_player.media_pause", "media_player.kitchen_speaker", json!({})),
        ("vacuum.set_fan_speed", "vacuum.robot", json!({"fan_speed": "quiet"})),
        ("scene.turn_on", "scene.dinner", json!({})),
        ("alarm_control_panel.alarm_arm_home", "alarm_control_panel.home", json!({})),
    ] {
        do_call(&home, service, entity, data).await;
    }
    pass(&home, 60.0).await;
    home
}

#[tokio::test(start_paused = true)]
async fn everything_that_a_person_can_set_is_as_it_was() {
    let before = rearranged().await;
    let saved: Value = serde_json::from_str(&before.save().to_string()).unwrap();
    let after = reopen(saved);
    for old in before.states() {
        let is_set_by_people =
            !matches!(old.entity_id.domain(), "binary_sensor" | "climate" | "person" | "sensor" | "weather");
        if is_set_by_people {
            let new = after.state(&old.entity_id).unwrap();
            assert_eq!((&new.state, &new.attributes), (&old.state, &old.attributes), "{}", old.entity_id);
        }
    }
    for (entity, expected, target) in [("climate.clara", "heat", 16.0), ("climate.bedroom", "off", 18.5)] {
        assert_eq!(state(&after, entity).state, expected);
        assert_eq!(attribute(&after, entity, "temperature"), target);
    }
}

#[tokio::test(start_paused = true)]
async fn meters_and_batteries_go_on_from_where_they_were() {
    let before = house();
    for _ in 0..24 {
        pass(&before, 600.0).await;
    }
    let after = reopen(before.save());
    for sensor in ["sensor.house_energy", "sensor.car_battery", "sensor.front_door_battery"] {
        let read = |home: &DemoHome| state(home, sensor).state.parse::<f64>().unwrap();
        assert!((read(&after) - read(&before)).abs() < 0.1, "{sensor}");
    }
    let grown = state(&after, "sensor.house_energy").state.parse::<f64>().unwrap();
    assert!(grown > 8422.0, "{grown}");
}

#[tokio::test(start_paused = true)]
async fn what_was_on_its_way_has_come_to_rest() {
    let before = house();
    do_call(&before, "cover.open_cover", "cover.garage_door", json!({})).await;
    do_call(&before, "lock.unlock", "lock.front_door", json!({})).await;
    do_call(&before, "alarm_control_panel.alarm_arm_away", "alarm_control_panel.home", json!({})).await;
    pass(&before, 0.5).await;
    let after = reopen(before.save());
    assert_eq!(state(&after, "cover.garage_door").state, "open");
    assert_eq!(state(&after, "lock.front_door").state, "unlocked");
    assert_eq!(state(&after, "alarm_control_panel.home").state, "armed_away");
    let mut changes = after.changes();
    after.step(MORNING + 86_400.0 + 30.0);
    for entity in ["cover.garage_door", "lock.front_door", "alarm_control_panel.home"] {
        assert!(reported(&mut changes, entity).is_empty(), "{entity}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_damaged_house_opens_and_what_is_whole_in_it_is_kept() {
    let whole = rearranged().await.save();
    let kept: Vec<(String, Value)> = whole["entities"].as_object().unwrap().clone().into_iter().collect();
    let sound = reopen(whole);
    let junk = [json!(null), json!(7), json!("on"), json!([]), json!({}), json!({"is_on": 3}), json!(1e300)];
    for (junk, half) in junk.iter().flat_map(|junk| [(junk, 0), (junk, 1)]) {
        let is_damaged = |place: usize| place % 2 == half;
        let damaged = kept.iter().enumerate().map(|(place, (id, value))| {
            (id.clone(), if is_damaged(place) { junk.clone() } else { value.clone() })
        });
        let unknown = ("light.gone".to_owned(), json!({"is_on": true}));
        let home = reopen(json!({"entities": damaged.chain([unknown]).collect::<serde_json::Map<_, _>>()}));
        for (place, (entity, _)) in kept.iter().enumerate() {
            let is_set_by_people = !matches!(id(entity).domain(), "climate" | "sensor");
            if is_set_by_people && !is_damaged(place) {
                assert_eq!(state(&home, entity).state, state(&sound, entity).state, "{entity} beside {junk}");
            }
        }
        home.step(MORNING + 86_400.0 + 120.0);
    }
    for junk in junk {
        reopen(junk.clone());
        reopen(json!({"entities": junk}));
    }
}

#[tokio::test(start_paused = true)]
async fn values_out_of_their_bounds_are_brought_back() {
    let home = reopen(json!({"entities": {
        "light.floor_lamp": {"is_on": true, "glow": {"brightness": 0, "colour": {"white": {"kelvin": 1e9}}}},
        "light.star_lamp": {"is_on": true, "glow": {"brightness": 9, "colour": {"hue": {"hue": -40.0, "saturation": 1e9}}}},
        "cover.awning": {"moving": {"at": 900.0, "to": 1e300, "seen": -1e300}},
        "climate.bedroom": {"mode": "heat", "target": 900.0, "preset": "none"},
        "sensor.kitchen_temperature": 1e9,
        "vacuum.robot": {"doing": {"cleaning": {"until": 1e300}}, "fan_speed": 99},
        "media_player.clara_speaker":
            {"playing": {"paused": {"position": 1e9, "at": 1e300}}, "volume": 9.0, "is_muted": false, "source": 0, "track": 0},
        "scene.dinner": 1e300,
    }}));
    assert_eq!(attribute(&home, "light.floor_lamp", "brightness"), 1);
    assert_eq!(attribute(&home, "light.floor_lamp", "color_temp_kelvin"), 6535);
    assert_eq!(attribute(&home, "light.star_lamp", "hs_color"), json!([0.0, 100.0]));
    assert_eq!(attribute(&home, "cover.awning", "current_position"), 100);
    assert_eq!(attribute(&home, "climate.bedroom", "temperature"), 30.0);
    assert!(state(&home, "sensor.kitchen_temperature").state.parse::<f64>().unwrap() <= 45.0);
    assert_eq!(attribute(&home, "vacuum.robot", "fan_speed"), "turbo");
    assert_eq!(attribute(&home, "media_player.clara_speaker", "media_position"), 214);
    assert_eq!(state(&home, "scene.dinner").state, "unknown");
}
