//! Following the home: whatever happens, and however slowly a page reads, it ends up with what is.

use std::collections::BTreeMap;
use std::time::Duration;

use doorstep_hub::home::demo::DemoOptions;
use doorstep_hub::{Config, Place};
use serde_json::{Map, Value, json};
use tokio::time::sleep;

use crate::house::House;
use crate::page::{Page, Said};

/// A page's picture of the home, put together from what it was told.
#[derive(Default)]
struct Picture(BTreeMap<String, Entity>);

#[derive(Clone, Debug, PartialEq)]
struct Entity {
    state: Value,
    attributes: Map<String, Value>,
    context: Value,
}

impl Picture {
    fn take(&mut self, event: &Value) {
        for (id, told) in members(&event["a"]) {
            let context = match &told["c"] {
                Value::String(id) => json!({"id": id, "parent_id": null, "user_id": null}),
                whole => whole.clone(),
            };
            let attributes = told["a"].as_object().unwrap().clone();
            self.0.insert(id, Entity { state: told["s"].clone(), attributes, context });
        }
        for (id, told) in members(&event["c"]) {
            let entity = self.0.get_mut(&id).unwrap_or_else(|| panic!("{id} was never told"));
            if let Some(state) = told["+"].get("s") {
                entity.state = state.clone();
            }
            entity.attributes.extend(members(&told["+"]["a"]));
            for name in told["-"]["a"].as_array().into_iter().flatten() {
                assert!(entity.attributes.remove(name.as_str().unwrap()).is_some(), "{id} never had {name}");
            }
            match &told["+"]["c"] {
                Value::String(id) => entity.context["id"] = id.as_str().into(),
                part => entity.context.as_object_mut().unwrap().extend(members(part)),
            }
        }
        for id in event["r"].as_array().into_iter().flatten() {
            assert!(self.0.remove(id.as_str().unwrap()).is_some(), "{id} was never told");
        }
    }

    /// Reads on until the home says the same as the picture.
    async fn settle(&mut self, page: &mut Page) {
        let answer = page.command(json!({"type": "get_states"})).await;
        loop {
            let message = page.hear().await;
            if message["id"] == answer {
                return self.is(&message["result"]);
            }
            self.take(&message["event"]);
        }
    }

    #[track_caller]
    fn is(&self, states: &Value) {
        let states = states.as_array().unwrap();
        assert_eq!(self.0.len(), states.len());
        for theirs in states {
            let ours = &self.0[theirs["entity_id"].as_str().unwrap()];
            let theirs = Entity {
                state: theirs["state"].clone(),
                attributes: theirs["attributes"].as_object().unwrap().clone(),
                context: theirs["context"].clone(),
            };
            assert_eq!(*ours, theirs);
        }
    }
}

fn members(value: &Value) -> Map<String, Value> {
    value.as_object().cloned().unwrap_or_default()
}

/// A page that has heard its first event.
async fn follower(house: &House, who: &str) -> (Page, Picture) {
    let mut page = Page::of(house, who).await;
    page.result(json!({"type": "subscribe_entities"})).await;
    let mut picture = Picture::default();
    picture.take(&page.hear().await["event"]);
    (page, picture)
}

#[tokio::test(start_paused = true)]
async fn after_a_storm_of_services_every_page_has_what_is() {
    let house = House::open().await;
    let (mut quick, mut quick_picture) = follower(&house, "clara").await;
    let (mut slow, mut slow_picture) = follower(&house, "anna").await;
    let mut hand = Page::of(&house, "ben").await;
    for (domain, service, data) in [
        ("light", "toggle", json!({"entity_id": "light.kitchen_counter"})),
        ("light", "turn_on", json!({"entity_id": "light.kitchen_ceiling", "brightness": 7})),
        ("light", "turn_off", json!({"entity_id": "light.kitchen_ceiling"})),
        ("homeassistant", "toggle", json!({"entity_id": "light.kitchen_counter"})),
        ("light", "turn_on", json!({"entity_id": "light.fades"})),
    ] {
        let call =
            json!({"type": "call_service", "domain": domain, "service": service, "service_data": data});
        hand.result(call).await;
        quick_picture.settle(&mut quick).await;
    }
    sleep(Duration::from_secs(3)).await;
    slow_picture.settle(&mut slow).await;
    quick_picture.settle(&mut quick).await;
}

