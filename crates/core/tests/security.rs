//! The page of one's own account: sessions, the second step, the password; and a hub that stays silent.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on has failed"
)]

mod support;

use std::time::Duration;

use doorstep_core::connection::Standing;
use doorstep_core::security::factor::Factor;
use doorstep_core::security::password::Password;
use doorstep_core::security::sessions::{Ends, Title};
use doorstep_core::security::{Asked, PATIENCE, Part, Security, Trouble, Wish};
use doorstep_core::time::Timestamp;
use doorstep_core::time::iso::Span;
use doorstep_core::{Event, Intent, Screen};
use doorstep_protocol::ids::SessionId;
use doorstep_protocol::secret::Secret;
use serde_json::{Value, json};
use support::{Player, recordings, tokens};

fn wish(player: &mut Player, wish: Wish) {
    player.want(Intent::Security(wish));
}

fn page(player: &Player) -> &Security {
    player.app.home().unwrap().security()
}

/// Somebody who looks at the page of a hub that says this of itself.
fn looking(features: &Value) -> Player {
    let mut player = Player::at_home(&json!({}));
    player.now = Timestamp(1_795_450_000_000);
    wish(&mut player, Wish::Open);
    player.reply(200, &json!({"features": features}).to_string());
    answer(&mut player, "auth/current_user", &ways_in(false));
    player
}

fn ways_in(has_factor: bool) -> Value {
    json!({"id": "u1", "name": "Olivia", "is_owner": true, "is_admin": true,
        "credentials": [{"auth_provider_type": "homeassistant", "auth_provider_id": null}],
        "mfa_modules": [{"id": "totp", "name": "Codes", "enabled": has_factor}]})
}

fn last(player: &Player, kind: &str) -> Value {
    player.said().into_iter().rfind(|message| message["type"] == kind).expect(kind)
}

#[track_caller]
fn answer(player: &mut Player, kind: &str, result: &Value) {
    let id = last(player, kind)["id"].clone();
    player.hear(&json!({"id": id, "type": "result", "success": true, "result": result}));
}

#[track_caller]
fn refuse(player: &mut Player, kind: &str, code: &str) {
    let id = last(player, kind)["id"].clone();
    let error = json!({"code": code, "message": "No"});
    player.hear(&json!({"id": id, "type": "result", "success": false, "error": error}));
}

fn session(id: &str, used: &str, is_current: bool) -> Value {
    json!({"id": id, "type": "normal", "client_id": "http://hub:8123/", "last_used_at": used,
        "last_used_ip": "192.168.1.5", "is_current": is_current, "auth_provider_type": "homeassistant"})
}

fn two_sessions() -> Value {
    json!([
        session("other", "2026-11-23T16:04:00.5+00:00", false),
        session("this", "2026-11-23T10:00:00+00:00", true)
    ])
}

#[test]
fn nothing_is_asked_before_somebody_looks() {
    let player = Player::at_home(&json!({}));
    assert!(player.said().iter().all(|message| message["type"] != "auth/refresh_tokens"));
    assert!(!page(&player).is_open());
}

#[test]
fn this_session_comes_first_and_ago_counts_from_now() {
    let mut player = looking(&json!([]));
    answer(&mut player, "auth/refresh_tokens", &two_sessions());
    let rows = page(&player).own_sessions().unwrap();
    assert_eq!(rows.iter().map(|row| row.id.as_str()).collect::<Vec<_>>(), ["this", "other"]);
    assert_eq!(rows[1].title, Title::Page("hub:8123".into()));
    assert_eq!(rows[1].used, Some(Span::Minutes(2)));
    player.wait(Duration::from_secs(60));
    assert_eq!(page(&player).own_sessions().unwrap()[1].used, Some(Span::Minutes(3)));
}

#[test]
fn an_expiry_of_null_is_never_and_none_at_all_is_unknown() {
    let mut player = looking(&json!([]));
    let mut sessions = two_sessions();
    sessions[0]["expire_at"] = Value::Null;
    answer(&mut player, "auth/refresh_tokens", &sessions);
    let rows = page(&player).own_sessions().unwrap();
    assert_eq!((rows[0].ends, rows[1].ends), (None, Some(Ends::Never)));
}

