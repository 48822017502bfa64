//! Where somebody is signed in: what they see of it, name and end.

use std::time::Duration;

use serde_json::{Value, json};
use tokio::time::advance;

use crate::house::House;
use crate::login::id_of;
use crate::networks::{RULES, enter};
use crate::page::Page;

async fn ids(page: &mut Page) -> Vec<String> {
    let sessions = page.result(json!({"type": "auth/refresh_tokens"})).await;
    let ids = sessions.as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap().to_owned());
    ids.collect()
}

fn revoke(arguments: Value) -> Value {
    let mut command = arguments;
    command["type"] = "doorstep/sessions/revoke".into();
    command
}

#[tokio::test(start_paused = true)]
async fn a_session_is_named_and_keeps_its_name() {
    let house = House::open().await;
    let (mut page, mut other) = (Page::of(&house, "clara").await, Page::of(&house, "dan").await);
    let id = ids(&mut page).await.remove(0);
    let rename = |name: &str| json!({"type": "doorstep/sessions/rename", "session_id": id, "name": name});
    page.result(rename(" Kitchen tablet ")).await;
    assert_eq!(page.result(json!({"type": "auth/refresh_tokens"})).await[0]["name"], "Kitchen tablet");
    assert_eq!(other.error(rename("Mine")).await["code"], "invalid_token_id");
    assert_eq!(page.error(rename(&"x".repeat(65))).await["code"], "invalid_format");
    page.result(rename("")).await;
    assert_eq!(page.result(json!({"type": "auth/refresh_tokens"})).await[0]["name"], Value::Null);
}

#[tokio::test(start_paused = true)]
async fn an_administrator_sees_everybodys_and_the_others_see_their_own() {
    let house = House::open().await;
    let (mut ben, mut clara) = (Page::of(&house, "ben").await, Page::of(&house, "clara").await);
    let clara_id = id_of(&house, "clara").await;
    let list = json!({"type": "doorstep/sessions/list"});
    assert_eq!(ben.result(list.clone()).await.as_array().unwrap().len(), 3);
    let hers = clara.result(list).await;
    assert_eq!(hers.as_array().unwrap().len(), 2);
    assert!(hers.as_array().unwrap().iter().all(|row| row["user_id"] == json!(clara_id)));
    let of_clara = json!({"type": "doorstep/sessions/list", "user_id": clara_id});
    assert_eq!(ben.result(of_clara).await, with_other_current(&hers));
    let of_anna = json!({"type": "doorstep/sessions/list", "user_id": id_of(&house, "anna").await});
    assert_eq!(clara.error(of_anna).await["code"], "unauthorized");
}

/// The same rows, seen from another session.
fn with_other_current(rows: &Value) -> Value {
    let mut rows = rows.clone();
    for row in rows.as_array_mut().unwrap() {
        row["is_current"] = false.into();
    }
    rows
}

#[tokio::test(start_paused = true)]
async fn one_all_others_or_all_of_a_user_are_ended() {
    let house = House::open().await;
    let (mut here, mut there) = (Page::of(&house, "clara").await, Page::of(&house, "clara").await);
    let third = house.sign_in("clara").await;
    let all = ids(&mut here).await;
    assert_eq!(here.result(revoke(json!({"session_id": all[2]}))).await, json!({"revoked": 1}));
    assert_eq!(house.get_as("/api/", &third.access_token).await.status, 401);
    assert_eq!(here.error(revoke(json!({"session_id": all[2]}))).await["code"], "invalid_token_id");
    assert_eq!(here.result(revoke(json!({"others": true}))).await, json!({"revoked": 1}));
    assert_eq!(there.end().await, Some(1000));
    for wrong in [json!({}), json!({"others": false}), json!({"others": true, "session_id": all[0]})] {
        assert_eq!(here.error(revoke(wrong)).await["code"], "invalid_format");
    }
    let mut anna = Page::of(&house, "anna").await;
    let clara = id_of(&house, "clara").await;
    assert_eq!(anna.result(revoke(json!({"user_id": clara}))).await, json!({"revoked": 2}));
    assert_eq!(here.end().await, Some(1000));
    let mut dan = Page::of(&house, "dan").await;
    let annas = ids(&mut anna).await.remove(0);
    assert_eq!(dan.error(revoke(json!({"session_id": annas}))).await["code"], "invalid_token_id");
    assert_eq!(
        dan.error(revoke(json!({"user_id": id_of(&house, "anna").await}))).await["code"],
        "unauthorized"
    );
}

#[tokio::test(start_paused = true)]
async fn who_ends_their_own_session_gets_the_answer_before_the_end() {
    let house = House::open().await;
    let signed_in = house.sign_in("clara").await;
    let mut page = Page::with_token(&house, &signed_in.access_token).await;
    let mut tab = Page::with_token(&house, &signed_in.access_token).await;
    let id = ids(&mut page).await.remove(0);
    assert_eq!(
        page.error(json!({"type": "auth/delete_refresh_token", "refresh_token_id": "x"})).await["code"],
        "invalid_token_id"
    );
    assert_eq!(
        page.result(json!({"type": "auth/delete_refresh_token", "refresh_token_id": id})).await,
        json!({})
    );
    assert_eq!((page.end().await, tab.end().await), (Some(1000), Some(1000)));
    assert_eq!(house.refresh(&signed_in.refresh_token).await.json()["error"], "invalid_grant");
}

