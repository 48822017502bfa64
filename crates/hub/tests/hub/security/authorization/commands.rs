//! Every command of the socket, for every role. A command that has no row here fails.

use std::collections::BTreeSet;

use doorstep_hub::Level::{self, Admin, Anyone, Full, Owner};
use doorstep_hub::socket::COMMANDS;
use serde_json::{Value, json};

use super::{ROLES, house, with};
use crate::page::{Page, Said};

/// A command, who may use it, with what, and how that ends for those who may: an error, or `""`.
type Row = (&'static str, Level, Value, &'static str);

fn rows() -> Vec<Row> {
    let nobody = || json!({"user_id": "nobody"});
    let of_nobody = |more: Value| {
        let mut all = more;
        all["user_id"] = "nobody".into();
        all
    };
    let nothing = || json!({});
    vec![
        ("auth/current_user", Anyone, nothing(), ""),
        ("auth/delete_all_refresh_tokens", Full, json!({"token_type": "nonsense"}), "invalid_format"),
        ("auth/delete_refresh_token", Anyone, json!({"refresh_token_id": 7}), "invalid_format"),
        ("auth/depose_mfa", Full, json!({"mfa_module_id": 7}), "invalid_format"),
        ("auth/long_lived_access_token", Full, json!({"lifespan": 1, "client_name": "Meter"}), ""),
        (
            "auth/refresh_token_set_expiry",
            Full,
            json!({"refresh_token_id": "nothing", "enable_expiry": true}),
            "invalid_token_id",
        ),
        ("auth/refresh_tokens", Anyone, nothing(), ""),
        ("auth/setup_mfa", Full, json!({"mfa_module_id": 7}), "invalid_format"),
        ("call_service", Anyone, json!({"domain": 7}), "invalid_format"),
        ("config/area_registry/list", Anyone, nothing(), ""),
        ("config/auth/create", Admin, json!({"name": "Gustav"}), ""),
        ("config/auth/delete", Admin, nobody(), "not_found"),
        ("config/auth/list", Admin, nothing(), ""),
        ("config/auth/update", Admin, of_nobody(json!({"name": "X"})), "not_found"),
        (
            "config/auth_provider/homeassistant/admin_change_password",
            Owner,
            of_nobody(json!({"password": "a long way home"})),
            "user_not_found",
        ),
        (
            "config/auth_provider/homeassistant/admin_change_username",
            Owner,
            of_nobody(json!({"username": "x"})),
            "user_not_found",
        ),
        (
            "config/auth_provider/homeassistant/change_password",
            Full,
            json!({"current_password": 7, "new_password": "x"}),
            "invalid_format",
        ),
        (
            "config/auth_provider/homeassistant/create",
            Admin,
            of_nobody(json!({"username": "x", "password": "a long way home"})),
            "not_found",
        ),
        (
            "config/auth_provider/homeassistant/delete",
            Admin,
            json!({"username": "nobody"}),
            "credentials_not_found",
        ),
        ("config/device_registry/list", Anyone, nothing(), ""),
        ("config/entity_registry/list", Anyone, nothing(), ""),
        ("config/entity_registry/list_for_display", Anyone, nothing(), ""),
        ("config/floor_registry/list", Anyone, nothing(), ""),
        ("config/label_registry/list", Anyone, nothing(), ""),
        ("doorstep/groups/delete", Admin, json!({"group_id": "nothing"}), "group_not_found"),
        ("doorstep/groups/list", Admin, nothing(), ""),
        ("doorstep/groups/save", Admin, json!({"group_id": "x", "name": "X", "policy": 7}), "invalid_format"),
        ("doorstep/networks/delete", Admin, json!({"name": 7}), "invalid_format"),
        ("doorstep/networks/list", Admin, nothing(), ""),
        ("doorstep/networks/preview", Admin, json!({"address": "192.168.7.3"}), ""),
        ("doorstep/networks/save", Admin, json!({"network": 7}), "invalid_format"),
        ("doorstep/sessions/list", Anyone, nothing(), ""),
        ("doorstep/sessions/rename", Anyone, json!({"session_id": 7}), "invalid_format"),
        ("doorstep/sessions/revoke", Anyone, nothing(), "invalid_format"),
        ("frontend/get_themes", Anyone, nothing(), ""),
        ("frontend/get_user_data", Anyone, nothing(), ""),
        ("frontend/set_user_data", Anyone, json!({"key": "x", "value": 1}), ""),
        ("frontend/subscribe_user_data", Anyone, json!({"key": "y"}), ""),
        ("get_config", Anyone, nothing(), ""),
        ("get_panels", Anyone, nothing(), ""),
        ("get_services", Anyone, nothing(), ""),
        ("get_states", Anyone, nothing(), ""),
        ("person/list", Anyone, nothing(), ""),
        ("ping", Anyone, nothing(), ""),
        ("subscribe_entities", Anyone, json!({"entity_ids": []}), ""),
        ("subscribe_events", Anyone, json!({"event_type": "panels_updated"}), ""),
        ("supported_features", Anyone, json!({"features": {}}), ""),
        ("unsubscribe_events", Anyone, json!({"subscription": 999_999}), "not_found"),
    ]
}

#[test]
fn sec_authz_1_every_command_has_one_row_and_every_row_a_command() {
    let registered: Vec<(&str, Level)> = COMMANDS.to_vec();
    let rows: Vec<(&str, Level)> = rows().into_iter().map(|(name, level, ..)| (name, level)).collect();
    assert_eq!(rows.len(), rows.iter().map(|(name, _)| name).collect::<BTreeSet<_>>().len());
    for command in &registered {
        assert!(rows.contains(command), "{command:?} has no row in this matrix, or another level");
    }
    assert_eq!(rows.len(), registered.len());
}

#[tokio::test(start_paused = true)]
async fn sec_authz_1_every_command_is_for_those_whom_it_is_for() {
    let house = house().await;
    let mut asked = 0;
    for role in ROLES {
        let mut page = role.page(&house).await;
        for (name, level, arguments, outcome) in rows() {
            let answer = page.ask(with(name, &arguments)).await;
            let code = answer["error"]["code"].as_str().unwrap_or_default();
            let expected = if role.reaches(level) { outcome } else { "unauthorized" };
            assert_eq!(code, expected, "{name} as {role:?}: {answer}");
            asked += 1;
        }
    }
    assert_eq!(asked, ROLES.len() * COMMANDS.len());
}

#[tokio::test(start_paused = true)]
async fn sec_authz_1_nothing_is_answered_to_those_who_have_not_said_who_they_are() {
    let house = house().await;
    for (name, _, arguments, _) in rows() {
        let mut stranger = Page::connect(&house);
        assert_eq!(stranger.hear().await["type"], "auth_required");
        stranger.command(with(name, &arguments)).await;
        assert_eq!(stranger.hear().await["type"], "auth_invalid", "{name}");
        assert_eq!(stranger.next().await, Said::Closed(Some(1000)), "{name}");
    }
}