#[tokio::test(start_paused = true)]
async fn a_page_that_has_missed_more_than_the_hub_remembers_is_brought_up_to_date() {
    let options = DemoOptions { entities: 300, rate: 2_000, is_empty: false };
    let house = House::with(Config { demo: Some(options), ..Config::demo(Place::Memory) }).await;
    let (mut page, mut picture) = follower(&house, "anna").await;
    let hub = house.hub.clone();
    let life = tokio::spawn(async move { hub.live().await });
    sleep(Duration::from_secs(1)).await;
    let mut hand = Page::of(&house, "ben").await;
    let target = json!({"entity_id": "light.kitchen_counter"});
    hand.result(json!({"type": "call_service", "domain": "light", "service": "toggle", "target": target}))
        .await;
    // 12,000 changes of others, which is more than the channel holds, within the patience of the line.
    sleep(Duration::from_secs(6)).await;
    life.abort();
    drop(life.await);
    picture.settle(&mut page).await;
    picture.settle(&mut page).await;
}

#[tokio::test(start_paused = true)]
async fn who_follows_events_one_by_one_and_has_missed_some_must_begin_anew() {
    let options = DemoOptions { entities: 300, rate: 2_000, is_empty: false };
    let house = House::with(Config { demo: Some(options), ..Config::demo(Place::Memory) }).await;
    let mut page = Page::of(&house, "anna").await;
    page.result(json!({"type": "subscribe_events", "event_type": "state_changed"})).await;
    let hub = house.hub.clone();
    let life = tokio::spawn(async move { hub.live().await });
    sleep(Duration::from_secs(6)).await;
    life.abort();
    assert_eq!(page.end().await, Some(1013));
}

#[tokio::test(start_paused = true)]
async fn a_page_may_follow_a_few_entities_only_even_before_they_exist() {
    let house = House::open().await;
    let mut page = Page::of(&house, "anna").await;
    let ids = json!(["light.kitchen_counter", "light.not_there"]);
    page.result(json!({"type": "subscribe_entities", "entity_ids": ids})).await;
    let first = page.hear().await;
    let told: Vec<_> = first["event"]["a"].as_object().unwrap().keys().collect();
    assert_eq!(told, ["light.kitchen_counter"]);
    page.result(json!({"type": "subscribe_entities", "entity_ids": "light.not_there"})).await;
    assert_eq!(page.hear().await["event"], json!({"a": {}}));
    for wrong in [json!(7), json!(["kitchen"]), json!(null), json!({})] {
        let error = page.error(json!({"type": "subscribe_entities", "entity_ids": wrong})).await;
        assert_eq!(error["code"], "invalid_format", "{wrong}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_huge_home_comes_in_pieces_and_whole() {
    let options = DemoOptions { entities: 5_000, rate: 0, is_empty: false };
    let house = House::with(Config { demo: Some(options), ..Config::demo(Place::Memory) }).await;
    let (mut page, mut picture) = follower(&house, "anna").await;
    assert!(picture.0.len() < 5_000, "all in one piece");
    picture.settle(&mut page).await;
    assert!(picture.0.len() > 5_000);
}

#[tokio::test(start_paused = true)]
async fn changes_in_a_row_are_told_together() {
    let options = DemoOptions { entities: 100, rate: 1_000, is_empty: false };
    let house = House::with(Config { demo: Some(options), ..Config::demo(Place::Memory) }).await;
    let (mut page, _) = follower(&house, "anna").await;
    let hub = house.hub.clone();
    let life = tokio::spawn(async move { hub.live().await });
    let end = tokio::time::Instant::now() + Duration::from_secs(2);
    let (mut frames, mut changes) = (0, 0);
    while tokio::time::Instant::now() < end {
        if let Said::Message(message) = page.next().await {
            frames += 1;
            changes += message["event"]["c"].as_object().map_or(0, serde_json::Map::len);
        }
    }
    life.abort();
    assert!(changes >= 1_800, "{changes}");
    assert!(frames <= 2 * 70, "{frames}");
}