#[tokio::test(start_paused = true)]
async fn whatever_is_said_after_the_end_is_not_done() {
    let house = House::open().await;
    let mut page = Page::of(&house, "anna").await;
    let mut ben = Page::of(&house, "ben").await;
    page.say(&json!([
        {"id": 1, "type": "auth/delete_all_refresh_tokens"},
        {"id": 2, "type": "config/auth/create", "name": "Mallory"},
    ]))
    .await;
    assert_eq!(page.hear().await["id"], 1);
    assert_eq!(page.end().await, Some(1000));
    let users = ben.result(json!({"type": "config/auth/list"})).await;
    assert_eq!(users.as_array().unwrap().len(), 5);
}

#[tokio::test(start_paused = true)]
async fn all_but_this_one_or_all_of_a_kind() {
    let house = House::open().await;
    let mut page = Page::of(&house, "clara").await;
    house.sign_in("clara").await;
    let make = json!({"type": "auth/long_lived_access_token", "lifespan": 365, "client_name": "Meter"});
    page.result(make).await;
    let delete = |more: Value| {
        let mut command = json!({"type": "auth/delete_all_refresh_tokens", "delete_current_token": false});
        command.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        command
    };
    assert_eq!(page.error(delete(json!({"token_type": "other"}))).await["code"], "invalid_format");
    page.result(delete(json!({"token_type": "normal"}))).await;
    assert_eq!(ids(&mut page).await.len(), 2);
    page.result(delete(json!({}))).await;
    assert_eq!(ids(&mut page).await.len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_tablet_may_stay_for_ever_unless_it_came_by_network() {
    let house = House::with_policy(RULES).await.from("192.168.7.3");
    let tablet = house.sign_in("clara").await;
    let mut page = Page::with_token(&house, &tablet.access_token).await;
    let id = ids(&mut page).await.remove(0);
    let expiry = |id: &str, ends: bool| json!({"type": "auth/refresh_token_set_expiry", "refresh_token_id": id, "enable_expiry": ends});
    page.result(expiry(&id, false)).await;
    assert_eq!(page.result(json!({"type": "auth/refresh_tokens"})).await[0]["expire_at"], Value::Null);
    let by_network = enter(&house, "Clara").await;
    let mut visitor = Page::with_token(&house, &by_network.access_token).await;
    let seen = ids(&mut visitor).await;
    assert_eq!(seen.len(), 1, "by network one sees only oneself");
    assert_eq!(page.error(expiry(&seen[0], false)).await["code"], "home_assistant_error");
    assert_eq!(page.error(expiry("x", false)).await["code"], "invalid_token_id");
    for command in [
        expiry(&id, true),
        json!({"type": "auth/delete_refresh_token", "refresh_token_id": id}),
        json!({"type": "auth/delete_all_refresh_tokens"}),
        revoke(json!({"session_id": id})),
        revoke(json!({"others": true})),
        json!({"type": "doorstep/sessions/rename", "session_id": id, "name": "x"}),
        json!({"type": "auth/long_lived_access_token", "lifespan": 1, "client_name": "x"}),
    ] {
        assert_eq!(visitor.error(command.clone()).await["code"], "unauthorized", "{command}");
    }
    drop((page, visitor));
    advance(Duration::from_secs(400 * 86_400)).await;
    assert_eq!(house.refresh(&tablet.refresh_token).await.status, 200);
    assert_eq!(house.refresh(&by_network.refresh_token).await.json()["error"], "invalid_grant");
}

#[tokio::test(start_paused = true)]
async fn a_program_gets_one_token_for_years_under_a_name_of_its_own() {
    let house = House::open().await;
    let mut page = Page::of(&house, "clara").await;
    let make = |days: u64, name: &str| json!({"type": "auth/long_lived_access_token", "lifespan": days, "client_name": name, "client_icon": "mdi:meter"});
    for (days, name, code) in
        [(0, "Meter", "invalid_format"), (3_651, "Meter", "invalid_format"), (1, " ", "invalid_format")]
    {
        assert_eq!(page.error(make(days, name)).await["code"], code, "{days} {name}");
    }
    let token = page.result(make(30, "Meter")).await.as_str().unwrap().to_owned();
    assert_eq!(page.error(make(30, "Meter")).await["code"], "name_exists");
    let row = page.result(json!({"type": "auth/refresh_tokens"})).await[1].clone();
    assert_eq!(
        [&row["type"], &row["client_name"], &row["client_icon"], &row["client_id"]],
        [&json!("long_lived_access_token"), &json!("Meter"), &json!("mdi:meter"), &json!(null)]
    );
    drop(page);
    advance(Duration::from_secs(29 * 86_400)).await;
    assert_eq!(house.get_as("/api/states", &token).await.status, 200);
    advance(Duration::from_secs(2 * 86_400)).await;
    assert_eq!(house.get_as("/api/states", &token).await.status, 401);
}

#[tokio::test(start_paused = true)]
async fn the_session_that_was_idle_longest_makes_room_for_the_fifty_first() {
    let house = House::open().await;
    let first = house.sign_in("clara").await;
    advance(Duration::from_secs(1)).await;
    let second = house.sign_in("clara").await;
    advance(Duration::from_secs(1)).await;
    // The first was used later than the second.
    assert_eq!(house.refresh(&first.refresh_token).await.status, 200);
    for _ in 0..49 {
        house.sign_in("clara").await;
    }
    assert_eq!(house.refresh(&second.refresh_token).await.json()["error"], "invalid_grant");
    assert_eq!(house.refresh(&first.refresh_token).await.status, 200);
}
