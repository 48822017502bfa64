//! How much is too much, and what happens to who asks for it: everybody else notices nothing.

use std::time::Duration;

use doorstep_hub::config::Limits;
use doorstep_hub::socket::Frame;
use doorstep_hub::{Config, Place};
use serde_json::{Value, json};
use tokio::time::{Instant, advance};

use crate::house::House;
use crate::page::{Page, Said};

fn toggle() -> Value {
    let target = json!({"entity_id": "light.kitchen_counter"});
    json!({"type": "call_service", "domain": "light", "service": "toggle", "target": target})
}

async fn house_with(limits: Limits) -> House {
    House::with(Config { limits, ..Config::demo(Place::Memory) }).await
}

#[tokio::test(start_paused = true)]
async fn a_stranger_says_no_more_than_64_kib() {
    let house = House::open().await;
    for (length, end) in [(64 * 1024 + 1, 1009), (64 * 1024, 1000)] {
        let mut page = Page::connect(&house);
        page.hear().await;
        page.say_text("x".repeat(length)).await;
        assert_eq!(page.end().await, Some(end), "{length}");
    }
}

#[tokio::test(start_paused = true)]
async fn more_strangers_than_there_is_room_for_are_asked_to_come_again() {
    let house = house_with(Limits { strangers: 2, ..Limits::default() }).await;
    let mut known = Page::of(&house, "anna").await;
    let (mut one, mut two) = (Page::connect(&house), Page::connect(&house));
    assert_eq!(
        (one.hear().await["type"].clone(), two.hear().await["type"].clone()),
        ("auth_required".into(), "auth_required".into())
    );
    assert_eq!(Page::connect(&house).end().await, Some(1013));
    one.vanish().await;
    assert_eq!(Page::connect(&house).hear().await["type"], "auth_required");
    assert_eq!(known.ask(json!({"type": "ping"})).await["type"], "pong");
}

#[tokio::test(start_paused = true)]
async fn one_person_cannot_take_every_seat_and_is_not_told_that_the_token_is_bad() {
    let house = house_with(Limits { sockets_per_user: 2, ..Limits::default() }).await;
    let signed_in = house.sign_in("anna").await;
    let _pages = (Page::of(&house, "anna").await, Page::of(&house, "anna").await);
    let mut third = Page::connect(&house);
    third.hear().await;
    third.say(&json!({"type": "auth", "access_token": signed_in.access_token})).await;
    assert_eq!(third.next().await, Said::Closed(Some(1013)));
    assert_eq!(Page::of(&house, "ben").await.ask(json!({"type": "ping"})).await["type"], "pong");
}

#[tokio::test(start_paused = true)]
async fn one_page_cannot_follow_without_end() {
    let house = house_with(Limits { subscriptions: 2, ..Limits::default() }).await;
    let mut page = Page::of(&house, "anna").await;
    for _ in 0..2 {
        page.result(json!({"type": "subscribe_events", "event_type": "state_changed"})).await;
    }
    for kind in ["subscribe_entities", "subscribe_events", "frontend/subscribe_user_data"] {
        assert_eq!(page.error(json!({"type": kind})).await["code"], "home_assistant_error", "{kind}");
    }
}

#[tokio::test(start_paused = true)]
async fn one_person_cannot_fill_the_disk() {
    let house = House::open().await;
    let mut page = Page::of(&house, "anna").await;
    for number in 0..256 {
        let set = json!({"type": "frontend/set_user_data", "key": format!("key {number}"), "value": 1});
        page.result(set).await;
    }
    let more = json!({"type": "frontend/set_user_data", "key": "one more", "value": 1});
    assert_eq!(page.error(more).await["code"], "home_assistant_error");
    page.result(json!({"type": "frontend/set_user_data", "key": "key 1", "value": 2})).await;
}

#[tokio::test(start_paused = true)]
async fn a_page_that_does_not_read_is_let_go_after_ten_seconds_and_holds_nobody_up() {
    let house = House::open().await;
    let mut stuck = Page::of(&house, "anna").await;
    stuck.command(json!({"type": "subscribe_entities"})).await;
    let mut lively = Page::of(&house, "ben").await;
    lively.result(json!({"type": "subscribe_entities", "entity_ids": ["light.kitchen_counter"]})).await;
    lively.hear().await;
    let before = Instant::now();
    for _ in 0..50 {
        lively.result(toggle()).await;
    }
    assert!(before.elapsed() < Duration::from_secs(2), "{:?}", before.elapsed());
    stuck.abandoned().await;
    let waited = before.elapsed().as_secs();
    assert!((10..=11).contains(&waited), "{waited}");
}

