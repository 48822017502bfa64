//! The same commands with an object of somebody else: a session, a user's data, a thing of the home.

use serde_json::{Value, json};

use super::{ROLES, Role, house, sign_in, with};
use crate::page::Page;

/// A command that names an object of Frida's, and whether an administrator may.
fn on_fridas(session: &Value, user: &Value) -> Vec<(Value, bool)> {
    vec![
        (with("auth/delete_refresh_token", &json!({"refresh_token_id": session})), false),
        (
            with(
                "auth/refresh_token_set_expiry",
                &json!({"refresh_token_id": session, "enable_expiry": false}),
            ),
            false,
        ),
        (with("doorstep/sessions/list", &json!({"user_id": user})), true),
        (with("doorstep/sessions/rename", &json!({"session_id": session, "name": "Mine"})), true),
        (with("config/auth/update", &json!({"user_id": user, "name": "Frieda"})), true),
        (with("doorstep/sessions/revoke", &json!({"session_id": session})), true),
        (with("doorstep/sessions/revoke", &json!({"user_id": user})), true),
    ]
}

#[tokio::test(start_paused = true)]
async fn sec_authz_1_what_is_somebody_elses_is_for_administrators_only() {
    let house = house().await;
    for role in ROLES {
        let mut frida = Page::with_token(&house, &sign_in(&house, "frida").await).await;
        let user = frida.result(json!({"type": "auth/current_user"})).await["id"].clone();
        let sessions = frida.result(json!({"type": "auth/refresh_tokens"})).await;
        let session = sessions[0]["id"].clone();
        let mut page = role.page(&house).await;
        for (command, for_admins) in on_fridas(&session, &user) {
            let answer = page.ask(command.clone()).await;
            let may = for_admins && role.reaches(doorstep_hub::Level::Admin);
            assert_eq!(answer["success"], may, "{command} as {role:?}: {answer}");
            let code = answer["error"]["code"].as_str().unwrap_or_default();
            assert!(may || ["unauthorized", "invalid_token_id"].contains(&code), "{command}: {code}");
        }
        let is_gone = role.reaches(doorstep_hub::Level::Admin);
        if is_gone {
            assert_eq!(frida.end().await, Some(1000));
        } else {
            let after = frida.result(json!({"type": "auth/refresh_tokens"})).await;
            assert_eq!(after, sessions, "{role:?}");
        }
    }
}

#[tokio::test(start_paused = true)]
async fn sec_authz_1_what_is_kept_for_somebody_is_read_by_nobody_else() {
    let house = house().await;
    let mut frida = Page::with_token(&house, &sign_in(&house, "frida").await).await;
    frida.result(json!({"type": "frontend/set_user_data", "key": "diary", "value": "a secret"})).await;
    for role in ROLES {
        let mut page = role.page(&house).await;
        for arguments in [json!({}), json!({"key": "diary"})] {
            let told = page.result(with("frontend/get_user_data", &arguments)).await;
            assert!(!told.to_string().contains("a secret"), "{role:?}");
        }
    }
}

/// Everything that can be done, with a thing that is for lights only, one that is not, and whole rooms.
#[tokio::test(start_paused = true)]
async fn sec_authz_1_a_thing_of_the_home_moves_for_those_who_may_move_it() {
    let house = house().await;
    let call = |domain: &str, target: Value| json!({"type": "call_service", "domain": domain, "service": "turn_on", "target": target});
    let lamp = call("light", json!({"entity_id": "light.kitchen_counter"}));
    let plug = call("switch", json!({"entity_id": "switch.coffee_machine"}));
    let both =
        call("homeassistant", json!({"entity_id": ["light.kitchen_counter", "switch.coffee_machine"]}));
    let unknown = call("switch", json!({"entity_id": "switch.no_such_thing"}));
    let scene = call("scene", json!({"entity_id": "scene.good_night"}));
    for role in ROLES {
        let mut page = role.page(&house).await;
        let (lamps, everything) = match role {
            Role::Owner | Role::Admin | Role::User | Role::Network => (true, true),
            Role::Custom => (true, false),
            Role::ReadOnly => (false, false),
        };
        let kinds = [
            (&lamp, lamps),
            (&plug, everything),
            (&both, everything),
            (&unknown, everything),
            (&scene, everything),
        ];
        for (command, may) in kinds {
            let answer = page.ask(command.clone()).await;
            assert_eq!(answer["success"], may, "{command} as {role:?}: {answer}");
            if !may {
                let expected = json!({"code": "home_assistant_error", "message": "Unauthorized"});
                assert_eq!(answer["error"], expected, "{command} as {role:?}");
            }
        }
    }
}

#[tokio::test(start_paused = true)]
async fn sec_authz_1_a_room_and_everything_mean_what_somebody_may_move() {
    let house = house().await;
    let state = async |page: &mut Page, entity: &str| {
        let states = page.result(json!({"type": "get_states"})).await;
        let found = states.as_array().unwrap().iter().find(|state| state["entity_id"] == entity).cloned();
        found.unwrap()["state"].clone()
    };
    let mut anna = Role::Owner.page(&house).await;
    let entities = anna.result(json!({"type": "config/entity_registry/list"})).await;
    let row =
        |id: &str| entities.as_array().unwrap().iter().find(|row| row["entity_id"] == id).unwrap().clone();
    let kitchen = match &row("switch.coffee_machine")["area_id"] {
        Value::Null => "kitchen".into(),
        area => area.clone(),
    };
    for target in [json!({"area_id": kitchen}), json!({"entity_id": "all"})] {
        for (service, lamp) in [("turn_off", "off"), ("turn_on", "on")] {
            let all_off = json!({"type": "call_service", "domain": "homeassistant", "service": "turn_off",
                "target": {"entity_id": ["switch.coffee_machine"]}});
            anna.result(all_off).await;
            let mut eva = Role::Custom.page(&house).await;
            eva.ask(json!({"type": "call_service", "domain": "homeassistant", "service": service, "target": target}))
                .await;
            assert_eq!(state(&mut anna, "light.kitchen_counter").await, lamp, "{target}");
            assert_eq!(state(&mut anna, "switch.coffee_machine").await, "off", "{target}");
        }
    }
    let nothing = json!({"type": "call_service", "domain": "homeassistant", "service": "turn_off",
        "target": {"area_id": kitchen}});
    let mut dan = Role::ReadOnly.page(&house).await;
    assert_eq!(dan.error(nothing).await["message"], "Unauthorized");
}
