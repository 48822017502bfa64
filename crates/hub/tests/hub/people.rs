//! Users, their passwords and their groups, as administrators change them.

use serde_json::{Value, json};

use crate::house::{CLIENT, House};
use crate::login::id_of;
use crate::page::Page;

fn update(user: &str, more: &Value) -> Value {
    let mut command = json!({"type": "config/auth/update", "user_id": user});
    command.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    command
}

/// A command of the password provider.
fn password(name: &str, arguments: Value) -> Value {
    let mut command = arguments;
    command["type"] = format!("config/auth_provider/homeassistant/{name}").into();
    command
}

async fn can_sign_in(house: &House, username: &str, password: &str) -> bool {
    let flow = house.begin_flow(CLIENT).await;
    house.answer_flow(&flow, username, password).await.json()["type"] == "create_entry"
}

#[tokio::test(start_paused = true)]
async fn somebody_new_comes_into_the_family_signs_in_and_leaves_again() {
    let house = House::open().await;
    let mut page = Page::of(&house, "ben").await;
    let create = json!({"type": "config/auth/create", "name": "Eva", "group_ids": ["system-users"]});
    let eva = page.result(create).await["user"].clone();
    assert_eq!(
        eva,
        json!({"id": eva["id"], "username": null, "name": "Eva", "is_owner": false, "is_active": true,
            "local_only": false, "system_generated": false, "group_ids": ["system-users"], "credentials": []})
    );
    let give = json!({"user_id": eva["id"], "username": "eva", "password": "a long way home"});
    assert_eq!(page.result(password("create", give.clone())).await, Value::Null);
    assert_eq!(page.error(password("create", give)).await["code"], "credentials_exist");
    assert!(can_sign_in(&house, "eva", "a long way home").await);
    let list = page.result(json!({"type": "config/auth/list"})).await;
    let last = list.as_array().unwrap().last().unwrap();
    assert_eq!(
        (&last["username"], &last["credentials"]),
        (&json!("eva"), &json!([{"type": "homeassistant"}]))
    );
    page.result(json!({"type": "config/auth/delete", "user_id": eva["id"]})).await;
    assert!(!can_sign_in(&house, "eva", "a long way home").await);
    let error = page.error(json!({"type": "config/auth/delete", "user_id": eva["id"]})).await;
    assert_eq!(error["code"], "not_found");
}

#[tokio::test(start_paused = true)]
async fn the_owner_stays_and_so_does_whoever_asks() {
    let house = House::open().await;
    let (anna, ben) = (id_of(&house, "anna").await, id_of(&house, "ben").await);
    let mut page = Page::of(&house, "ben").await;
    for (command, code) in [
        (update(&anna.0, &json!({"is_active": false})), "cannot_deactivate_owner"),
        (update(&anna.0, &json!({"local_only": true})), "unauthorized"),
        (update(&anna.0, &json!({"group_ids": []})), "unauthorized"),
        (json!({"type": "config/auth/delete", "user_id": anna}), "cannot_delete_owner"),
        (json!({"type": "config/auth/delete", "user_id": ben}), "no_delete_self"),
        (password("delete", json!({"username": "anna"})), "cannot_delete_owner_credentials"),
        (password("delete", json!({"username": "nobody"})), "credentials_not_found"),
        (update("nobody", &json!({"name": "X"})), "not_found"),
        (update(&ben.0, &json!({"group_ids": ["no-such-group"]})), "group_not_found"),
        (update(&ben.0, &json!({"name": "  "})), "invalid_format"),
        (update(&ben.0, &json!({"is_owner": true})), "invalid_format"),
        (
            password("admin_change_password", json!({"user_id": anna, "password": "taken over now"})),
            "unauthorized",
        ),
    ] {
        assert_eq!(page.error(command.clone()).await["code"], code, "{command}");
    }
    assert!(can_sign_in(&house, "anna", "anna-demo-pass").await);
}

