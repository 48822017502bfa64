//! A flow beyond its first form: the steps of other providers, second factors, and what is lost on the way.
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
use doorstep_core::event::Answers;
use doorstep_core::login::{Asked, Login};
use doorstep_core::problem::{Problem, Refused};
use doorstep_core::{Command, Event, Intent, Screen};
use serde_json::{Value, json};
use support::{DRAWN, Player, form, providers, tokens};

const GONE: &str = r#"{"message":"Invalid flow specified"}"#;

fn at_form() -> Player {
    let mut player = Player::open(Vault::default());
    player.reply(200, &providers());
    player.reply(200, &form(&json!({})));
    player
}

fn step(kind: &str, more: &Value) -> String {
    let mut step = json!({"type": kind, "flow_id": "f", "handler": ["x", null], "step_id": kind});
    step.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    step.to_string()
}

fn mfa(flow: &str, errors: &Value) -> String {
    let placeholders = json!({"mfa_module_name": "Authenticator app", "mfa_module_id": "totp"});
    json!({"type": "form", "flow_id": flow, "step_id": "mfa", "errors": errors,
        "data_schema": [{"type": "string", "name": "code", "required": true}],
        "description_placeholders": placeholders})
    .to_string()
}

fn done() -> String {
    json!({"type": "create_entry", "flow_id": "f", "result": "code"}).to_string()
}

fn login(player: &Player) -> &Login {
    player.app.login().unwrap()
}

fn type_code(player: &mut Player, code: &str) {
    let answers = Answers([("code".to_owned(), code.into())].into());
    player.want(Intent::Submit { answers, remember: false });
}

fn focused(player: &Player) -> Option<&str> {
    player.asked.iter().rev().find_map(|command| match command {
        Command::Focus(field) => Some(field.as_str()),
        _ => None,
    })
}

