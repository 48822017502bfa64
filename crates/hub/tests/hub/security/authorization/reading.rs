//! What somebody may not see is nowhere in anything that they are told.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, timeout};

use super::{Role, house};
use crate::house::House;
use crate::page::{Page, Said};

/// Everything that tells of the home.
const READING: [&str; 9] = [
    "get_states",
    "config/entity_registry/list",
    "config/entity_registry/list_for_display",
    "config/device_registry/list",
    "config/area_registry/list",
    "person/list",
    "get_config",
    "get_panels",
    "subscribe_entities",
];

/// What only those see who see everything: ids of entities that are no lamps, of devices and areas without
/// any, and of persons.
async fn hidden(house: &House) -> Vec<String> {
    let mut anna = Role::Owner.page(house).await;
    let entities = anna.result(json!({"type": "config/entity_registry/list"})).await;
    let rows = entities.as_array().unwrap();
    let is_lamp = |row: &Value| row["entity_id"].as_str().unwrap().starts_with("light.");
    let of_lamps = |key: &str| -> Vec<Value> {
        rows.iter().filter(|row| is_lamp(row)).map(|row| row[key].clone()).collect()
    };
    let devices = anna.result(json!({"type": "config/device_registry/list"})).await;
    let areas = anna.result(json!({"type": "config/area_registry/list"})).await;
    let lamps_devices = of_lamps("device_id");
    let mut lamps_areas = of_lamps("area_id");
    for device in devices.as_array().unwrap() {
        if lamps_devices.contains(&device["id"]) {
            lamps_areas.push(device["area_id"].clone());
        }
    }
    let mut hidden: Vec<Value> =
        rows.iter().filter(|row| !is_lamp(row)).map(|row| row["entity_id"].clone()).collect();
    let missing = |list: &Value, key: &str, seen: &[Value]| -> Vec<Value> {
        let ids = list.as_array().unwrap().iter().map(|row| row[key].clone());
        ids.filter(|id| !seen.contains(id)).collect()
    };
    hidden.extend(missing(&devices, "id", &lamps_devices));
    hidden.extend(missing(&areas, "area_id", &lamps_areas));
    hidden.iter().map(Value::to_string).collect()
}

async fn said(page: &mut Page, command: &str) -> String {
    let id = page.command(json!({"type": command})).await;
    let mut all = String::new();
    loop {
        match timeout(Duration::from_millis(50), page.next()).await {
            Ok(Said::Message(message)) => {
                assert!(message["id"] == id && message["success"] != false, "{message}");
                all.push_str(&message.to_string());
            }
            Ok(other) => panic!("{other:?}"),
            Err(_) => return all,
        }
    }
}

#[tokio::test(start_paused = true)]
async fn sec_authz_1_what_is_not_for_somebody_is_nowhere_in_what_they_read() {
    let house = house().await;
    let hidden = hidden(&house).await;
    assert!(hidden.len() > 50);
    let (mut eva, mut anna) = (Role::Custom.page(&house).await, Role::Owner.page(&house).await);
    let (mut evas, mut annas) = (String::new(), String::new());
    for command in READING {
        evas.push_str(&said(&mut eva, command).await);
        annas.push_str(&said(&mut anna, command).await);
    }
    let rest = house.get_as("/api/states", &Role::Custom.token(&house).await).await.text;
    assert!(rest.contains("light.kitchen_counter") && evas.contains("light.kitchen_counter"));
    for id in hidden {
        assert!(annas.contains(&id), "{id} is nowhere at all");
        assert!(!evas.contains(&id) && !rest.contains(&id), "{id}");
    }
}

#[tokio::test(start_paused = true)]
async fn sec_pres_1_who_is_at_home_is_told_to_those_who_may_see_it() {
    let house = house().await;
    for (role, may) in [(Role::User, true), (Role::ReadOnly, true), (Role::Custom, false)] {
        let mut page = role.page(&house).await;
        let persons = page.result(json!({"type": "person/list"})).await;
        assert_eq!(!persons["storage"].as_array().unwrap().is_empty(), may, "{role:?}");
        let states = said(&mut page, "get_states").await;
        assert_eq!(states.contains("person.anna"), may, "{role:?}");
        // Where somebody is signed in is for administrators and themselves.
        let sessions = page.result(json!({"type": "doorstep/sessions/list"})).await;
        let me = page.result(json!({"type": "auth/current_user"})).await["id"].clone();
        assert!(sessions.as_array().unwrap().iter().all(|row| row["user_id"] == me), "{role:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn sec_authz_1_events_are_told_to_those_who_may_see_what_they_tell_of() {
    let house = house().await;
    let mut eva = Role::Custom.page(&house).await;
    for kind in ["state_changed", "user_added"] {
        let answer = eva.ask(json!({"type": "subscribe_events", "event_type": kind})).await;
        assert_eq!(answer["success"], kind == "state_changed");
    }
    let mut anna = Role::Owner.page(&house).await;
    for entity in ["switch.coffee_machine", "light.kitchen_counter"] {
        anna.result(json!({"type": "call_service", "domain": "homeassistant", "service": "toggle",
            "target": {"entity_id": entity}}))
            .await;
    }
    anna.result(json!({"type": "config/auth/create", "name": "Gustav"})).await;
    let end = Instant::now() + Duration::from_secs(2);
    let mut kinds = Vec::new();
    while let Ok(Said::Message(message)) = timeout(end - Instant::now(), eva.next()).await {
        let entity = message["event"]["data"]["entity_id"].as_str().unwrap_or("none").to_owned();
        kinds.push(entity);
    }
    assert!(kinds.contains(&"light.kitchen_counter".to_owned()));
    assert!(kinds.iter().all(|entity| entity.starts_with("light.")), "{kinds:?}");
}
