//! The picker: who may come in by the network, who comes in unasked, and that leaving is leaving.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on has failed"
)]

mod support;

use std::time::Duration;

use doorstep_core::accounts::{Account, Entrance, Vault};
use doorstep_core::connection::Standing;
use doorstep_core::login::FACE;
use doorstep_core::problem::{Problem, Refused};
use doorstep_core::{Command, Event, Intent, Screen};
use doorstep_protocol::secret::Secret;
use serde_json::{Value, json};
use support::{Player, form, tokens};

fn both() -> String {
    json!({"providers": [{"name": "Home Assistant Local", "id": null, "type": "homeassistant"},
        {"name": "Trusted Networks", "id": null, "type": "trusted_networks"}], "preselect_remember_me": true})
    .to_string()
}

fn faces(flow: &str) -> String {
    json!({"type": "form", "flow_id": flow, "step_id": "init", "errors": null, "data_schema": [
        {"type": "select", "name": "user", "required": true, "default": "u3",
         "options": [["u1", "Olivia"], ["u2", "Adam"], ["u3", "Household"]]}]})
    .to_string()
}

fn entry() -> String {
    json!({"type": "create_entry", "flow_id": "f", "result": "code"}).to_string()
}

fn ours() -> Value {
    json!({"features": ["pick_user"]})
}

fn account(entrance: Entrance) -> Account {
    Account {
        user_id: "u1".into(),
        name: "Olivia".into(),
        client_id: "http://hub:8123/".into(),
        refresh_token: Secret::new("refresh-old"),
        entrance,
    }
}

fn names(player: &Player) -> Vec<String> {
    player.app.faces().into_iter().map(|face| face.name).collect()
}

fn handler(player: &Player) -> (String, Option<bool>) {
    let start: Value = serde_json::from_str(&player.last_request().2).unwrap();
    (start["handler"][0].as_str().unwrap().to_owned(), start["pick"].as_bool())
}

/// Somebody has just come in unasked; the socket has said who.
fn forced(metadata: Value) -> Player {
    let mut player = Player::open_at(Vault::default(), metadata);
    player.reply(200, &both());
    player.reply(200, &entry());
    player.reply(200, &tokens("access-1"));
    player.answer_socket_handshake();
    player.answer_everything(&json!({}));
    player
}