#[test]
fn a_menu_is_answered_with_the_key_of_a_way() {
    let mut player = at_form();
    player.submit("olivia", "right", true);
    player.reply(200, &step("menu", &json!({"menu_options": {"by_phone": "By phone"}})));
    assert_eq!(*login(&player).asked(), Asked::Menu(vec![("by_phone".into(), "By phone".into())]));
    player.want(Intent::ChooseStep("by_phone".into()));
    let (_, address, body) = player.last_request();
    assert!(address.ends_with("/auth/login_flow/f"), "{address}");
    assert_eq!(body, r#"{"client_id":"http://hub:8123/","next_step_id":"by_phone"}"#);
}

#[test]
fn a_progress_is_asked_about_until_it_is_done() {
    let mut player = at_form();
    player.submit("olivia", "right", true);
    let waits = step("progress", &json!({"progress_action": "ask_phone"}));
    player.reply(200, &waits);
    assert_eq!(*login(&player).asked(), Asked::Progress("ask_phone".into()));
    let before = player.requests();
    for _ in 0..3 {
        player.wait(Duration::from_secs(6));
        player.reply(200, &waits);
    }
    assert_eq!(player.requests(), before + 3);
    player.wait(Duration::from_secs(6));
    player.reply(200, &step("progress_done", &json!({})));
    player.reply(200, &done());
    player.reply(200, &tokens("access-1"));
    assert_eq!(player.app.screen(), Screen::Home);
}

#[test]
fn what_never_comes_is_given_up_after_ten_minutes() {
    let mut player = at_form();
    player.submit("olivia", "right", true);
    let waits = step("progress", &json!({}));
    player.reply(200, &waits);
    let mut asked = 0;
    while !login(&player).is_stuck() {
        player.wait(Duration::from_secs(6));
        if login(&player).is_busy() {
            player.reply(200, &waits);
            asked += 1;
        }
        assert!(asked < 400, "asked for ever");
    }
    assert_eq!(login(&player).problem(), Some(&Problem::NothingCame));
    assert!(asked > 60, "{asked}");
}

#[test]
fn a_hub_that_says_done_for_ever_is_not_asked_for_ever() {
    let mut player = at_form();
    player.submit("olivia", "right", true);
    for _ in 0..20 {
        if login(&player).is_busy() {
            player.reply(200, &step("external_done", &json!({})));
        }
    }
    assert_eq!(login(&player).problem(), Some(&Problem::NothingCame));
}

#[test]
fn another_page_is_asked_about_when_the_person_comes_back() {
    let mut player = at_form();
    player.submit("olivia", "right", true);
    player.reply(200, &step("external", &json!({"url": "https://id.example:8443/go?x=1"})));
    let Asked::External { address, host } = login(&player).asked() else { panic!("no other page") };
    assert_eq!((address.as_str(), host.as_str()), ("https://id.example:8443/go?x=1", "id.example:8443"));
    let before = player.requests();
    player.happen(Event::Resumed);
    assert_eq!(player.requests(), before + 1);
    assert_eq!(player.last_request().2, r#"{"client_id":"http://hub:8123/"}"#);
    player.reply(200, &done());
    player.reply(200, &tokens("access-1"));
    assert_eq!(player.app.screen(), Screen::Home);
}

#[test]
fn a_second_factor_that_is_wrong_is_asked_again_in_place() {
    let mut player = at_form();
    player.submit("olivia", "right", true);
    player.reply(200, &mfa("f", &json!({})));
    assert_eq!(focused(&player), Some("code"));
    type_code(&mut player, "000000");
    player.reply(200, &mfa("f", &json!({"base": "invalid_code"})));
    assert_eq!(login(&player).form().unwrap().errors.as_ref().unwrap()["base"], "invalid_code");
    type_code(&mut player, "123456");
    player.reply(200, &done());
    player.reply(200, &tokens("access-1"));
    player.answer_socket_handshake();
    player.answer_everything(&json!({}));
    assert_eq!(player.saved().unwrap().accounts.len(), 1, "the first form's wish to remember counts");
}

#[test]
fn a_flow_that_is_lost_at_the_code_is_begun_again_with_the_password_and_says_so() {
    for (status, lost) in [(404, GONE.to_owned()), (200, step("abort", &json!({"reason": "login_expired"})))]
    {
        let mut player = at_form();
        player.submit("olivia", "right", true);
        player.reply(200, &mfa("f", &json!({})));
        type_code(&mut player, "123456");
        player.reply(status, &lost);
        player.reply(200, &form(&json!({})));
        let (_, _, body) = player.last_request();
        assert!(body.contains("right") && !body.contains("123456"), "{body}");
        player.reply(200, &mfa("f2", &json!({})));
        assert_eq!(login(&player).problem(), Some(&Problem::StartedAgain));
        assert_eq!(login(&player).form().unwrap().step_id, "mfa");
        assert!(!login(&player).is_busy());
    }
}

#[test]
fn after_too_many_codes_the_first_step_stands_again_and_the_reason_with_it() {
    let mut player = at_form();
    player.submit("olivia", "right", true);
    player.reply(200, &mfa("f", &json!({})));
    type_code(&mut player, "000000");
    player.reply(200, &step("abort", &json!({"reason": "too_many_retry"})));
    player.reply(200, &form(&json!({})));
    let login = login(&player);
    assert_eq!(login.problem(), Some(&Problem::FlowAborted { reason: "too_many_retry".into() }));
    assert_eq!((login.typed("username"), login.typed("password")), (Some("olivia"), None));
    assert_eq!(focused(&player), Some("password"));
}

#[test]
fn a_hub_that_wants_a_pause_gets_it_and_the_button_comes_back_by_itself() {
    let mut player = at_form();
    player.submit("olivia", "wrong", true);
    player.reply(429, r#"{"message":"Slow down","code":"too_many_tries","retry_after":3}"#);
    assert_eq!(login(&player).pause(), Some(3));
    let before = player.requests();
    player.submit("olivia", "right", true);
    assert_eq!(player.requests(), before, "nothing is sent during the pause");
    player.wait(Duration::from_millis(1_100));
    assert_eq!(login(&player).pause(), Some(2));
    player.wait(Duration::from_millis(2_000));
    assert_eq!((login(&player).pause(), login(&player).problem()), (None, None));
    player.submit("olivia", "right", true);
    assert_eq!(player.requests(), before + 1);
}

#[test]
fn a_hub_that_is_away_is_looked_for_until_it_is_back() {
    let mut player = Player::open(Vault::default());
    player.no_reply();
    for status in [502, 503, 200] {
        player.wait(Duration::from_secs(12));
        player.reply(status, "<html>starting</html>");
    }
    assert_eq!(login(&player).problem(), Some(&Problem::NotAHub));
    player.wait(Duration::from_secs(12));
    player.reply(200, &providers());
    player.reply(200, &form(&json!({})));
    assert_eq!(login(&player).problem(), None);
    assert!(login(&player).form().is_some());
}

#[test]
fn a_hub_that_restarts_under_a_form_keeps_what_was_typed_and_takes_it_later() {
    let mut player = at_form();
    player.submit("olivia", "right", true);
    player.reply(404, GONE);
    player.reply(503, "<html>");
    assert!(login(&player).form().is_some() && !login(&player).is_busy());
    assert_eq!(login(&player).problem(), Some(&Problem::HubFailed { status: 503 }));
    player.submit("olivia", "right", true);
    player.reply(200, &form(&json!({})).replace("\"f\"", "\"f2\""));
    let (_, address, body) = player.last_request();
    assert!(address.ends_with("/auth/login_flow/f2") && body.contains("right"), "{address}");
}

#[test]
fn a_banned_address_is_not_tried_again_by_itself() {
    let mut player = Player::open(Vault::default());
    player.reply(403, "403: Forbidden");
    assert_eq!(login(&player).problem(), Some(&Problem::Banned));
    let before = player.requests();
    player.wait(Duration::from_secs(3_600));
    player.happen(Event::Resumed);
    assert_eq!(player.requests(), before);
}

#[test]
fn who_may_not_come_in_from_here_is_told_why_and_looked_at_again_on_another_network() {
    let mut player = at_form();
    player.submit("olivia", "right", true);
    player.reply(200, &done());
    player.reply(403, r#"{"error":"access_denied","error_description":"User is local only"}"#);
    assert_eq!(login(&player).problem(), Some(&Problem::NotHere(Refused::LocalOnly)));
    let before = player.requests();
    player.happen(Event::Resumed);
    assert!(player.requests() > before);
}

#[test]
fn a_code_is_bound_to_this_page_where_the_hub_offers_it() {
    let ours = json!({"code_challenge_methods_supported": ["S256"], "features": []});
    let mut player = Player::open_at(Vault::default(), ours);
    player.reply(200, &providers());
    let (_, _, body) = player.last_request();
    let start: Value = serde_json::from_str(&body).unwrap();
    assert_eq!(start["code_challenge_method"], "S256");
    assert_eq!(start["code_challenge"].as_str().unwrap().len(), 43);
    assert!(!body.contains(DRAWN), "the verifier stays here until the code is redeemed");
    player.reply(200, &form(&json!({})));
    player.submit("olivia", "right", true);
    player.reply(200, &done());
    assert!(player.last_request().2.ends_with(&format!("&code_verifier={DRAWN}")));
}

#[test]
fn an_older_hub_is_sent_no_key_that_it_would_refuse() {
    let mut player = Player::open(Vault::default());
    player.reply(200, &providers());
    let start: Value = serde_json::from_str(&player.last_request().2).unwrap();
    let keys: Vec<_> = start.as_object().unwrap().keys().cloned().collect();
    assert_eq!(keys, ["client_id", "handler", "redirect_uri"]);
}

#[test]
fn a_form_of_a_provider_that_nobody_has_seen_is_asked_and_answered() {
    let mut player = Player::open(Vault::default());
    player.reply(
        200,
        r#"{"providers":[{"name":"Riddles","id":"7","type":"riddle"}],"preselect_remember_me":false}"#,
    );
    let schema = json!([{"type": "select", "name": "animal", "options": [[1, "Cat"], [2, "Dog"]]},
        {"type": "iris_scan", "name": "eye", "required": true}]);
    player.reply(200, &step("form", &json!({"data_schema": schema, "errors": null})));
    assert_eq!(login(&player).form().unwrap().data_schema.len(), 2);
    let answers = Answers([("animal".to_owned(), 2.into()), ("eye".to_owned(), "blue".into())].into());
    player.want(Intent::Submit { answers, remember: true });
    assert_eq!(player.last_request().2, r#"{"animal":2,"client_id":"http://hub:8123/","eye":"blue"}"#);
}
