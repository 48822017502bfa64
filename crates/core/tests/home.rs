//! One user's home, as the core sees it: the handshake, what the hub tells, and what is asked of it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on has failed"
)]

mod support;

use std::time::Duration;

use doorstep_core::accounts::Vault;
use doorstep_core::actions::{Phase, Refusal};
use doorstep_core::connection::Standing;
use doorstep_core::problem::Problem;
use doorstep_core::{Command, Event, Intent, Screen};
use doorstep_protocol::ids::EntityId;
use serde_json::{Value, json};
use support::{Player, tokens};

fn lamp() -> EntityId {
    EntityId::parse("light.lamp").unwrap()
}

fn snapshot() -> Value {
    json!({"light.lamp": {"s": "off", "a": {"friendly_name": "Lamp", "supported_color_modes": ["brightness"]},
        "c": "1", "lc": 1.0}})
}

fn subscription(player: &Player) -> Value {
    let said = player.said();
    said.iter().find(|message| message["type"] == "subscribe_entities").unwrap()["id"].clone()
}

fn lamp_is(player: &mut Player, state: &str) {
    let diff = json!({"c": {"light.lamp": {"+": {"s": state, "lc": 2.0}}}});
    player.hear(&json!({"id": subscription(player), "type": "event", "event": diff}));
}

fn phase(player: &Player) -> Phase {
    player.app.home().unwrap().tile(&lamp()).unwrap().phase
}

fn answer_call(player: &mut Player, answer: &Value) {
    let mut message = json!({"id": player.last_call()["id"], "type": "result"});
    message.as_object_mut().unwrap().extend(answer.as_object().unwrap().clone());
    player.hear(&message);
}

fn done() -> Value {
    json!({"success": true, "result": {"context": {"id": "9", "parent_id": null, "user_id": "u1"}}})
}

#[test]
fn nothing_is_asked_before_the_hub_has_let_us_in() {
    let mut player = Player::signed_in();
    assert!(player.said().is_empty());
    player.answer_socket_handshake();
    let said = player.said();
    assert_eq!(said[0]["type"], "supported_features");
    let ids: Vec<_> = said.iter().map(|message| message["id"].as_u64().unwrap()).collect();
    assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "{ids:?}");
}

#[test]
fn who_is_remembered_is_saved_once_the_hub_has_said_who_it_is() {
    let player = Player::at_home(&snapshot());
    let vault = player.saved().unwrap();
    assert_eq!(vault.accounts[0].name, "Olivia");
    assert_eq!(vault.accounts[0].refresh_token.expose(), "refresh-1");
    assert_eq!(vault.current.as_ref(), Some(&vault.accounts[0].user_id));
}

#[test]
fn a_remembered_user_comes_back_with_a_fresh_token() {
    let vault = Player::at_home(&snapshot()).saved().unwrap().clone();
    let mut player = Player::open(vault);
    let (_, address, body) = player.last_request();
    assert!(address.ends_with("/auth/token") && body.contains("grant_type=refresh_token"), "{body}");
    assert_eq!(player.sockets(), 0);
    player.reply(200, &tokens("access-2"));
    player.answer_socket_handshake();
    player.answer_everything(&snapshot());
    assert_eq!(player.app.home().unwrap().user().unwrap().name, "Olivia");
}