#[test]
fn a_session_that_was_ended_is_gone_once_the_hub_says_so() {
    let mut player = looking(&json!([]));
    answer(&mut player, "auth/refresh_tokens", &two_sessions());
    wish(&mut player, Wish::EndSession(SessionId::from("other")));
    wish(&mut player, Wish::EndSession(SessionId::from("other")));
    let ends = player.said().into_iter().filter(|said| said["type"] == "auth/delete_refresh_token").count();
    assert_eq!(ends, 1, "a second tap is none");
    assert!(page(&player).own_sessions().unwrap()[1].is_ending);
    assert_eq!(last(&player, "auth/delete_refresh_token")["refresh_token_id"], "other");
    answer(&mut player, "auth/delete_refresh_token", &json!({}));
    assert_eq!(page(&player).own_sessions().unwrap().len(), 1);
}

#[test]
fn a_session_that_somebody_else_has_ended_is_no_trouble() {
    let mut player = looking(&json!([]));
    answer(&mut player, "auth/refresh_tokens", &two_sessions());
    wish(&mut player, Wish::EndSession(SessionId::from("other")));
    refuse(&mut player, "auth/delete_refresh_token", "invalid_token_id");
    answer(&mut player, "auth/refresh_tokens", &json!([session("this", "2026-11-23T10:00:00+00:00", true)]));
    assert_eq!(page(&player).trouble(Part::Sessions), None);
    assert_eq!(page(&player).own_sessions().unwrap().len(), 1);
}

#[test]
fn all_others_are_ended_and_this_one_and_those_of_programs_are_not() {
    let mut player = looking(&json!([]));
    wish(&mut player, Wish::EndOthers);
    let said = last(&player, "auth/delete_all_refresh_tokens");
    assert_eq!((&said["token_type"], &said["delete_current_token"]), (&json!("normal"), &json!(false)));
}

#[test]
fn everybodys_sessions_are_asked_for_only_where_the_hub_can_tell_them() {
    let asks = |player: &Player| player.said().iter().any(|said| said["type"] == "doorstep/sessions/list");
    assert!(!asks(&looking(&json!([]))));
    let mut player = looking(&json!(["sessions"]));
    assert!(asks(&player));
    answer(
        &mut player,
        "config/auth/list",
        &json!([{"id": "u2", "name": "Ben"}, {"id": "u1", "name": "Olivia"}]),
    );
    let mut bens = session("bens", "2026-11-23T16:00:00Z", false);
    bens["user_id"] = json!("u2");
    let mut mine = session("this", "2026-11-23T16:00:00Z", true);
    mine["user_id"] = json!("u1");
    answer(&mut player, "doorstep/sessions/list", &json!([bens, mine]));
    let others = page(&player).others_sessions().unwrap();
    assert_eq!(others.len(), 1);
    assert_eq!((others[0].name.as_str(), others[0].rows.len()), ("Ben", 1));
    wish(&mut player, Wish::EndSession(SessionId::from("bens")));
    assert_eq!(last(&player, "doorstep/sessions/revoke")["session_id"], "bens");
}

#[test]
fn the_second_step_is_turned_on_by_a_code_and_off_again() {
    let mut player = looking(&json!([]));
    assert_eq!(page(&player).factor(), &Factor::Off);
    wish(&mut player, Wish::BeginFactor);
    answer(&mut player, "auth/setup_mfa", &recorded("163-mfa-setup-init"));
    let Factor::Asking(setup) = page(&player).factor() else { panic!("no form") };
    assert_eq!(setup.letters.expose(), "RCAD RHT2 IALF GOEN Z23V 2EP2 KZDD DU3J");
    assert!(setup.picture.as_ref().unwrap().expose().starts_with("data:image/svg+xml,%3Csvg"));

    wish(&mut player, Wish::SendCode(Secret::new(" 785 543 ")));
    let said = last(&player, "auth/setup_mfa");
    assert_eq!(said["user_input"]["code"], "785543");
    assert_eq!(said["flow_id"], "e78fa20863b028070aa1982f62786393");
    answer(&mut player, "auth/setup_mfa", &recorded("164-mfa-setup-wrong-code"));
    assert!(matches!(page(&player).factor(), Factor::Asking(setup) if setup.is_wrong));

    wish(&mut player, Wish::SendCode(Secret::new("785543")));
    answer(&mut player, "auth/setup_mfa", &recorded("165-mfa-setup-done"));
    assert_eq!(page(&player).factor(), &Factor::On, "Home Assistant gives no recovery codes");
    wish(&mut player, Wish::RemoveFactor);
    answer(&mut player, "auth/depose_mfa", &recorded("176-mfa-depose"));
    assert_eq!(page(&player).factor(), &Factor::Off);
}