#[tokio::test(start_paused = true)]
async fn a_password_is_long_enough_or_not_taken_and_every_byte_of_it_counts() {
    let house = House::open().await;
    let mut page = Page::of(&house, "clara").await;
    let mut change = async |current: &str, new: &str| {
        let arguments = json!({"current_password": current, "new_password": new});
        page.ask(password("change_password", arguments)).await["error"]["code"].clone()
    };
    assert_eq!(change("clara-demo-pass", "eleven long").await, "password_too_short");
    assert_eq!(change("wrong", "twelve chars").await, "invalid_current_password");
    tokio::time::advance(std::time::Duration::from_secs(30)).await;
    let kilobyte = "k".repeat(1_023);
    let (one, other) = (format!("{kilobyte}1"), format!("{kilobyte}2"));
    assert_eq!(change("clara-demo-pass", &one).await, Value::Null);
    assert!(can_sign_in(&house, "clara", &one).await);
    assert!(!can_sign_in(&house, "clara", &other).await);
}

#[tokio::test(start_paused = true)]
async fn a_username_is_small_and_belongs_to_one() {
    let house = House::open().await;
    let (clara, household) = (id_of(&house, "clara").await, "40e5e401d6c84f1b9a2e7d3c5b8f0a61");
    let mut page = Page::of(&house, "anna").await;
    let long = "a long way home";
    for (command, key) in [
        (
            password("create", json!({"user_id": household, "username": " Home", "password": long})),
            "username_not_normalized",
        ),
        (
            password("create", json!({"user_id": household, "username": "ben", "password": long})),
            "username_already_exists",
        ),
        (
            password("admin_change_username", json!({"user_id": clara, "username": "Clara"})),
            "username_not_normalized",
        ),
        (
            password("admin_change_username", json!({"user_id": clara, "username": "ben"})),
            "username_already_exists",
        ),
    ] {
        let error = page.error(command.clone()).await;
        assert_eq!(
            (&error["code"], &error["translation_key"]),
            (&json!("home_assistant_error"), &json!(key))
        );
    }
    page.result(password("admin_change_username", json!({"user_id": clara, "username": "clärchen"}))).await;
    assert!(can_sign_in(&house, " Clärchen", "clara-demo-pass").await);
    let arguments = json!({"user_id": "nobody", "username": "x"});
    assert_eq!(page.error(password("admin_change_username", arguments)).await["code"], "user_not_found");
}

#[tokio::test(start_paused = true)]
async fn administrators_are_told_what_happens_to_users_and_nobody_else_is() {
    let house = House::open().await;
    let clara = id_of(&house, "clara").await;
    let mut page = Page::of(&house, "anna").await;
    let mut demoted = Page::of(&house, "ben").await;
    for page in [&mut page, &mut demoted] {
        page.result(json!({"type": "subscribe_events", "event_type": "user_updated"})).await;
    }
    let ben = id_of(&house, "ben").await;
    page.command(update(&ben.0, &json!({"group_ids": ["system-users"]}))).await;
    assert_eq!(page.hear().await["success"], true);
    assert_eq!(page.hear().await["event"]["data"], json!({"user_id": ben}));
    page.command(update(&clara.0, &json!({"name": "Clärchen"}))).await;
    assert_eq!(page.hear().await["result"]["user"]["name"], "Clärchen");
    assert_eq!(page.hear().await["event"]["data"], json!({"user_id": clara}));
    // An event would have come before the answer.
    assert_eq!(demoted.ask(json!({"type": "ping"})).await["type"], "pong");
    assert_eq!(demoted.error(json!({"type": "config/auth/list"})).await["code"], "unauthorized");
}

#[tokio::test(start_paused = true)]
async fn a_group_of_ones_own_making_is_checked_kept_and_removed() {
    let house = House::open().await;
    let mut page = Page::of(&house, "anna").await;
    let save = |id: &str, policy: Value| json!({"type": "doorstep/groups/save", "group_id": id, "name": "Children", "policy": policy});
    for (id, policy) in [
        ("system-admin", json!({})),
        ("a,b", json!({})),
        ("", json!({})),
        ("children", json!({"entities": false})),
        ("children", json!([])),
    ] {
        assert_eq!(page.error(save(id, policy.clone())).await["code"], "invalid_format", "{id} {policy}");
    }
    let policy = json!({"entities": {"domains": {"light": true}}});
    page.result(save("children", policy.clone())).await;
    let expected = json!([{"group_id": "children", "name": "Children", "policy": policy}]);
    assert_eq!(page.result(json!({"type": "doorstep/groups/list"})).await, expected);
    let delete = json!({"type": "doorstep/groups/delete", "group_id": "children"});
    page.result(delete.clone()).await;
    assert_eq!(page.error(delete).await["code"], "group_not_found");
}