#[test]
fn a_revoked_session_forgets_the_credential_and_asks() {
    let vault = Player::at_home(&snapshot()).saved().unwrap().clone();
    let mut player = Player::open(vault);
    player.reply(400, r#"{"error":"invalid_grant"}"#);
    assert_eq!(player.app.screen(), Screen::SignIn);
    assert_eq!(player.app.login().unwrap().problem(), Some(&Problem::SessionEnded));
    assert_eq!(player.saved(), Some(&Vault::default()));
}

#[test]
fn a_refusal_that_is_not_invalid_grant_keeps_the_credential() {
    let vault = Player::at_home(&snapshot()).saved().unwrap().clone();
    for (status, body) in [
        (403, r#"{"error":"access_denied","error_description":"User is local only"}"#),
        (403, "403: Forbidden"),
        (502, "<html>"),
        (200, "<html>"),
    ] {
        let mut player = Player::open(vault.clone());
        player.reply(status, body);
        assert_eq!(player.app.screen(), Screen::Home, "{status} {body}");
        assert_eq!(player.saved(), None, "{status} {body}");
    }
}

#[test]
fn a_renewed_token_that_is_refused_too_stops_and_explains() {
    let mut player = Player::signed_in();
    for access in ["access-2", "access-3"] {
        player.happen(Event::SocketOpened(player.socket()));
        player.hear(&json!({"type": "auth_invalid", "message": "User is local only"}));
        if player.last_request().2.contains("refresh_token") && access == "access-2" {
            player.reply(200, &tokens(access));
        }
    }
    player.wait(Duration::from_secs(3_600));
    let problem = Problem::TokenRefused { reason: "User is local only".into() };
    assert_eq!(player.app.home().unwrap().standing(), Standing::Stopped(problem));
    assert_eq!((player.sockets(), player.requests()), (2, 5), "it must not try on and be banned");
}

#[test]
fn a_session_revoked_right_after_sign_in_asks_again() {
    let mut player = Player::signed_in();
    player.happen(Event::SocketOpened(player.socket()));
    player.hear(&json!({"type": "auth_invalid", "message": "Invalid access token or password"}));
    player.reply(400, r#"{"error":"invalid_grant"}"#);
    assert_eq!(player.app.screen(), Screen::SignIn);
}

#[test]
fn nothing_is_drawn_before_it_is_known_where_it_stands() {
    let mut player = Player::signed_in();
    player.answer_socket_handshake();
    let id = subscription(&player);
    player.hear(&json!({"id": id, "type": "event", "event": {"a": snapshot()}}));
    assert!(!player.app.home().unwrap().is_told());
    player.answer_everything(&snapshot());
    assert!(player.app.home().unwrap().is_told());
}

#[test]
fn an_old_token_that_is_refused_is_renewed_once() {
    let mut player = Player::at_home(&snapshot());
    player.wait(Duration::from_secs(5));
    player.now = player.now + Duration::from_secs(600);
    player.happen(Event::SocketClosed(player.socket()));
    player.wait(Duration::from_secs(1));
    player.happen(Event::SocketOpened(player.socket()));
    player.hear(&json!({"type": "auth_invalid", "message": "Invalid access token or password"}));
    assert!(player.last_request().2.contains("refresh_token"));
    player.reply(200, &tokens("access-2"));
    player.answer_socket_handshake();
    assert_eq!(player.app.home().unwrap().standing(), Standing::Live);
}

#[test]
fn a_token_known_to_be_expired_is_never_sent() {
    let mut player = Player::at_home(&snapshot());
    player.now = player.now + Duration::from_secs(1_790);
    let before = player.sockets();
    player.happen(Event::SocketClosed(player.socket()));
    player.wait(Duration::from_millis(200));
    assert_eq!(player.sockets(), before);
    assert!(player.last_request().2.contains("grant_type=refresh_token"));
}

#[test]
fn a_tap_is_pending_until_the_hub_has_done_it() {
    let mut player = Player::at_home(&snapshot());
    player.want(Intent::Press(lamp()));
    assert_eq!(player.last_call()["service"], "turn_on");
    assert_eq!(phase(&player), Phase::Pending);
    assert_eq!(player.app.home().unwrap().tile(&lamp()).unwrap().face.says, says("off"), "no optimistic lie");
    lamp_is(&mut player, "on");
    answer_call(&mut player, &done());
    assert_eq!(phase(&player), Phase::Settled);
    assert_eq!(player.app.home().unwrap().tile(&lamp()).unwrap().face.says, says("on"));
}

fn says(key: &str) -> doorstep_core::card::Says {
    doorstep_core::card::Says::Word(doorstep_core::card::Kind::OnOff, key.to_owned())
}

#[test]
fn a_hub_that_answers_before_it_acts_is_waited_for() {
    let mut player = Player::at_home(&snapshot());
    player.want(Intent::Press(lamp()));
    answer_call(&mut player, &done());
    assert_eq!(phase(&player), Phase::Pending);
    lamp_is(&mut player, "on");
    assert_eq!(phase(&player), Phase::Settled);
}

#[test]
fn a_change_that_never_comes_is_said_to_be_unconfirmed() {
    let mut player = Player::at_home(&snapshot());
    player.want(Intent::Press(lamp()));
    answer_call(&mut player, &done());
    player.wait(Duration::from_secs(4));
    assert_eq!(phase(&player), Phase::Unconfirmed);
    player.wait(Duration::from_secs(10));
    assert_eq!(phase(&player), Phase::Settled);
}

#[test]
fn a_refusal_is_shown_with_the_hubs_reason() {
    let mut player = Player::at_home(&snapshot());
    player.want(Intent::Press(lamp()));
    let error = json!({"code": "home_assistant_error", "message": "The lamp is stubborn."});
    answer_call(&mut player, &json!({"success": false, "error": error}));
    assert_eq!(phase(&player), Phase::Refused(Refusal::ByHub("The lamp is stubborn.".into())));
}

#[test]
fn a_second_tap_while_the_first_is_under_way_is_ignored() {
    let mut player = Player::at_home(&snapshot());
    player.want(Intent::Press(lamp()));
    player.want(Intent::Press(lamp()));
    let calls = player.said().iter().filter(|message| message["type"] == "call_service").count();
    assert_eq!(calls, 1);
}

#[test]
fn a_dragged_slider_sends_one_call_at_a_time_and_the_last_value() {
    let mut player = Player::at_home(&snapshot());
    for percent in [10, 20, 30, 40] {
        player.want(Intent::SetLevel(lamp(), percent));
    }
    assert_eq!(player.last_call()["service_data"]["brightness_pct"], 10);
    answer_call(&mut player, &done());
    assert_eq!(player.last_call()["service_data"]["brightness_pct"], 40);
    let calls = player.said().iter().filter(|message| message["type"] == "call_service").count();
    assert_eq!(calls, 2);
}

#[test]
fn what_was_sent_into_a_lost_line_is_unconfirmed_and_never_sent_again() {
    let mut player = Player::at_home(&snapshot());
    player.want(Intent::Press(lamp()));
    player.happen(Event::SocketClosed(player.socket()));
    assert_eq!(phase(&player), Phase::Unconfirmed);
    player.wait(Duration::from_secs(1));
    player.answer_socket_handshake();
    player.answer_everything(&snapshot());
    assert!(player.said().iter().all(|message| message["type"] != "call_service"));
}

#[test]
fn without_a_line_a_tap_says_that_it_was_not_sent() {
    let mut player = Player::at_home(&snapshot());
    player.happen(Event::SocketClosed(player.socket()));
    player.want(Intent::Press(lamp()));
    assert_eq!(phase(&player), Phase::Refused(Refusal::NotConnected));
}

#[test]
fn a_lost_line_is_looked_for_until_it_is_found() {
    let mut player = Player::at_home(&snapshot());
    for _ in 0..50 {
        player.happen(Event::SocketClosed(player.socket()));
        assert_eq!(player.app.home().unwrap().standing(), Standing::Away);
        player.wait(Duration::from_secs(10));
    }
    player.reply(200, &tokens("access-2"));
    player.answer_socket_handshake();
    assert_eq!(player.app.home().unwrap().standing(), Standing::Live);
}

#[test]
fn a_silent_line_is_asked_and_then_given_up() {
    let mut player = Player::at_home(&snapshot());
    player.wait(Duration::from_secs(15));
    assert_eq!(player.said().last().unwrap()["type"], "ping");
    let before = player.sockets();
    player.wait(Duration::from_millis(11_200));
    assert!(player.sockets() > before);
}

#[test]
fn a_pong_keeps_the_line() {
    let mut player = Player::at_home(&snapshot());
    for _ in 0..10 {
        player.wait(Duration::from_secs(15));
        let ping = player.said().last().unwrap()["id"].clone();
        player.hear(&json!({"id": ping, "type": "pong"}));
    }
    assert_eq!((player.sockets(), player.app.home().unwrap().standing()), (1, Standing::Live));
}

#[test]
fn a_page_that_is_looked_at_again_finds_out_within_three_seconds() {
    let mut player = Player::at_home(&snapshot());
    player.happen(Event::Resumed);
    player.wait(Duration::from_millis(3_200));
    assert_eq!(player.sockets(), 2);
}

#[test]
fn rubbish_is_counted_and_changes_nothing() {
    let mut player = Player::at_home(&snapshot());
    let id = subscription(&player);
    for text in ["", "[", "{}", "[[]]", "null", "\u{feff}", "{\"type\":\"event\",\"id\":-1}"] {
        player.hear_text(text);
    }
    player.hear(&json!({"id": id, "type": "event", "event": {"a": {"light.b": {"s": 1}}, "x": [1]}}));
    player.hear(&json!({"id": id, "type": "event", "event": 7}));
    let home = player.app.home().unwrap();
    assert!(home.garbled() >= 8, "{}", home.garbled());
    assert_eq!(home.standing(), Standing::Live);
    assert!(home.tile(&lamp()).is_some());
}

#[test]
fn signing_out_revokes_and_forgets() {
    let mut player = Player::at_home(&snapshot());
    player.want(Intent::SignOut);
    let revoked = player.asked.iter().any(|command| match command {
        Command::Request { request, .. } => request.address.ends_with("/auth/revoke"),
        _ => false,
    });
    assert!(revoked);
    let empty = Vault { left_at: Some(player.now.0), ..Vault::default() };
    assert_eq!(player.saved(), Some(&empty));
    assert_eq!(player.app.screen(), Screen::SignIn);
}

#[test]
fn somebody_else_signs_in_and_the_first_can_take_over_again() {
    let mut player = Player::at_home(&snapshot());
    player.want(Intent::SignInSomeoneElse);
    assert_eq!(player.app.screen(), Screen::SignIn);
    let (user, name) = player.app.people().remove(0);
    assert_eq!(name, "Olivia");
    player.want(Intent::SwitchTo(user));
    assert_eq!(player.app.screen(), Screen::Home);
    assert!(player.app.home().unwrap().tile(&lamp()).is_none(), "nothing of the former session is left");
}

#[test]
fn a_storage_that_does_not_answer_keeps_nobody_waiting() {
    let mut player = Player::open(Vault::default());
    player.app = doorstep_core::App::default();
    player.asked.clear();
    let place = doorstep_core::place::Place::of_page("http://hub:8123/").unwrap();
    player.happen(Event::Started { place, entropy: 1, theme: doorstep_core::event::Theme::System });
    assert_eq!(player.app.screen(), Screen::Starting);
    player.wait(Duration::from_secs(2));
    assert_eq!(player.app.screen(), Screen::SignIn);
    assert!(player.app.storage_problem().is_some());
}
