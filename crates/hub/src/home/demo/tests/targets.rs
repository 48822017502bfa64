//! Whom a call reaches.

use super::*;
use crate::home::demo::things::scene::Scene;
use crate::home::demo::{plan::Plan, service};

fn are_on(home: &DemoHome, entities: &[&str]) -> Vec<bool> {
    entities.iter().map(|entity| state(home, entity).state == "on").collect()
}

#[tokio::test(start_paused = true)]
async fn a_target_may_be_named_in_the_data_alone_in_a_list_or_with_commas() {
    let home = house();
    for (named, reached) in [
        (json!("light.sideboard"), [true, false]),
        (json!(["light.sideboard", "light.patio"]), [true, true]),
        (json!("light.sideboard, light.patio"), [true, true]),
        (json!("none"), [false, false]),
        (json!([]), [false, false]),
        (json!(null), [false, false]),
    ] {
        do_call(&home, "light.turn_on", "", json!({"entity_id": named})).await;
        assert_eq!(are_on(&home, &["light.sideboard", "light.patio"]), reached, "{named}");
        do_call(&home, "light.turn_off", "", json!({"entity_id": ["light.sideboard", "light.patio"]})).await;
    }
}

#[tokio::test(start_paused = true)]
async fn all_means_all_of_the_domain() {
    let home = house();
    let mut changes = home.changes();
    let refused = call(&home, "light.turn_off", "", json!({"entity_id": "all"})).await;
    assert!(
        matches!(refused, Err(crate::home::CallError::Failed(_))),
        "one lamp of all refuses: {refused:?}"
    );
    let lights: Vec<_> =
        home.states().into_iter().filter(|state| state.entity_id.domain() == "light").collect();
    assert!(lights.iter().all(|light| light.state == "off"));
    assert!(reported(&mut changes, "").iter().all(|change| change.entity_id.domain() == "light"));
}

#[tokio::test(start_paused = true)]
async fn an_area_reaches_what_stands_in_it() {
    let home = house();
    do_call(&home, "light.turn_on", "", json!({"area_id": "dining_room"})).await;
    assert_eq!(are_on(&home, &["light.dining_table", "light.sideboard", "light.patio"]), [true, true, false]);
    do_call(&home, "light.turn_off", "", json!({"area_id": ["dining_room", "garden"]})).await;
    assert_eq!(are_on(&home, &["light.dining_table", "light.sideboard"]), [false, false]);
    let garage = json!({"area_id": "garage"});
    do_call(&home, "switch.turn_off", "", garage).await;
    assert_eq!(state(&home, "switch.garage_freezer_alarm").state, "on", "what is hidden is left alone");
}

#[tokio::test(start_paused = true)]
async fn who_was_not_named_and_cannot_is_passed_over() {
    let home = house();
    do_call(&home, "cover.set_cover_position", "", json!({"area_id": "garage", "position": 50})).await;
    do_call(&home, "cover.set_cover_position", "", json!({"entity_id": "all", "position": 50})).await;
    assert_eq!(state(&home, "cover.garage_door").state, "closed");
    assert_eq!(state(&home, "cover.awning").state, "opening");
}

#[tokio::test(start_paused = true)]
async fn a_device_reaches_its_entities() {
    let home = house();
    let entities = home.entities().entities;
    let entry = entities.iter().find(|entry| entry.entity_id.as_str() == "lock.front_door").unwrap();
    let device = entry.device_id.as_ref().unwrap().as_str();
    do_call(&home, "lock.unlock", "", json!({"device_id": device})).await;
    assert_eq!(state(&home, "lock.front_door").state, "unlocking");
    assert_eq!(state(&home, "lock.garage_side_door").state, "locked");
}

#[tokio::test(start_paused = true)]
async fn who_is_not_there_or_of_another_domain_is_passed_over() {
    let home = house();
    let mut changes = home.changes();
    for entity in ["light.not_there", "switch.sprinkler", "sensor.solar_power"] {
        do_call(&home, "light.turn_on", entity, json!({})).await;
    }
    do_call(&home, "light.turn_on", "", json!({"area_id": "moon", "floor_id": "first"})).await;
    assert!(reported(&mut changes, "").is_empty());
}

#[tokio::test(start_paused = true)]
async fn one_call_is_one_cause() {
    let home = house();
    let (mut changes, context) = (home.changes(), somebody());
    home.call(service_call("scene.turn_on", "scene.good_night", json!({})), context.clone(), anything())
        .await
        .unwrap();
    let reported = reported(&mut changes, "");
    assert!(reported.len() > 8);
    assert!(reported.iter().all(|change| change.new.as_ref().unwrap().context == context));
}

/// The scenes write their wishes by hand, past the check that every other call goes through.
#[test]
fn every_wish_of_every_scene_is_a_call_that_fits() {
    let plan = Plan::of_the_house(false);
    let mut count = 0;
    for (_, entity) in plan.entities.iter().filter(|(id, _)| id.domain() == "scene") {
        for wish in entity.thing.wishes() {
            let id = id(wish.entity_id);
            assert!(plan.entities.contains_key(&id), "{id}");
            let service = service::find(id.domain(), wish.service).unwrap();
            service.check(&wish.data).unwrap();
            count += 1;
        }
    }
    assert!(count > 20, "{count}");
    assert!(super::super::thing::Thing::wishes(&Scene::of([])).is_empty());
}