#[test]
fn one_tap_on_a_face_signs_in_and_is_remembered() {
    let mut player = Player::open(Vault::default());
    player.reply(200, &both());
    assert_eq!(handler(&player), ("trusted_networks".into(), None));
    player.reply(200, &faces("f"));
    assert!(player.app.is_picking() && player.app.login().unwrap().form().is_none());
    assert!(player.asked.contains(&Command::Focus(FACE.into())), "arrows and letters work at once");
    assert_eq!(names(&player), ["Household", "Olivia", "Adam"], "the default user first");
    player.want(Intent::Pick("u2".into()));
    assert_eq!(player.last_request().2, r#"{"client_id":"http://hub:8123/","user":"u2"}"#);
    player.reply(200, &entry());
    player.reply(200, &tokens("access-1"));
    player.answer_socket_handshake();
    player.answer_everything(&json!({}));
    assert_eq!(player.saved().unwrap().accounts[0].entrance, Entrance::Picked);
    assert!(!player.app.is_welcoming() && player.app.is_by_network());
}

#[test]
fn nobody_is_picked_whom_the_hub_did_not_offer() {
    let mut player = Player::open(Vault::default());
    player.reply(200, &both());
    player.reply(200, &faces("f"));
    let before = player.requests();
    player.want(Intent::Pick("u9".into()));
    assert_eq!(player.requests(), before);
}

#[test]
fn someone_else_leads_to_the_form_and_back() {
    let mut player = Player::open(Vault::default());
    player.reply(200, &both());
    player.reply(200, &faces("f"));
    player.want(Intent::SignInSomeoneElse);
    assert_eq!(handler(&player).0, "homeassistant");
    player.reply(200, &form(&json!({})));
    assert!(!player.app.is_picking() && player.app.login().unwrap().form().is_some());
    player.want(Intent::ShowFaces);
    assert_eq!(handler(&player).0, "trusted_networks");
    player.reply(200, &faces("f2"));
    assert!(player.app.is_picking());
}

#[test]
fn who_comes_in_unasked_is_told_so_for_a_while() {
    let mut player = forced(json!({}));
    assert_eq!(player.app.screen(), Screen::Home);
    assert!(player.app.is_welcoming());
    assert_eq!(player.saved().unwrap().accounts[0].entrance, Entrance::Automatic);
    player.wait(Duration::from_secs(31));
    assert!(!player.app.is_welcoming() && player.app.is_by_network());
}

#[test]
fn who_leaves_never_bounces_back_in_at_home_assistant() {
    for leave in [Intent::ShowFaces, Intent::SignOut] {
        let mut player = forced(json!({}));
        player.want(leave.clone());
        player.reply(200, &both());
        assert_eq!(handler(&player), ("trusted_networks".into(), None));
        player.reply(200, &entry());
        assert_eq!(handler(&player).0, "homeassistant", "the code is not redeemed");
        player.reply(200, &form(&json!({})));
        assert_eq!(player.app.screen(), Screen::SignIn);
        let ways = player.app.login().unwrap().ways(player.app.is_picking());
        let kinds: Vec<_> = ways.iter().map(|(_, provider)| provider.kind.as_str()).collect();
        assert_eq!(kinds, ["trusted_networks"], "{leave:?}: a button leads back in");
        let place = ways[0].0;
        player.want(Intent::ChooseProvider(place));
        player.reply(200, &entry());
        player.reply(200, &tokens("access-2"));
        assert_eq!(player.app.screen(), Screen::Home);
    }
}

#[test]
fn who_leaves_is_asked_who_they_are_by_our_hub() {
    let mut player = forced(ours());
    player.want(Intent::ShowFaces);
    player.reply(200, &both());
    assert_eq!(handler(&player), ("trusted_networks".into(), Some(true)));
    player.reply(200, &faces("f"));
    assert!(player.app.is_picking());
}

#[test]
fn leaving_outlasts_a_reload_but_not_a_night() {
    let mut player = forced(ours());
    player.want(Intent::SignOut);
    let vault = player.saved().unwrap().clone();
    for (hours, pick) in [(0, Some(true)), (7, Some(true)), (9, None)] {
        let mut later = Player::open_later(vault.clone(), ours(), Duration::from_secs(hours * 3_600));
        later.reply(200, &both());
        assert_eq!(handler(&later).1, pick, "after {hours} hours");
    }
}

#[test]
fn remembered_people_come_first_and_come_in_by_their_own_credential() {
    let vault = Vault { accounts: vec![account(Entrance::SignedIn)], ..Vault::default() };
    let mut player = Player::open(vault);
    assert!(player.app.is_picking(), "before the hub has answered");
    player.reply(200, &both());
    player.reply(200, &faces("f"));
    assert_eq!(names(&player), ["Olivia", "Household", "Adam"]);
    player.want(Intent::Pick("u1".into()));
    assert!(player.last_request().2.contains("refresh-old"));
    assert_eq!(player.app.screen(), Screen::Home);
}

#[test]
fn on_another_network_the_account_stays_and_is_tried_again() {
    let vault =
        Vault { accounts: vec![account(Entrance::Picked)], current: Some("u1".into()), ..Vault::default() };
    let mut player = Player::open(vault);
    player.reply(403, r#"{"error":"access_denied","error_description":"Not in trusted_networks"}"#);
    let stopped = Standing::Stopped(Problem::NotHere(Refused::NotTrusted));
    assert_eq!(player.app.home().unwrap().standing(), stopped);
    assert_eq!(player.app.people().len(), 1);
    let before = player.requests();
    player.happen(Event::Resumed);
    assert_eq!(player.requests(), before + 1, "tried again when the network may be another");
    player.reply(200, &json!({"access_token": "a", "token_type": "Bearer", "expires_in": 300}).to_string());
    assert_eq!(player.sockets(), 1);
}

#[test]
fn a_hub_that_wants_a_pause_before_it_renews_a_token_gets_it() {
    let vault =
        Vault { accounts: vec![account(Entrance::SignedIn)], current: Some("u1".into()), ..Vault::default() };
    let mut player = Player::open(vault);
    player.reply(429, r#"{"message":"Slow down","code":"too_many_tries","retry_after":40}"#);
    let before = player.requests();
    player.wait(Duration::from_secs(39));
    assert_eq!(player.requests(), before);
    player.wait(Duration::from_secs(2));
    assert_eq!(player.requests(), before + 1);
}

#[test]
fn what_the_hub_has_refused_for_good_is_not_asked_again_by_itself() {
    let vault =
        Vault { accounts: vec![account(Entrance::SignedIn)], current: Some("u1".into()), ..Vault::default() };
    let mut player = Player::open(vault);
    player.reply(403, "403: Forbidden");
    let before = player.requests();
    player.happen(Event::Resumed);
    assert_eq!(player.requests(), before, "every refusal counts against this address");
    player.want(Intent::TryAgain);
    assert_eq!(player.requests(), before + 1);
}

#[test]
fn a_tablet_whose_network_session_ends_comes_in_again_unless_that_goes_in_circles() {
    for (after, comes_back) in [(Duration::from_secs(43_200), true), (Duration::from_secs(5), false)] {
        let mut player = forced(json!({}));
        player.wait(after);
        let before = player.requests();
        player.happen(Event::SocketClosed(player.socket()));
        player.wait(Duration::from_secs(1));
        if player.requests() == before {
            // The token is still good, as far as anybody here knows.
            player.answer_refused_socket();
        }
        player.reply(400, r#"{"error":"invalid_grant"}"#);
        player.reply(200, &both());
        player.reply(200, &entry());
        let redeemed = player.last_request().1.ends_with("/auth/token");
        assert_eq!(redeemed, comes_back, "after {after:?}");
    }
}

#[test]
fn a_network_that_does_not_let_anybody_in_is_passed_over_silently() {
    let mut player = Player::open(Vault::default());
    player.reply(200, &both());
    player.reply(200, r#"{"type":"abort","flow_id":"f","handler":[],"reason":"not_allowed"}"#);
    assert_eq!(handler(&player).0, "homeassistant");
    player.reply(200, &form(&json!({})));
    assert_eq!(player.app.login().unwrap().problem(), None);
    assert!(player.app.login().unwrap().ways(false).is_empty(), "no button that leads nowhere");
}
