//! What takes its time once it has been asked: covers, locks, the alarm, the robot, tracks.

use super::*;

/// Everything that `entity` reports in `seconds` after a call, as `(seconds since the call, state)`, each
/// with the context of the call.
async fn follow(
    home: &DemoHome,
    service: &str,
    entity: &str,
    data: Value,
    seconds: u32,
) -> Vec<(u32, String)> {
    let mut changes = home.changes();
    let (start, context) = (home.0.clock.now(), somebody());
    home.call(service_call(service, entity, data), context.clone(), anything()).await.unwrap();
    for _ in 0..seconds * 4 {
        pass(home, 0.25).await;
    }
    let mut steps: Vec<(u32, String)> = Vec::new();
    for change in reported(&mut changes, entity) {
        let new = change.new.as_ref().unwrap();
        assert_eq!(new.context, context, "{entity} in {}", new.state);
        if steps.last().is_none_or(|(_, state)| *state != new.state) {
            steps.push(((new.last_changed - start).round() as u32, new.state.clone()));
        }
    }
    steps
}

fn steps(expected: &[(u32, &str)]) -> Vec<(u32, String)> {
    expected.iter().map(|(at, state)| (*at, (*state).to_owned())).collect()
}

#[tokio::test(start_paused = true)]
async fn blinds_travel_and_say_where_they_are() {
    let home = house();
    let blinds = "cover.living_room_blinds";
    let way = follow(&home, "cover.close_cover", blinds, json!({}), 10).await;
    assert_eq!(way, steps(&[(0, "closing"), (7, "closed")]));
    assert_eq!(attribute(&home, blinds, "current_position"), 0);
    let way = follow(&home, "cover.set_cover_position", blinds, json!({"position": 30}), 10).await;
    assert_eq!(way, steps(&[(0, "opening"), (3, "open")]));
    assert_eq!(attribute(&home, blinds, "current_position"), 30);
    let mut changes = home.changes();
    do_call(&home, "cover.set_cover_position", blinds, json!({"position": 30})).await;
    assert!(reported(&mut changes, blinds).is_empty(), "it is there already");
}

#[tokio::test(start_paused = true)]
async fn a_cover_stops_where_it_is() {
    let home = house();
    let blinds = "cover.bedroom_blinds";
    do_call(&home, "cover.open_cover", blinds, json!({})).await;
    pass(&home, 4.0).await;
    do_call(&home, "cover.stop_cover", blinds, json!({})).await;
    assert_eq!(
        (state(&home, blinds).state.as_str(), attribute(&home, blinds, "current_position")),
        ("open", json!(40))
    );
    pass(&home, 10.0).await;
    assert_eq!(attribute(&home, blinds, "current_position"), 40);
    do_call(&home, "cover.toggle", blinds, json!({})).await;
    assert_eq!(state(&home, blinds).state, "closing");
    do_call(&home, "cover.toggle", blinds, json!({})).await;
    assert_eq!(state(&home, blinds).state, "open");
}

#[tokio::test(start_paused = true)]
async fn the_garage_door_has_no_position_to_set() {
    let home = house();
    let door = "cover.garage_door";
    let way = follow(&home, "cover.open_cover", door, json!({}), 15).await;
    assert_eq!(way, steps(&[(0, "opening"), (13, "open")]));
    assert_eq!(attribute(&home, door, "current_position"), "absent");
    assert_eq!(
        (attribute(&home, door, "device_class"), attribute(&home, door, "supported_features")),
        (json!("garage"), json!(11))
    );
    let refused = call(&home, "cover.set_cover_position", door, json!({"position": 3})).await.unwrap_err();
    let message = "Entity cover.garage_door does not support action cover.set_cover_position";
    assert_eq!(refused, crate::home::CallError::NotValid(message.to_owned()));
}

