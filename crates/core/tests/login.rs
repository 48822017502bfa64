//! Signing in, as the core sees it: what is asked of the hub and what a person is told.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::wildcard_enum_match_arm,
    reason = "a test that cannot go on has failed"
)]

mod support;

use doorstep_core::Screen;
use doorstep_core::accounts::Vault;
use doorstep_core::problem::Problem;
use serde_json::json;
use support::{Player, form, providers, tokens};

fn at_form() -> Player {
    let mut player = Player::open(Vault::default());
    player.reply(200, &providers());
    player.reply(200, &form(&json!({})));
    player
}

#[test]
fn the_way_in_takes_four_requests() {
    let player = Player::signed_in();
    let paths: Vec<_> = player
        .asked
        .iter()
        .filter_map(|command| match command {
            doorstep_core::Command::Request { request, .. } => {
                Some(request.address.replace("http://hub:8123", ""))
            }
            _ => None,
        })
        .collect();
    assert_eq!(paths, ["/auth/providers", "/auth/login_flow", "/auth/login_flow/f", "/auth/token"]);
    assert_eq!(player.app.screen(), Screen::Home);
}

#[test]
fn the_form_is_the_hubs_whatever_it_asks() {
    let mut player = Player::open(Vault::default());
    player.reply(200, &providers());
    let strange = json!({"type": "form", "flow_id": "f", "step_id": "riddle", "errors": null,
        "data_schema": [{"type": "iris_scan", "name": "eye"}]});
    player.reply(200, &strange.to_string());
    let form = player.app.login().unwrap().form().unwrap();
    assert_eq!(form.data_schema[0].name, "eye");
}

#[test]
fn a_wrong_password_asks_again_and_says_so() {
    let mut player = at_form();
    player.submit("olivia", "wrong", true);
    player.reply(200, &form(&json!({"base": "invalid_auth"})));
    let login = player.app.login().unwrap();
    assert!(!login.is_busy());
    assert_eq!(login.form().unwrap().errors.as_ref().unwrap()["base"], "invalid_auth");
}

#[test]
fn a_double_press_is_one_press() {
    let mut player = at_form();
    player.submit("olivia", "right", true);
    let before = player.requests();
    player.submit("olivia", "right", true);
    assert_eq!(player.requests(), before);
}

#[test]
fn a_flow_that_the_hub_has_lost_is_begun_again_silently_with_what_was_typed() {
    let mut player = at_form();
    player.submit("olivia", "right", true);
    player.reply(404, r#"{"message":"Invalid flow specified"}"#);
    assert!(player.last_request().1.ends_with("/auth/login_flow"));
    player.reply(200, &form(&json!({})).replace("\"f\"", "\"f2\""));
    let (_, address, body) = player.last_request();
    assert!(address.ends_with("/auth/login_flow/f2"), "{address}");
    assert!(body.contains("right"));
    assert_eq!(player.app.login().unwrap().problem(), None);
}

#[test]
fn a_flow_that_is_lost_twice_is_not_begun_for_ever() {
    let mut player = at_form();
    player.submit("olivia", "right", true);
    player.reply(404, r#"{"message":"Invalid flow specified"}"#);
    player.reply(200, &form(&json!({})));
    player.reply(404, r#"{"message":"Invalid flow specified"}"#);
    assert!(!player.app.login().unwrap().is_busy());
    assert!(player.app.login().unwrap().problem().is_some());
}

#[test]
fn a_hub_that_does_not_answer_can_be_tried_again() {
    let mut player = Player::open(Vault::default());
    player.no_reply();
    assert_eq!(player.app.login().unwrap().problem(), Some(&Problem::HubUnreachable));
    player.want(doorstep_core::Intent::TryAgain);
    player.reply(200, &providers());
    player.reply(200, &form(&json!({})));
    assert!(player.app.login().unwrap().form().is_some());
    assert_eq!(player.app.login().unwrap().problem(), None);
}

#[test]
fn a_network_that_fails_in_between_keeps_the_form() {
    let mut player = at_form();
    player.submit("olivia", "right", true);
    player.no_reply();
    let login = player.app.login().unwrap();
    assert!(login.form().is_some() && !login.is_busy());
    assert_eq!(login.problem(), Some(&Problem::HubUnreachable));
}

#[test]
fn every_answer_of_the_hub_has_its_own_problem() {
    for (status, body, problem) in [
        (403, r#"{"message":"Login blocked: User is not active"}"#, "NotHere"),
        (403, "403: Forbidden", "Banned"),
        (429, "", "TooManyTries"),
        (409, r#"{"message":"Flow request already in progress"}"#, "InProgress"),
        (502, "<html>", "HubFailed"),
        (200, "<html>", "NotAHub"),
        (200, r#"{"type":"abort","flow_id":"f","handler":[],"reason":"not_allowed"}"#, "FlowAborted"),
        (200, r#"{"type":"teleport","flow_id":"f"}"#, "StepUnknown"),
        (400, r#"{"message":"User input malformed"}"#, "NotAccepted"),
    ] {
        let mut player = at_form();
        player.submit("olivia", "right", true);
        player.reply(status, body);
        let said = format!("{:?}", player.app.login().unwrap().problem().unwrap());
        assert!(said.starts_with(problem), "{status} {body}: {said}");
    }
}

#[test]
fn a_hub_without_an_owner_is_set_up_first() {
    let mut player = Player::open(Vault::default());
    player.reply(400, r#"{"message":"Onboarding not finished","code":"onboarding_required"}"#);
    assert_eq!(player.app.screen(), Screen::SetUp);
}

#[test]
fn an_answer_to_a_question_no_longer_asked_is_ignored() {
    let mut player = at_form();
    let old = player.last_request().0;
    player.submit("olivia", "right", true);
    let reply = doorstep_core::event::HttpReply { status: 200, body: tokens("stray") };
    player.happen(doorstep_core::Event::Replied(old, Ok(reply)));
    assert!(player.app.login().unwrap().is_busy());
}

#[test]
fn no_password_stands_in_any_debug_output() {
    let mut player = at_form();
    player.submit("olivia", "hunter2", true);
    player.reply(200, &json!({"type": "create_entry", "flow_id": "f", "result": "code"}).to_string());
    player.reply(200, &tokens("access-secret"));
    player.happen(doorstep_core::Event::SocketOpened(player.socket()));
    let shown = format!("{:?} {:?}", player.asked, player.app);
    for secret in ["hunter2", "access-secret", "refresh-1"] {
        assert!(!shown.contains(secret), "{secret}");
    }
}
