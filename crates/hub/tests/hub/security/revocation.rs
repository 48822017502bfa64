//! SEC-REV: what is taken away is gone, at once, on the disk too.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::{Instant, timeout};

use crate::house::House;
use crate::login::id_of;
use crate::page::{Page, Said};
use crate::process::{connect, hear, say};
use crate::program::Program;
use crate::sessions::Folder;

const SECOND: Duration = Duration::from_secs(1);

#[tokio::test(start_paused = true)]
async fn sec_rev_1_a_revoked_session_is_closed_everywhere_before_the_answer() {
    let house = House::open().await;
    let lost = house.sign_in("clara").await;
    let (mut one, mut two) = (
        Page::with_token(&house, &lost.access_token).await,
        Page::with_token(&house, &lost.access_token).await,
    );
    let mut anna = Page::of(&house, "anna").await;
    let clara = id_of(&house, "clara").await;
    let list = anna.result(json!({"type": "doorstep/sessions/list", "user_id": clara})).await;
    let before = Instant::now();
    anna.result(json!({"type": "doorstep/sessions/revoke", "session_id": list[0]["id"]})).await;
    assert_eq!((one.end().await, two.end().await), (Some(1000), Some(1000)));
    assert!(before.elapsed() < SECOND);
    assert_eq!(house.get_as("/api/states", &lost.access_token).await.status, 401);
    assert_eq!(house.refresh(&lost.refresh_token).await.json()["error"], "invalid_grant");
}

#[tokio::test]
async fn sec_rev_1_what_was_revoked_stays_so_when_the_hub_is_killed_right_after_the_answer() {
    let folder = Folder::new();
    let hub = Program::start(&folder.path(), &[]).await;
    let client = format!("http://{}/", hub.address);
    let (anna, clara) = (hub.sign_in("anna").await, hub.sign_in("clara").await);
    let mut socket = connect(&hub, &anna.access_token).await;
    say(&mut socket, &json!({"id": 1, "type": "doorstep/sessions/list"})).await;
    let list = hear(&mut socket).await;
    let is_annas = |row: &&Value| row["is_current"] == true;
    let annas = list["result"].as_array().unwrap().iter().find(is_annas).unwrap()["user_id"].clone();
    let is_claras = |row: &&Value| row["user_id"] != annas;
    let claras = list["result"].as_array().unwrap().iter().find(is_claras).unwrap()["id"].clone();
    say(&mut socket, &json!({"id": 2, "type": "doorstep/sessions/revoke", "session_id": claras})).await;
    assert_eq!(hear(&mut socket).await["result"], json!({"revoked": 1}));
    hub.kill().await;

    let hub = Program::start(&folder.path(), &[]).await;
    assert_eq!(hub.refresh(&client, &clara.refresh_token).await, (400, json!({"error": "invalid_grant"})));
    assert_eq!(hub.refresh(&client, &anna.refresh_token).await.0, 200);
    hub.kill().await;
}

#[tokio::test(start_paused = true)]
async fn sec_rev_1_a_new_password_ends_every_other_session_of_its_user() {
    let house = House::open().await;
    let (mut here, mut there) = (Page::of(&house, "clara").await, Page::of(&house, "clara").await);
    let mut dan = Page::of(&house, "dan").await;
    here.result(json!({"type": "config/auth_provider/homeassistant/change_password",
        "current_password": "clara-demo-pass", "new_password": "a long way home"}))
        .await;
    assert_eq!(there.end().await, Some(1000));
    assert_eq!(here.ask(json!({"type": "ping"})).await["type"], "pong");
    assert_eq!(dan.ask(json!({"type": "ping"})).await["type"], "pong");
    let clara = id_of_by(&mut here).await;
    let mut anna = Page::of(&house, "anna").await;
    anna.result(json!({"type": "config/auth_provider/homeassistant/admin_change_password",
        "user_id": clara, "password": "another long way"}))
        .await;
    assert_eq!(here.end().await, Some(1000));
}

async fn id_of_by(page: &mut Page) -> Value {
    page.result(json!({"type": "auth/current_user"})).await["id"].clone()
}

#[tokio::test(start_paused = true)]
async fn sec_rev_1_a_code_that_was_not_used_yet_is_worth_nothing_after_it() {
    let house = House::open().await;
    let mut page = Page::of(&house, "clara").await;
    let code = house.code("clara", crate::house::CLIENT).await;
    page.result(json!({"type": "config/auth_provider/homeassistant/change_password",
        "current_password": "clara-demo-pass", "new_password": "a long way home"}))
        .await;
    let fields =
        [("grant_type", "authorization_code"), ("client_id", crate::house::CLIENT), ("code", code.as_str())];
    assert_eq!(house.post_form("/auth/token", &fields).await.status, 400);
}

/// What somebody else's lamp and plug do, for ever: events of two entities.
async fn toggle(page: &mut Page) {
    for entity in ["light.kitchen_counter", "switch.coffee_machine"] {
        page.result(json!({"type": "call_service", "domain": "homeassistant", "service": "toggle",
            "target": {"entity_id": entity}}))
            .await;
    }
}

