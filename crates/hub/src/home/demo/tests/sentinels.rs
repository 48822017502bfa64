//! The lamps on the workbench, each of which fails in its own way.

use super::*;
use crate::home::CallError;

#[tokio::test(start_paused = true)]
async fn the_slow_lamp_answers_after_three_seconds() {
    let home = house();
    let start = home.0.clock.now();
    let answer = home.call(service_call("light.turn_on", "light.slow", json!({})), somebody(), anything());
    assert_eq!(state(&home, "light.slow").state, "off");
    assert_eq!(answer.await, Ok(None));
    let waited = home.0.clock.now() - start;
    assert!((3.0..3.1).contains(&waited), "{waited}");
    assert_eq!(state(&home, "light.slow").state, "on");
}

#[tokio::test(start_paused = true)]
async fn a_slow_lamp_does_not_hold_up_the_others() {
    let home = house();
    let entities = json!({"entity_id": ["light.slow", "light.sideboard"]});
    let answer = tokio::spawn(home.call(service_call("light.turn_on", "", entities), somebody(), anything()));
    tokio::time::advance(Duration::from_secs(1)).await;
    assert_eq!(state(&home, "light.sideboard").state, "on");
    assert_eq!(state(&home, "light.slow").state, "off");
    answer.await.unwrap().unwrap();
    assert_eq!(state(&home, "light.slow").state, "on");
}

#[tokio::test(start_paused = true)]
async fn the_stubborn_lamp_refuses_every_service_and_says_why() {
    let home = house();
    let mut changes = home.changes();
    for service in ["light.turn_on", "light.turn_off", "light.toggle", "homeassistant.turn_on"] {
        match call(&home, service, "light.refuses", json!({})).await {
            Err(CallError::Failed(why)) => assert!(why.starts_with("Stubborn lamp"), "{why}"),
            other => panic!("{service}: {other:?}"),
        }
    }
    assert!(reported(&mut changes, "light.refuses").is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_lamp_that_refuses_does_not_stop_the_others() {
    let home = house();
    let entities = json!({"entity_id": ["light.refuses", "light.sideboard"]});
    assert!(matches!(call(&home, "light.turn_on", "", entities).await, Err(CallError::Failed(_))));
    assert_eq!(state(&home, "light.sideboard").state, "on");
}

#[tokio::test(start_paused = true)]
async fn the_flaky_lamp_drops_out_and_comes_back() {
    let home = house();
    let (lamp, mut changes) = ("light.fades", home.changes());
    do_call(&home, "light.turn_on", lamp, json!({})).await;
    for _ in 0..13 {
        pass(&home, 1.0).await;
    }
    let states: Vec<(String, f64)> = reported(&mut changes, lamp)
        .iter()
        .map(|change| {
            change.new.as_ref().map(|new| (new.state.clone(), (new.last_changed - MORNING).round())).unwrap()
        })
        .collect();
    assert_eq!(states, [("on".to_owned(), 0.0), ("unavailable".to_owned(), 1.0), ("off".to_owned(), 11.0)]);
}

#[tokio::test(start_paused = true)]
async fn what_cannot_be_reached_keeps_only_what_it_could_do_and_takes_no_orders() {
    let home = house();
    let lamp = "light.fades";
    do_call(&home, "light.turn_on", lamp, json!({})).await;
    pass(&home, 2.0).await;
    let keys: Vec<String> = state(&home, lamp).attributes.keys().cloned().collect();
    assert_eq!(keys, ["friendly_name", "supported_color_modes", "supported_features"]);
    do_call(&home, "light.turn_on", lamp, json!({})).await;
    assert_eq!(state(&home, lamp).state, "unavailable");
}