#[tokio::test(start_paused = true)]
async fn a_bolt_takes_a_second() {
    let home = house();
    let way = follow(&home, "lock.unlock", "lock.front_door", json!({}), 3).await;
    assert_eq!(way, steps(&[(0, "unlocking"), (1, "unlocked")]));
    let way = follow(&home, "lock.lock", "lock.front_door", json!({"code": "1234"}), 3).await;
    assert_eq!(way, steps(&[(0, "locking"), (1, "locked")]));
    let way = follow(&home, "lock.lock", "lock.front_door", json!({}), 3).await;
    assert_eq!(way, steps(&[]));
}

#[tokio::test(start_paused = true)]
async fn the_alarm_leaves_time_to_go() {
    let home = house();
    let alarm = "alarm_control_panel.home";
    for mode in ["home", "away", "night"] {
        let way = follow(&home, &format!("alarm_control_panel.alarm_arm_{mode}"), alarm, json!({}), 5).await;
        assert_eq!(way, steps(&[(0, "arming"), (3, &format!("armed_{mode}"))]));
    }
    let way = follow(&home, "alarm_control_panel.alarm_disarm", alarm, json!({}), 5).await;
    assert_eq!(way, steps(&[(0, "disarmed")]));
    do_call(&home, "alarm_control_panel.alarm_arm_away", alarm, json!({})).await;
    do_call(&home, "alarm_control_panel.alarm_disarm", alarm, json!({})).await;
    pass(&home, 60.0).await;
    assert_eq!(state(&home, alarm).state, "disarmed");
}

#[tokio::test(start_paused = true)]
async fn the_robot_cleans_and_comes_home_by_itself() {
    let home = house();
    let robot = "vacuum.robot";
    let way = follow(&home, "vacuum.start", robot, json!({}), 1900).await;
    assert_eq!(way, steps(&[(0, "cleaning"), (1800, "returning"), (1820, "docked")]));
    let battery: f64 = state(&home, "sensor.robot_vacuum_battery").state.parse().unwrap();
    assert!(battery < 90.0, "cleaning takes power: {battery}");
    for (service, expected) in [
        ("start", "cleaning"),
        ("pause", "paused"),
        ("start", "cleaning"),
        ("stop", "idle"),
        ("return_to_base", "returning"),
        ("pause", "idle"),
    ] {
        do_call(&home, &format!("vacuum.{service}"), robot, json!({})).await;
        assert_eq!(state(&home, robot).state, expected, "{service}");
    }
    do_call(&home, "vacuum.set_fan_speed", robot, json!({"fan_speed": "turbo"})).await;
    assert_eq!(attribute(&home, robot, "fan_speed"), "turbo");
    assert!(call(&home, "vacuum.set_fan_speed", robot, json!({"fan_speed": "warp"})).await.is_err());
}

#[tokio::test(start_paused = true)]
async fn one_track_follows_the_other_and_a_pause_keeps_the_place() {
    let home = house();
    let player = "media_player.clara_speaker";
    do_call(&home, "media_player.media_play", player, json!({})).await;
    pass(&home, 215.0).await;
    assert_eq!(attribute(&home, player, "media_title"), "Slow Train North");
    pass(&home, 59.0).await;
    do_call(&home, "media_player.media_pause", player, json!({})).await;
    assert_eq!(attribute(&home, player, "media_position"), 60);
    pass(&home, 1000.0).await;
    assert_eq!(
        (state(&home, player).state.as_str(), attribute(&home, player, "media_position")),
        ("paused", json!(60))
    );
}

#[tokio::test(start_paused = true)]
async fn a_room_gets_warmer_when_its_heating_is_turned_up_and_colder_when_it_is_off() {
    let home = house();
    let warmth = |home: &DemoHome| state(home, "sensor.bedroom_temperature").state.parse::<f64>().unwrap();
    do_call(&home, "climate.set_temperature", "climate.bedroom", json!({"temperature": 24})).await;
    let before = warmth(&home);
    for _ in 0..24 {
        pass(&home, 300.0).await;
    }
    let heated = warmth(&home);
    assert!(heated > before + 1.0, "{before} to {heated}");
    do_call(&home, "climate.turn_off", "climate.bedroom", json!({})).await;
    for _ in 0..48 {
        pass(&home, 300.0).await;
    }
    assert!(warmth(&home) < heated - 1.0, "{heated} to {}", warmth(&home));
}