#[tokio::test(start_paused = true)]
async fn a_page_that_reads_slowly_gets_the_latest_once_and_not_everything_it_missed() {
    let house = House::open().await;
    let mut slow = Page::of(&house, "anna").await;
    slow.result(json!({"type": "subscribe_entities", "entity_ids": ["light.kitchen_counter"]})).await;
    let first = slow.hear().await["event"]["a"]["light.kitchen_counter"]["s"].clone();
    let mut lively = Page::of(&house, "ben").await;
    for _ in 0..101 {
        lively.result(toggle()).await;
    }
    advance(Duration::from_secs(5)).await;
    lively.ask(json!({"type": "ping"})).await;
    let mut last = first.clone();
    let mut frames = 0;
    let answer = slow.command(json!({"type": "ping"})).await;
    loop {
        let message = slow.hear().await;
        if message["id"] == answer {
            break;
        }
        frames += 1;
        if let Some(state) = message["event"]["c"]["light.kitchen_counter"]["+"]["s"].as_str() {
            last = state.into();
        }
    }
    assert_ne!(last, first, "an odd number of toggles");
    assert!((1..=4).contains(&frames), "{frames} frames for 101 changes");
}

#[tokio::test(start_paused = true)]
async fn a_page_that_answers_no_ping_is_gone() {
    let house = House::open().await;
    let mut page = Page::of(&house, "anna").await;
    let before = Instant::now();
    assert_eq!(page.next().await, Said::Ping);
    assert_eq!(before.elapsed().as_secs(), 55);
    page.say_frame(Frame::Pong).await;
    assert_eq!(page.next().await, Said::Ping);
    assert_eq!(page.next().await, Said::Closed(None));
    assert_eq!(before.elapsed().as_secs(), 165);
}

#[tokio::test(start_paused = true)]
async fn more_services_than_can_be_carried_out_at_once_wait_unread() {
    let house = House::open().await;
    let mut page = Page::of(&house, "anna").await;
    let before = Instant::now();
    let target = json!({"entity_id": "light.slow"});
    for _ in 0..64 {
        page.command(
            json!({"type": "call_service", "domain": "light", "service": "turn_on", "target": target}),
        )
        .await;
    }
    assert_eq!(before.elapsed(), Duration::ZERO);
    page.command(json!({"type": "ping"})).await;
    let first = page.hear().await;
    assert_eq!((first["type"].as_str(), before.elapsed().as_secs()), (Some("result"), 3), "not the pong");
}

#[tokio::test(start_paused = true)]
async fn when_the_hub_stops_it_says_so() {
    let house = House::open().await;
    let (mut known, mut stranger) = (Page::of(&house, "anna").await, Page::connect(&house));
    stranger.hear().await;
    let hub = house.hub.clone();
    let closing = tokio::spawn(async move { hub.close().await });
    assert_eq!((known.end().await, stranger.end().await), (Some(1001), Some(1001)));
    closing.await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_flood_of_sign_ins_is_bounded_and_ends() {
    let house = House::open().await;
    let flow = async || house.begin_flow(crate::house::CLIENT).await;
    let mut flows = Vec::new();
    for _ in 0..60 {
        flows.push(flow().await);
    }
    let names: Vec<String> = (0..60).map(|number| format!("guest {number}")).collect();
    let tries = flows.iter().zip(&names).map(|(flow, name)| house.answer_flow(flow, name, "wrong"));
    let answers = futures_util::future::join_all(tries).await;
    let count = |status: u16| answers.iter().filter(|answer| answer.status == status).count();
    assert!(count(429) > 0 && count(200) >= 32 && count(200) + count(429) == 60);
    let refused = answers.iter().position(|answer| answer.status == 429).unwrap();
    let again = house.answer_flow(&flows[refused], "anna", "anna-demo-pass").await.json();
    assert_eq!(again["type"], "create_entry", "who was turned away may go on");
}