#[test]
fn recovery_codes_stay_until_they_are_kept_and_no_debug_shows_them() {
    let mut player = looking(&json!(["doorstep"]));
    wish(&mut player, Wish::BeginFactor);
    let form = json!({"type": "form", "flow_id": "f", "step_id": "init", "errors": {},
        "description_placeholders": {"code": "HUNTER2HUNTER2", "qr_code": "<svg>hunter2</svg>"}});
    answer(&mut player, "auth/setup_mfa", &form);
    let shown = format!("{:?}", player.app);
    assert!(!shown.to_lowercase().contains("hunter2"), "{shown}");
    wish(&mut player, Wish::SendCode(Secret::new("1")));
    let done =
        json!({"type": "create_entry", "result": {"recovery_codes": ["hunter2-aaaaa", "bbbbb-ccccc"]}});
    answer(&mut player, "auth/setup_mfa", &done);
    assert!(matches!(page(&player).factor(), Factor::Codes(codes) if codes.len() == 2));
    assert!(!format!("{:?}", player.app).contains("hunter2"));
    wish(&mut player, Wish::KeepCodes);
    assert_eq!(page(&player).factor(), &Factor::On);
}

#[test]
fn a_hub_that_stays_silent_is_told_after_fifteen_seconds_and_can_be_asked_again() {
    let mut player = looking(&json!([]));
    answer(&mut player, "auth/refresh_tokens", &two_sessions());
    wish(&mut player, Wish::BeginFactor);
    let silent = last(&player, "auth/setup_mfa")["id"].clone();
    player.wait(PATIENCE - Duration::from_secs(1));
    assert!(page(&player).is_waiting_for(&Asked::BeginFactor));
    player.wait(Duration::from_secs(1));
    assert!(!page(&player).is_waiting_for(&Asked::BeginFactor));
    assert_eq!(page(&player).trouble(Part::Factor), Some(&Trouble::Silent));

    player.hear(&json!({"id": silent, "type": "result", "success": true,
        "result": recorded("163-mfa-setup-init")}));
    assert_eq!(page(&player).factor(), &Factor::Off, "an answer that comes too late is none");
    wish(&mut player, Wish::Retry(Part::Factor));
    answer(&mut player, "auth/setup_mfa", &recorded("163-mfa-setup-init"));
    assert_eq!(page(&player).trouble(Part::Factor), None);
    assert!(matches!(page(&player).factor(), Factor::Asking(_)));
}

#[test]
fn a_set_up_that_the_hub_no_longer_knows_begins_anew() {
    let mut player = looking(&json!([]));
    wish(&mut player, Wish::BeginFactor);
    answer(&mut player, "auth/setup_mfa", &recorded("163-mfa-setup-init"));
    wish(&mut player, Wish::SendCode(Secret::new("785543")));
    refuse(&mut player, "auth/setup_mfa", "flow_not_found");
    assert_eq!(page(&player).factor(), &Factor::Off);
    assert!(matches!(page(&player).trouble(Part::Factor), Some(Trouble::Refused(_))));
}

#[test]
fn a_picture_that_is_none_is_not_shown() {
    let mut player = looking(&json!([]));
    wish(&mut player, Wish::BeginFactor);
    let form = json!({"type": "form", "flow_id": "f",
        "description_placeholders": {"code": "ABCD", "qr_code": "<script>alert(1)</script>"}});
    answer(&mut player, "auth/setup_mfa", &form);
    assert!(matches!(page(&player).factor(), Factor::Asking(setup) if setup.picture.is_none()));
}

#[test]
fn a_wrong_current_password_is_told_and_what_was_typed_may_stay() {
    let mut player = looking(&json!([]));
    wish(&mut player, Wish::OpenPassword);
    let change = |new| Wish::ChangePassword { current: Secret::new("old"), new: Secret::new(new) };
    wish(&mut player, change("short"));
    refuse(&mut player, "config/auth_provider/homeassistant/change_password", "invalid_current_password");
    assert!(matches!(page(&player).trouble(Part::Password), Some(Trouble::Refused(_))));
    assert_eq!(page(&player).password(), Password::Asking);
    wish(&mut player, change("short"));
    answer(&mut player, "config/auth_provider/homeassistant/change_password", &Value::Null);
    assert_eq!(page(&player).password(), Password::Changed);
}

