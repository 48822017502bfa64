//! What a page can ask for, and how it is answered.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::Instant;

use crate::house::House;
use crate::page::{Page, Said};

fn call(domain: &str, service: &str, entity: &str) -> Value {
    json!({"type": "call_service", "domain": domain, "service": service, "target": {"entity_id": entity}})
}

#[tokio::test(start_paused = true)]
async fn a_page_learns_whose_home_it_is_and_what_is_in_it() {
    let house = House::open().await;
    let mut page = Page::of(&house, "clara").await;
    let user = page.result(json!({"type": "auth/current_user"})).await;
    assert_eq!(
        (&user["name"], &user["is_owner"], &user["is_admin"]),
        (&json!("Clara"), &json!(false), &json!(false))
    );
    let config = page.result(json!({"type": "get_config"})).await;
    assert_eq!((&config["location_name"], &config["state"]), (&json!("Demo home"), &json!("RUNNING")));
    assert!(config["components"].as_array().unwrap().contains(&json!("light")));
    let areas = page.result(json!({"type": "config/area_registry/list"})).await;
    let devices = page.result(json!({"type": "config/device_registry/list"})).await;
    let entities = page.result(json!({"type": "config/entity_registry/list_for_display"})).await;
    let states = page.result(json!({"type": "get_states"})).await;
    let counts =
        [&areas, &devices, &entities["entities"], &states].map(|list| list.as_array().unwrap().len());
    assert!(counts[0] >= 8 && counts[1] > 0 && counts[2] >= 70 && counts[3] >= 70, "{counts:?}");
    let full = page.result(json!({"type": "config/entity_registry/list"})).await;
    assert_eq!(full.as_array().unwrap().len(), counts[2]);
    let persons = page.result(json!({"type": "person/list"})).await;
    assert!(persons["storage"].as_array().unwrap().iter().any(|person| person["user_id"] == user["id"]));
    assert!(page.result(json!({"type": "get_services"})).await["light"]["turn_on"].is_object());
    assert!(page.result(json!({"type": "get_panels"})).await.is_object());
}

#[tokio::test(start_paused = true)]
async fn a_change_comes_before_the_answer_and_names_who_did_it() {
    let house = House::open().await;
    let mut page = Page::of(&house, "ben").await;
    let me = page.result(json!({"type": "auth/current_user"})).await["id"].clone();
    page.result(json!({"type": "supported_features", "features": {"coalesce_messages": 1}})).await;
    page.result_of_array(json!({"type": "subscribe_entities", "entity_ids": ["light.kitchen_counter"]}))
        .await;
    page.command(call("light", "toggle", "light.kitchen_counter")).await;
    // One frame or two, as it happens, but in this order.
    let mut messages = Vec::new();
    while messages.len() < 2 {
        let frame = page.hear().await;
        messages.extend(frame.as_array().cloned().unwrap_or_else(|| vec![frame]));
    }
    let change = &messages[0]["event"]["c"]["light.kitchen_counter"]["+"];
    let context = &messages[1]["result"]["context"];
    assert_eq!(context["user_id"], me, "{messages:?}");
    assert_eq!(change["c"], json!({"id": context["id"], "user_id": me}));
}

#[tokio::test(start_paused = true)]
async fn a_slow_lamp_holds_nobody_up() {
    let house = House::open().await;
    let mut page = Page::of(&house, "anna").await;
    let before = Instant::now();
    let slow = page.command(call("light", "turn_on", "light.slow")).await;
    assert_eq!(page.ask(json!({"type": "ping"})).await["type"], "pong");
    assert_eq!(before.elapsed(), Duration::ZERO);
    let done = page.hear().await;
    assert_eq!((&done["id"], &done["success"]), (&json!(slow), &json!(true)));
    assert_eq!(before.elapsed().as_secs(), 3);
}

#[tokio::test(start_paused = true)]
async fn what_was_begun_is_finished_when_the_page_goes_away() {
    let house = House::open().await;
    let mut leaving = Page::of(&house, "anna").await;
    leaving.command(call("light", "turn_on", "light.slow")).await;
    leaving.ask(json!({"type": "ping"})).await;
    leaving.vanish().await;
    let mut page = Page::of(&house, "ben").await;
    page.result(json!({"type": "subscribe_entities", "entity_ids": ["light.slow"]})).await;
    assert_eq!(page.hear().await["event"]["a"]["light.slow"]["s"], "off");
    assert_eq!(page.hear().await["event"]["c"]["light.slow"]["+"]["s"], "on");
}

#[tokio::test(start_paused = true)]
async fn services_that_fail_say_how() {
    let house = House::open().await;
    let mut page = Page::of(&house, "anna").await;
    for (command, code) in [
        (call("light", "turn_on", "light.refuses"), "home_assistant_error"),
        (call("light", "explode", "light.slow"), "not_found"),
        (json!({"type": "call_service", "domain": "light"}), "invalid_format"),
        (json!({"type": "call_service", "domain": 7, "service": "turn_on"}), "invalid_format"),
        (
            json!({"type": "call_service", "domain": "light", "service": "turn_on", "target": "x"}),
            "invalid_format",
        ),
        (
            json!({"type": "call_service", "domain": "light", "service": "turn_on", "return_response": true}),
            "service_validation_error",
        ),
        (
            json!({"type": "call_service", "domain": "light", "service": "nope", "return_response": true}),
            "not_found",
        ),
        (
            json!({"type": "call_service", "domain": "light", "service": "turn_on", "target": {"entity_id": "kitchen"}}),
            "invalid_format",
        ),
    ] {
        let error = page.error(command.clone()).await;
        assert_eq!(error["code"], code, "{command}");
        assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()));
    }
}