#[tokio::test(start_paused = true)]
async fn sec_rev_2_who_may_see_less_is_told_less_within_a_second_and_more_when_they_may_again() {
    let house = House::open().await;
    let clara = id_of(&house, "clara").await;
    let (mut page, mut anna) = (Page::of(&house, "clara").await, Page::of(&house, "anna").await);
    let mut events = Page::of(&house, "clara").await;
    let feed = page.command(json!({"type": "subscribe_entities"})).await;
    assert_eq!(page.hear().await["success"], true);
    let all = page.hear().await["event"]["a"].as_object().unwrap().len();
    events.result(json!({"type": "subscribe_events", "event_type": "state_changed"})).await;
    let policy = json!({"entities": {"domains": {"light": true}}});
    anna.result(
        json!({"type": "doorstep/groups/save", "group_id": "lights", "name": "Lights", "policy": policy}),
    )
    .await;
    let group = |group: &str| json!({"type": "config/auth/update", "user_id": clara, "group_ids": [group]});

    let start = Instant::now();
    anna.result(group("lights")).await;
    let removed = loop {
        let said = page.hear().await;
        assert_eq!(said["id"], feed);
        if let Some(removed) = said["event"]["r"].as_array() {
            break removed.clone();
        }
    };
    assert!(start.elapsed() < SECOND);
    assert!(removed.contains(&json!("switch.coffee_machine")) && removed.len() > all / 2);
    assert!(removed.iter().all(|id| !id.as_str().unwrap().starts_with("light.")));
    toggle(&mut anna).await;
    let heard = everything(&mut page, SECOND * 3).await;
    assert!(heard.contains("light.kitchen_counter") && !heard.contains("switch."), "{heard}");
    let heard = everything(&mut events, SECOND * 3).await;
    assert!(heard.contains("light.kitchen_counter") && !heard.contains("\"entity_id\":\"switch."), "{heard}");
    let states = page.result(json!({"type": "get_states"})).await;
    assert!(
        states.as_array().unwrap().iter().all(|s| s["entity_id"].as_str().unwrap().starts_with("light."))
    );

    let start = Instant::now();
    anna.result(group("system-users")).await;
    let added = loop {
        let said = page.hear().await;
        if let Some(added) = said["event"]["a"].as_object() {
            break added.clone();
        }
    };
    assert!(start.elapsed() < SECOND);
    assert!(added.contains_key("switch.coffee_machine") && !added.contains_key("light.kitchen_counter"));
}

/// Everything that is said within `time`.
async fn everything(page: &mut Page, time: Duration) -> String {
    let end = Instant::now() + time;
    let mut heard = String::new();
    while let Ok(said) = timeout(end - Instant::now(), page.next()).await {
        match said {
            Said::Message(message) => heard.push_str(&message.to_string()),
            Said::Ping => {}
            Said::Closed(code) => panic!("closed: {code:?}"),
        }
    }
    heard
}

#[tokio::test(start_paused = true)]
async fn sec_rev_2_who_is_shut_out_removed_or_kept_at_home_is_let_go_within_a_second() {
    for (command, from) in [
        (json!({"type": "config/auth/update", "is_active": false}), "192.168.1.5"),
        (json!({"type": "config/auth/delete"}), "192.168.1.5"),
        (json!({"type": "config/auth/update", "local_only": true}), "8.8.8.8"),
    ] {
        let house = House::open().await;
        let clara = id_of(&house, "clara").await;
        let signed_in = house.sign_in("clara").await;
        let mut page = Page::with_token(&house.from(from), &signed_in.access_token).await;
        let mut anna = Page::of(&house, "anna").await;
        let mut command = command;
        command["user_id"] = json!(clara);
        let start = Instant::now();
        anna.result(command.clone()).await;
        assert_eq!(page.end().await, Some(1000), "{command}");
        assert!(start.elapsed() < SECOND);
        let answer = house.from(from).get_as("/api/", &signed_in.access_token).await;
        assert_eq!(answer.status, 401, "{command}");
    }
}

#[tokio::test(start_paused = true)]
async fn sec_rev_2_an_administrator_who_is_one_no_longer_commands_nothing() {
    let house = House::open().await;
    let ben = id_of(&house, "ben").await;
    let (mut page, mut anna) = (Page::of(&house, "ben").await, Page::of(&house, "anna").await);
    page.result(json!({"type": "config/auth/list"})).await;
    anna.result(json!({"type": "config/auth/update", "user_id": ben, "group_ids": ["system-read-only"]}))
        .await;
    assert_eq!(page.error(json!({"type": "config/auth/list"})).await["code"], "unauthorized");
    let toggle = json!({"type": "call_service", "domain": "light", "service": "toggle",
        "target": {"entity_id": "light.kitchen_counter"}});
    assert_eq!(page.error(toggle).await["message"], "Unauthorized");
}
