//! Time that passes by itself.

use std::collections::BTreeMap;

use super::plausible::Ranges;
use super::*;

/// Lives for `seconds` in steps, and answers everything that was reported.
fn live(home: &DemoHome, from: f64, seconds: f64, step: f64) -> Vec<Arc<Change>> {
    let mut changes = home.changes();
    let mut seen = Vec::new();
    let steps = (seconds / step).round() as u32;
    for count in 1..=steps {
        home.step(from + f64::from(count) * step);
        seen.append(&mut reported(&mut changes, ""));
    }
    seen
}

#[tokio::test(start_paused = true)]
async fn the_same_house_lives_the_same_life_however_often_one_looks() {
    let look = |home: &DemoHome| -> Vec<_> {
        let state = |state: &Arc<State>| {
            (state.state.clone(), state.attributes.clone(), state.last_changed, state.last_updated)
        };
        home.states().iter().map(state).collect()
    };
    let (often, rarely) = (house(), house());
    let (at_often, at_rarely) = (live(&often, MORNING, 3600.0, 0.5), live(&rarely, MORNING, 3600.0, 600.0));
    assert_eq!(at_often.len(), at_rarely.len());
    assert_eq!(look(&often), look(&rarely));
}

#[tokio::test(start_paused = true)]
async fn a_house_is_gentle_and_tells_only_what_is_different() {
    let home = house();
    let changes = live(&home, MORNING, 2.0 * 3600.0, 60.0);
    let rate = changes.len() as f64 / (2.0 * 3600.0);
    assert!((0.7..=3.0).contains(&rate), "{rate} changes a second");
    let mut last: BTreeMap<EntityId, f64> = BTreeMap::new();
    for change in &changes {
        let (old, new) = (change.old.as_ref().unwrap(), change.new.as_ref().unwrap());
        let (is_new_state, is_new_shape) = (old.state != new.state, old.attributes != new.attributes);
        assert!(is_new_state || is_new_shape, "{}", change.entity_id);
        assert_eq!(new.last_changed > old.last_changed, is_new_state, "{}", change.entity_id);
        assert!(new.last_updated > old.last_updated, "{}", change.entity_id);
        assert_eq!((&new.context.user_id, &new.context.parent_id), (&None, &None), "{}", change.entity_id);
        assert_ne!(new.context.id, old.context.id, "{}", change.entity_id);
        let before = last.insert(change.entity_id.clone(), new.last_updated);
        let gap = before.map_or(f64::INFINITY, |before| new.last_updated - before);
        assert!(gap >= 4.9, "{} after {gap} seconds", change.entity_id);
    }
}

#[tokio::test(start_paused = true)]
async fn in_a_day_nothing_that_people_set_moves_without_them() {
    let home = house();
    let changes = live(&home, MORNING, 86_400.0, 300.0);
    let mut ranges = Ranges::default();
    changes.iter().for_each(|change| ranges.note(change));
    ranges.check(&home);
    assert!(ranges.moved("sensor.dishwasher_power") > 1500.0, "everybody has eaten today");
    let mut moved: BTreeMap<&str, usize> = BTreeMap::new();
    for change in &changes {
        let (old, new) = (change.old.as_ref().unwrap(), change.new.as_ref().unwrap());
        *moved.entry(change.entity_id.domain()).or_default() += 1;
        if change.entity_id.domain() == "climate" {
            assert_eq!(old.state, new.state);
            assert_eq!(old.attributes["temperature"], new.attributes["temperature"]);
        }
    }
    for still in ["alarm_control_panel", "cover", "fan", "light", "lock", "scene", "switch", "vacuum"] {
        assert_eq!(moved.get(still), None, "{still}");
    }
    for lively in ["binary_sensor", "climate", "media_player", "person", "sensor", "weather"] {
        assert!(moved.contains_key(lively), "{lively} stood still for a day");
    }
}

/// The most of each hour is slept through, since a whole week takes long to live.
#[tokio::test(start_paused = true)]
async fn a_week_is_plausible() {
    let home = house();
    let mut ranges = Ranges::default();
    for hour in 0..7 * 24 {
        let changes = live(&home, MORNING + f64::from(hour) * 3600.0, 3600.0, 3600.0);
        changes.iter().for_each(|change| ranges.note(change));
    }
    ranges.check(&home);
    for (id, least) in [
        ("sensor.outdoor_temperature", 3.0),
        ("sensor.kitchen_temperature", 0.5),
        ("sensor.outdoor_illuminance", 3000.0),
        ("sensor.solar_power", 300.0),
        ("sensor.house_power", 300.0),
        ("sensor.house_energy", 20.0),
        ("sensor.front_door_battery", 1.0),
        ("sensor.living_room_co2", 50.0),
    ] {
        assert!(ranges.moved(id) > least, "{id} moved only by {}", ranges.moved(id));
    }
}

/// A machine that was asleep must not make up for the night in one breath.
#[tokio::test(start_paused = true)]
async fn a_house_that_has_slept_lives_through_the_last_minutes_only() {
    let home = house();
    let changes = live(&home, MORNING, 8.0 * 3600.0, 8.0 * 3600.0);
    assert!((100..3000).contains(&changes.len()), "{} changes", changes.len());
    let moments = changes.iter().map(|change| change.new.as_ref().unwrap().last_updated - MORNING);
    assert!(moments.into_iter().all(|moment| (28_200.0..=28_800.0).contains(&moment)));
    assert!(live(&home, MORNING, 10.0, 1.0).is_empty(), "time that went back is waited for");
}

#[tokio::test(start_paused = true)]
async fn a_running_house_moves_by_itself_and_hurries_when_it_is_called() {
    let home = house();
    let running = tokio::spawn(Arc::clone(&home).run());
    let mut changes = home.changes();
    do_call(&home, "lock.unlock", "lock.front_door", json!({})).await;
    loop {
        let change = changes.recv().await.unwrap();
        if change.new.as_ref().is_some_and(|new| new.state == "unlocked") {
            break;
        }
    }
    let passed = home.0.clock.now() - MORNING;
    assert!((0.9..1.2).contains(&passed), "{passed}");
    running.abort();
}
