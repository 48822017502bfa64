//! SEC-AUTHZ-2: who somebody is and what they are, the hub says, whatever a message claims.

use proptest::prelude::{ProptestConfig, any, proptest};
use proptest::strategy::{Just, Strategy};
use serde_json::{Value, json};

use super::{Role, house, with};

/// What somebody would send along to be more than they are.
fn claims() -> impl Strategy<Value = (String, Value)> {
    let keys = [
        "user_id",
        "user",
        "id_user",
        "context",
        "is_owner",
        "is_admin",
        "is_active",
        "owner",
        "admin",
        "group_ids",
        "groups",
        "role",
        "level",
        "policy",
        "permissions",
        "assurance",
        "provider",
        "credentials",
        "refresh_token_id",
        "session_id",
    ];
    let key = proptest::sample::select(keys.to_vec()).prop_map(str::to_owned);
    let values = vec![
        json!(true),
        json!(1),
        json!("owner"),
        json!("system-admin"),
        json!(["system-admin"]),
        json!("mfa"),
        json!({"user_id": ANNA, "id": "x"}),
        json!(ANNA),
        json!(null),
        json!({"entities": true}),
    ];
    (key, any::<proptest::sample::Index>()).prop_flat_map(move |(key, index)| {
        let value = index.get(&values).clone();
        (Just(key), Just(value))
    })
}

/// Commands of somebody's own, with which they could try.
fn commands() -> Vec<Value> {
    vec![
        with("auth/current_user", &json!({})),
        with("frontend/set_user_data", &json!({"key": "k", "value": 1})),
        with("doorstep/sessions/rename", &json!({"session_id": "x", "name": "n"})),
        with(
            "call_service",
            &json!({"domain": "light", "service": "turn_on", "target": {"entity_id": "light.kitchen_counter"}}),
        ),
        with(
            "config/auth_provider/homeassistant/change_password",
            &json!({"current_password": "wrong", "new_password": "a long way home"}),
        ),
        with("auth/refresh_tokens", &json!({})),
    ]
}

#[test]
fn sec_authz_2_extra_members_change_neither_the_user_nor_who_did_it() {
    let runtime =
        tokio::runtime::Builder::new_current_thread().enable_all().start_paused(true).build().unwrap();
    let (house, mut anna, before) = runtime.block_on(async {
        let house = house().await;
        let mut anna = Role::Owner.page(&house).await;
        let before = anna.result(json!({"type": "config/auth/list"})).await;
        (house, anna, before)
    });
    let mut page = runtime.block_on(Role::User.page(&house));
    let me = runtime.block_on(page.result(json!({"type": "auth/current_user"})))["id"].clone();
    let page = std::cell::RefCell::new(page);
    let config = ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |(which in 0..commands().len(), extra in proptest::collection::vec(claims(), 1..4), in_data in any::<bool>())| {
        let mut command = commands().swap_remove(which);
        for (key, value) in extra {
            if in_data && command["type"] == "call_service" {
                command["service_data"][&key] = value;
            } else if command.get(&key).is_none() {
                command[&key] = value;
            }
        }
        let answer = runtime.block_on(page.borrow_mut().ask(command));
        let by = &answer["result"]["context"]["user_id"];
        assert!(by.is_null() || *by == me, "{answer}");
        let who = runtime.block_on(page.borrow_mut().result(json!({"type": "auth/current_user"})));
        assert_eq!((&who["id"], &who["is_admin"], &who["is_owner"]), (&me, &json!(false), &json!(false)));
    });
    let after = runtime.block_on(anna.result(json!({"type": "config/auth/list"})));
    assert_eq!(before, after);
}

const ANNA: &str = "a11a0d3e5c7b4f2e9d1c6b8a70f4e2d3";
