//! What stands in the house.

use std::collections::{BTreeMap, BTreeSet};

use super::*;
use crate::home::demo::things::DOMAINS;

#[tokio::test(start_paused = true)]
async fn the_house_is_as_large_as_promised() {
    let home = house();
    let states = home.states();
    assert!((8..=12).contains(&home.areas().len()), "{} areas", home.areas().len());
    assert!((75..=95).contains(&states.len()), "{} entities", states.len());
    let mut domains: BTreeMap<&str, usize> = BTreeMap::new();
    for state in &states {
        *domains.entry(state.entity_id.domain()).or_default() += 1;
    }
    for domain in [
        "alarm_control_panel",
        "binary_sensor",
        "climate",
        "cover",
        "fan",
        "light",
        "lock",
        "media_player",
        "person",
        "scene",
        "sensor",
        "switch",
        "vacuum",
        "weather",
    ] {
        assert!(domains.remove(domain).is_some(), "no {domain}");
    }
    assert_eq!(domains, BTreeMap::new(), "domains that nobody has asked for");
}

#[tokio::test(start_paused = true)]
async fn registries_and_states_speak_of_the_same_entities() {
    let home = house();
    let states: BTreeSet<EntityId> = home.states().iter().map(|state| state.entity_id.clone()).collect();
    let entries: BTreeSet<EntityId> =
        home.entities().entities.iter().map(|entry| entry.entity_id.clone()).collect();
    assert_eq!(states, entries);
    let areas: BTreeSet<_> = home.areas().into_iter().map(|area| area.area_id).collect();
    let devices: BTreeSet<_> = home.devices().into_iter().map(|device| device.id).collect();
    assert_eq!(devices.len(), home.devices().len(), "two devices share an id");
    for device in home.devices() {
        assert_eq!(device.id.as_str().len(), 32);
        assert!(areas.contains(device.area_id.as_ref().unwrap()));
    }
    for entry in home.entities().entities {
        let is_person = entry.entity_id.domain() == "person";
        assert!(entry.device_id.is_none() == is_person, "{}", entry.entity_id);
        assert!(entry.device_id.is_none_or(|device| devices.contains(&device)));
    }
}

#[tokio::test(start_paused = true)]
async fn every_entity_has_a_name_of_its_own() {
    let home = house();
    let mut names = BTreeSet::new();
    for area in home.areas() {
        assert!(names.insert(area.name));
    }
    for state in home.states() {
        let name = state.attributes["friendly_name"].as_str().unwrap().to_owned();
        assert!(names.insert(name.clone()), "{name} twice");
    }
}

#[tokio::test(start_paused = true)]
async fn some_entities_are_not_for_a_dashboard() {
    let entities = house().entities().entities;
    assert_eq!(entities.iter().filter(|entry| entry.hidden == Some(true)).count(), 1);
    assert!(entities.iter().filter(|entry| entry.category == Some(1)).count() >= 4);
}

#[tokio::test(start_paused = true)]
async fn sensors_say_what_they_measure_and_are_never_unknown() {
    for state in house().states() {
        if state.entity_id.domain() == "sensor" {
            assert!(state.state.parse::<f64>().is_ok(), "{}: {}", state.entity_id, state.state);
            assert!(state.attributes["unit_of_measurement"].is_string(), "{}", state.entity_id);
            assert!(state.attributes["device_class"].is_string(), "{}", state.entity_id);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn persons_are_users_of_the_demo() {
    let home = house();
    for (person, user) in [
        ("person.anna", crate::home::demo::family::ANNA),
        ("person.ben", crate::home::demo::family::BEN),
        ("person.clara", crate::home::demo::family::CLARA),
    ] {
        assert_eq!(attribute(&home, person, "user_id"), user);
    }
}

#[tokio::test(start_paused = true)]
async fn the_list_of_services_has_the_shape_of_home_assistant() {
    let list = house().services();
    for domain in DOMAINS {
        let services = list[domain].as_object().unwrap();
        assert!(!services.is_empty(), "{domain}");
        for (name, service) in services {
            assert!(service["name"].is_string() && service["description"].is_string(), "{name}");
            assert!(service["target"]["entity"].is_array(), "{name}");
            for (key, field) in service["fields"].as_object().unwrap() {
                assert_eq!(field["selector"].as_object().unwrap().len(), 1, "{name} {key}");
            }
        }
    }
    let brightness = &list["light"]["turn_on"]["fields"]["brightness"];
    assert_eq!(brightness["selector"], json!({"number": {"min": 0.0, "max": 255.0}}));
    assert_eq!(list["cover"]["set_cover_position"]["fields"]["position"]["required"], json!(true));
}

#[tokio::test(start_paused = true)]
async fn a_fresh_house_is_the_same_every_time() {
    let look = |home: &DemoHome| -> Vec<_> {
        home.states().iter().map(|state| (state.state.clone(), state.attributes.clone())).collect()
    };
    assert_eq!(look(&house()), look(&house()));
}