#[test]
fn our_hub_is_not_asked_for_a_password_that_it_would_refuse() {
    let mut player = looking(&json!(["doorstep"]));
    wish(&mut player, Wish::OpenPassword);
    let change = |new| Wish::ChangePassword { current: Secret::new("old"), new: Secret::new(new) };
    wish(&mut player, change("elevenchars"));
    assert_eq!(page(&player).trouble(Part::Password), Some(&Trouble::TooShort));
    wish(&mut player, change("twelve chars"));
    assert!(page(&player).is_waiting_for(&Asked::ChangePassword));
}

#[test]
fn a_line_that_breaks_before_the_answer_leaves_it_unconfirmed_and_lists_come_again() {
    let mut player = looking(&json!([]));
    answer(&mut player, "auth/refresh_tokens", &two_sessions());
    wish(&mut player, Wish::EndOthers);
    player.happen(Event::SocketClosed(player.socket()));
    assert_eq!(page(&player).trouble(Part::Sessions), Some(&Trouble::Unconfirmed));
    player.wait(Duration::from_secs(2));
    player.reply(200, &tokens("access-2"));
    player.answer_socket_handshake();
    assert_eq!(player.app.home().unwrap().standing(), Standing::Live);
    answer(&mut player, "auth/refresh_tokens", &json!([session("this", "2026-11-23T10:00:00+00:00", true)]));
    assert_eq!(page(&player).own_sessions().unwrap().len(), 1);
}

#[test]
fn without_a_line_nothing_is_sent_and_that_is_told() {
    let mut player = looking(&json!([]));
    player.happen(Event::SocketClosed(player.socket()));
    wish(&mut player, Wish::BeginFactor);
    assert_eq!(page(&player).trouble(Part::Factor), Some(&Trouble::NotConnected));
}

#[test]
fn what_was_on_the_page_is_forgotten_when_somebody_looks_away() {
    let mut player = looking(&json!([]));
    answer(&mut player, "auth/refresh_tokens", &two_sessions());
    wish(&mut player, Wish::BeginFactor);
    answer(&mut player, "auth/setup_mfa", &recorded("163-mfa-setup-init"));
    wish(&mut player, Wish::Close);
    assert!(page(&player).own_sessions().is_none());
    assert_eq!(page(&player).factor(), &Factor::Unknown);
}

#[test]
fn ending_this_session_is_signing_out() {
    let mut player = looking(&json!([]));
    answer(&mut player, "auth/refresh_tokens", &two_sessions());
    player.want(Intent::SignOut);
    assert_eq!(player.app.screen(), Screen::SignIn);
    assert_eq!(player.saved().map(|vault| vault.accounts.len()), Some(0));
}

#[test]
fn every_recorded_session_is_read() {
    let mut lists = 0;
    for (name, recording) in
        recordings().into_iter().filter(|(name, _)| name.contains("076-ws-refresh-tokens"))
    {
        let mut player = looking(&json!([]));
        let result =
            recording["frames"].as_array().unwrap().iter().find(|frame| frame["dir"] == "<").unwrap();
        let list = &result["data"]["result"];
        answer(&mut player, "auth/refresh_tokens", list);
        let rows = page(&player).own_sessions().unwrap();
        assert_eq!(rows.len(), list.as_array().unwrap().len(), "{name}");
        for (row, used) in rows.iter().map(|row| (row, row.used)) {
            assert!(used.is_some() && row.title != Title::Unknown, "{name}: {row:?}");
        }
        lists += 1;
    }
    assert!(lists > 0, "no list is recorded");
}

/// What a real Home Assistant answered.
fn recorded(name: &str) -> Value {
    let (_, recording) = recordings().into_iter().find(|(file, _)| file.contains(name)).expect(name);
    let frames = recording["frames"].as_array().unwrap().clone();
    let answer = frames.into_iter().find(|frame| frame["dir"] == "<").unwrap();
    answer["data"]["result"].clone()
}