#[tokio::test(start_paused = true)]
async fn who_may_only_look_changes_nothing() {
    let house = House::open().await;
    let mut page = Page::of(&house, "dan").await;
    page.result(json!({"type": "subscribe_entities", "entity_ids": ["light.kitchen_counter"]})).await;
    page.hear().await;
    let error = page.error(call("light", "toggle", "light.kitchen_counter")).await;
    assert_eq!(error, json!({"code": "home_assistant_error", "message": "Unauthorized"}));
    // An answer would have come after the change.
    assert_eq!(page.ask(json!({"type": "ping"})).await["type"], "pong");
}

#[tokio::test(start_paused = true)]
async fn events_that_are_not_for_everybody_are_for_administrators() {
    let house = House::open().await;
    for (who, kind, may) in [
        ("anna", None, true),
        ("anna", Some("call_service"), true),
        ("clara", None, false),
        ("clara", Some("call_service"), false),
        ("clara", Some("state_changed"), true),
        ("dan", Some("area_registry_updated"), true),
    ] {
        let mut page = Page::of(&house, who).await;
        let mut command = json!({"type": "subscribe_events"});
        if let Some(kind) = kind {
            command["event_type"] = kind.into();
        }
        let answer = page.ask(command).await;
        assert_eq!(answer["success"], may, "{who} {kind:?}");
        assert!(may || answer["error"]["code"] == "unauthorized");
    }
}

#[tokio::test(start_paused = true)]
async fn a_subscription_that_has_ended_is_silent() {
    let house = House::open().await;
    let mut page = Page::of(&house, "anna").await;
    let id = page.command(json!({"type": "subscribe_entities"})).await;
    page.hear().await;
    page.hear().await;
    page.result(json!({"type": "unsubscribe_events", "subscription": id})).await;
    let error = page.error(json!({"type": "unsubscribe_events", "subscription": id})).await;
    assert_eq!(error, json!({"code": "not_found", "message": "Subscription not found."}));
    page.command(call("light", "toggle", "light.kitchen_counter")).await;
    assert_eq!(page.hear().await["type"], "result");
}

#[tokio::test(start_paused = true)]
async fn what_is_kept_for_a_person_is_told_to_their_other_pages_and_to_nobody_else() {
    let house = House::open().await;
    let (mut here, mut there) = (Page::of(&house, "anna").await, Page::of(&house, "anna").await);
    let mut stranger = Page::of(&house, "ben").await;
    for page in [&mut there, &mut stranger] {
        page.result(json!({"type": "frontend/subscribe_user_data", "key": "doorstep"})).await;
    }
    let whole = here.command(json!({"type": "frontend/subscribe_user_data"})).await;
    assert_eq!(here.hear().await, json!({"id": whole, "type": "event", "event": {"value": {}}}));
    here.hear().await;
    here.result(json!({"type": "frontend/set_user_data", "key": "doorstep", "value": {"order": [2, 1]}}))
        .await;
    assert_eq!(here.hear().await["event"]["value"], json!({"doorstep": {"order": [2, 1]}}));
    assert_eq!(there.hear().await["event"]["value"], json!({"order": [2, 1]}));
    let theirs = stranger.result(json!({"type": "frontend/get_user_data", "key": "doorstep"})).await;
    assert_eq!(theirs, json!({"value": null}));
}

#[tokio::test(start_paused = true)]
async fn what_is_no_command_is_refused_and_the_talk_goes_on() {
    let house = House::open().await;
    let mut page = Page::of(&house, "anna").await;
    for wrong in [
        json!({}),
        json!({"id": 0, "type": "ping"}),
        json!({"id": -1, "type": "ping"}),
        json!({"id": 1.5, "type": "ping"}),
        json!({"id": "1", "type": "ping"}),
        json!({"id": 1}),
        json!({"id": 1, "type": 7}),
        json!([7, null, "x", {}]),
        json!(7),
    ] {
        page.say(&wrong).await;
        for _ in 0..wrong.as_array().map_or(1, Vec::len) {
            let answer = page.hear().await;
            assert_eq!(answer["error"]["code"], "invalid_format", "{wrong}");
            assert!(answer["id"].is_null() || answer["id"] == wrong["id"], "{wrong}");
        }
    }
    page.say(&json!([{"id": 1, "type": "ping"}, {"id": 2, "type": "ping"}])).await;
    assert_eq!((page.hear().await["id"].clone(), page.hear().await["id"].clone()), (json!(1), json!(2)));
}

#[tokio::test(start_paused = true)]
async fn a_command_that_is_not_known_uses_up_no_number() {
    let house = House::open().await;
    let mut page = Page::of(&house, "anna").await;
    page.say(&json!({"id": 9, "type": "nope"})).await;
    assert_eq!(page.hear().await["error"]["code"], "unknown_command");
    page.say(&json!({"id": 9, "type": "ping"})).await;
    assert_eq!(page.hear().await["type"], "pong");
}

#[tokio::test(start_paused = true)]
async fn who_says_something_that_is_no_json_is_let_go() {
    let house = House::open().await;
    for text in ["", "{", "\u{0}", &"[".repeat(10_000)] {
        let mut page = Page::of(&house, "anna").await;
        page.say_text(text).await;
        assert_eq!(page.next().await, Said::Closed(Some(1000)));
    }
}
